"""The few words of the first paint, which cannot wait for the others and what they import."""

PRODUCT = "Sidetone"
RECENTS = "Recents"
ALL = "All"
MISSED = "Missed"
FILTER = "Filter"
OPENING = "Opening"
