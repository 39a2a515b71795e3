"""The guide of the first start: an account, the line that rings, the country, and a place on the desktop."""
