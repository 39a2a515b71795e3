"""Numbers from contacts and calls into a campaign."""
