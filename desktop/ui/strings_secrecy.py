"""Fixed texts about where the secrets lie: at the start, and in the settings."""

from desktop.ui.strings import UNLOCK_KEYRING

__all__ = ["UNLOCK_KEYRING"]  # said here too, with all others

# at the start
WAITING_TITLE = "Waiting for the keyring"
WAITING_TEXT = (
    "The system asks for the password of your keyring, perhaps in a window behind this one. Sidetone goes on "
    "as soon as it is open."
)
ASK_AGAIN = "Ask again"
LOCKED_TITLE = "Your keyring is locked"
LOCKED_TEXT = "It holds the key of your data. Unlock it, and Sidetone opens."
NO_KEYRING_TITLE = "Where shall your secrets be kept?"
NO_KEYRING_TEXT = (
    "This computer has no keyring. Choose a passphrase: your data and your sign-ins are encrypted with it, "
    "and Sidetone asks for it at every start."
)
KEY_AWAY_TITLE = "The keyring is not there"
KEY_AWAY_TEXT = (
    "The key of your data lies in the system's keyring, and no keyring answers. Start it, and try again."
)
SESSION_ONLY = "Go on for this session only"
SESSION_ONLY_TEXT = "Nothing is kept then: it is all gone when Sidetone quits."
SET = "Set passphrase"

# a new passphrase
FIELD = "Passphrase"
NEW_FIELD = "New passphrase"
CURRENT_FIELD = "Current passphrase"
REPEAT = "Once more"
NOT_THE_SAME = "The two are not the same."
CANNOT_RECOVER = "Nobody can recover it:"
CANNOT_RECOVER_TEXT = "if it is lost, so is what lies here. The calls come again with the next sign-in."
FEW_WORDS = "Four or five words that nobody else would put together are good."
STRENGTH_WEAK = "Easy to guess. Add a word or two."
STRENGTH_FAIR = "Fair. Another word makes it good."
STRENGTH_GOOD = "Good."

# in the settings
USE_FILE = "Use a passphrase"
CHANGE = "Change passphrase"
USE_KEYRING = "Move to the keyring"
MOVE_TO_FILE_TITLE = "Use a passphrase in place of the keyring?"
MOVE_TO_FILE_TEXT = (
    "The key of your data and the sign-ins move to an encrypted file, and the keyring forgets them. Sidetone "
    "asks for the passphrase at every start, also where it starts with the session."
)
CHANGE_TITLE = "Change the passphrase"
CHANGE_TEXT = "From the next start on, only the new one opens your data."
MOVE_TO_KEYRING_TITLE = "Move everything to the keyring?"
MOVE_TO_KEYRING_TEXT = (
    "The key of your data and the sign-ins move to the system's keyring, which opens with your session. The "
    "encrypted file is deleted, and nobody is asked for a passphrase any more."
)
MOVE = "Move"
MOVING = "Moving..."
CHANGING = "Changing..."
WAITING_FOR_KEYRING = "Waiting for the keyring..."
MOVED_TO_FILE = "Your passphrase opens everything from now on."
MOVED_TO_KEYRING = "Everything lies in the keyring now."
CHANGED = "The passphrase has been changed."
KEYRING_LOCKED = "The keyring is locked now."
