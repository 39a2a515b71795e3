"""Contacts that may be one, side by side, and putting them together."""
