"""Contacts: the list, what is opened of it, and what is done with many at once."""
