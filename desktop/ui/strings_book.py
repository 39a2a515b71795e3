"""Every fixed text of the list of contacts; `sentences_book` has those with values."""

from desktop.ui.first_words import CONTACTS, FAVOURITES, NEW, NOT_SENT

__all__ = ["CONTACTS", "FAVOURITES", "NEW", "NOT_SENT"]  # said here too, with all others

NEW_CONTACT = "New contact"
SEARCH = "Search names and numbers"
MORE = "More"
IMPORT = "Import…"
EXPORT = "Export…"
DUPLICATES = "Find duplicates"
TRASH = "Recently deleted"

# a row
NO_NAME = "No name"
NO_NUMBER = "No number"
EDITING = "Editing"
NOT_SENT_YET = "Not sent yet"
NOT_SAVED = "Not saved"
CHANGED_THERE = "Somebody else changed it meanwhile"
DELETED_THERE = "Somebody else deleted it meanwhile"
REFUSED = "The phone book refused the change"
RETRY = "Retry"
DISCARD = "Discard"
COMPARE = "Compare"
FAVOURITE = "favourite"

# its menu and actions
EDIT = "Edit"
CALL_OTHER = "Call another number"
MAKE_FAVOURITE = "Make it a favourite"
NO_FAVOURITE = "Take out of the favourites"
DELETE = "Delete"
DELETE_CHOSEN = "Delete the chosen ones"
EXPORT_CHOSEN = "Export the chosen ones…"

# why there are no rows
LOADING = "Loading contacts"
LISTING_TITLE = "Reading the phone book"
LISTING_TEXT = "The first time it is read whole. The contacts appear here by themselves."
EMPTY_TITLE = "No contacts yet"
EMPTY_TEXT = "Add the first one, or take them over from a file."
UNREAD_TITLE = "The phone book has not been read yet"
PAUSED_TEXT = "Its account is paused. The settings take it in again."
NO_BOOK_TITLE = "No phone book"
NO_BOOK_TEXT = "None of your accounts has one. Names of callers come from the provider's calls."
ADD_ACCOUNT = "Add an account"
NO_FAVOURITES_TITLE = "No favourites yet"
NO_FAVOURITES_TEXT = "Mark whom you call often with Ctrl+D, or with the star beside the name."
ALL_SENT_TITLE = "Everything is saved"
ALL_SENT_TEXT = "No change of yours waits to be sent to a phone book."
SHOW_ALL = "Show all contacts"
FAILED_TITLE = "The contacts could not be read"

# what was done
TOO_LATE = "It is too late to undo: the deletion is sent"
DELETE_MANY_TEXT = "They stay under “Recently deleted” for 30 days, and can be added again from there."

SOURCE_CONTACT = "A contact"

# Recents
ADD_TO_CONTACTS = "Add to contacts"
OPEN_CONTACT = "Open contact"

# keys
KEYS_CONTACTS = "Contacts"
KEY_EDIT = "Edit the chosen contact"
KEY_FAVOURITE = "Favourite, or not"
KEY_DELETE = "Delete what is chosen"
KEY_UNDO = "Undo"
KEY_CHOOSE_MORE = "Choose several"
