"""The upload of a list of numbers into a campaign: choose, check, send, and what became of each row."""
