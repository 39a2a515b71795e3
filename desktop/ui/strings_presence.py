"""Fixed texts of what Sidetone is on the desktop, in the settings: its start, and links to numbers."""

AUTOSTART = "Start with the session"
AUTOSTART_TEXT = "Sidetone starts unseen when you sign in to this computer, and looks for calls at once."
AUTOSTART_WORDS = "autostart login boot begin launch hidden background startup"
LINKS = "Links to phone numbers"
LINKS_TEXT = "A click on a number in another program asks here whether to call it."
LINKS_WORDS = "tel sip callto url browser click handler default program open"
LOOKING = "Looking..."
