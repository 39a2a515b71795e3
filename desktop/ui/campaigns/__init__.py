"""The Campaigns tab: campaigns as their provider lists them, and the numbers that one calls."""
