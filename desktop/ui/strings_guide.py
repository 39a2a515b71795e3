"""Fixed texts of the guide of the first start."""

STEP_WELCOME = "Welcome"
STEP_ACCOUNT = "Account"
STEP_CALLING = "Your line"
STEP_COMPUTER = "This computer"
STEP_READY = "Ready"

NEXT = "Continue"

WELCOME_TITLE = "Welcome to Sidetone"
WELCOME_TEXT = "The calls, contacts and campaigns of your phone system, beside the softphone that you have."
BEGIN_WITH = "How to begin"
WITH_ACCOUNT = "Sign in to your phone account"
WITH_ACCOUNT_POINTS = (
    "Your own calls, contacts and campaigns",
    "Takes about two minutes",
    "With a key that an administrator of the account can make",
)
WITH_DEMO = "Look around with demo data"
WITH_DEMO_POINTS = ("Invented people and calls: nobody's phone rings", "Opens in a window of its own")
WITH_DEMO_LACKS = ("Nothing of it is kept",)
FEATURE_MISSED = "Nobody is forgotten"
FEATURE_MISSED_TEXT = "Missed calls of all accounts in one list, in the tray and as notifications."
FEATURE_CALL = "One key to the next call"
FEATURE_CALL_TEXT = "Type a name or a number anywhere: your own phone rings, and connects you."
FEATURE_SAID = "What was said"
FEATURE_SAID_TEXT = "Recordings and transcripts beside the call, also without a network."
OPEN_DEMO = "Open the demo"

CALLING_TITLE = "Which phone rings when you call?"
CALLING_TEXT = "It rings first. Pick it up, and the number that you chose is called."
COUNTRY = "Country"
COUNTRY_TEXT = "Numbers that are written without a country code belong to it."
COUNTRY_SET = "Chosen by you."
COUNTRY_FOUND = "That of your lines' numbers."
COUNTRY_USUAL = "That of most accounts of this provider."
COUNTRY_UNKNOWN = "Not known: only numbers with a country code can be called."

COMPUTER_TITLE = "Have it at hand"
COMPUTER_TEXT = "Both can be changed at any time in the settings, under Desktop."

READY_TITLE = "You are set up"
READY_TEXT = "The calls are read in the background. You can begin at once."
ANOTHER_ACCOUNT = "Connect another account"
OPEN = "Open Sidetone"
NO_ACCOUNT_SET = "No account yet"
NO_LINE_SET = "No line that can call"
NOT_STARTED = "Does not start by itself"
STARTS = "Starts with the session, hidden"
LINKS_HERE = "Links to phone numbers open here"
LINKS_ELSEWHERE = "Links to phone numbers open elsewhere"
NO_COUNTRY_SET = "Country not set"
TRY_NEXT = "Worth knowing"
"""Above three keys."""
KEY_SEARCH = "Find somebody, or type a number"
KEY_SHEET = "All keys"
KEY_SETTINGS = "Settings"
