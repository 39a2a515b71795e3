"""Every fixed text of the form that puts people into a campaign; `sentences_adding` has those with values."""

TITLE = "Add to campaign"
CLOSE = "Close without adding"
CAMPAIGN = "Campaign"
LOADING = "Looking which campaigns take numbers"
CHECKING = "Checking the numbers"
SENDING = "Adding the numbers"
NONE_TITLE = "No campaign takes numbers now"
NONE_TEXT = "Numbers go into active dynamic campaigns. They are set up and started at the provider."
FAILED_TITLE = "The campaigns could not be read"
UNCHECKED_TITLE = "The numbers could not be checked"
TRY_AGAIN = "Try again"
READ_AGAIN = "Read again"
NO_NAME = "No name"

# the table
ROWS = "Numbers to add"
ALL = "All numbers"
WHO = "Who"
NUMBER = "Number"
VERDICT = "Verdict"
OTHER_NUMBER = "Choose another number"

# before and after
RINGS = "Phones ring."
MAY_RING = "Phones may ring."
CANCEL = "Cancel"
BACK = "Back"
DONE = "Close"
OPEN_CAMPAIGN = "Open the campaign"
LOOK_AGAIN = "Look again"
UNKNOWN_TEXT = (
    "It is not known whether the campaign took some of them. They are not sent again by themselves: "
    "look at the campaign's numbers."
)
STAYS = "It goes on when this is closed; the campaign's detail shows how it went."
PART = "Not all of them are in"

# where a number is
IN_CAMPAIGNS = "Campaigns"
NOWHERE = "In no campaign whose list was read here."
READ_LISTS = "Read the lists anew"
READ_MANY = "Read them all"
READING_LISTS = "Reading the campaigns' lists"
STOP = "Stop"
UNREAD_TITLE = "The lists could not be read"
NO_CAMPAIGNS = "No campaign is active, so there is no list to read."
