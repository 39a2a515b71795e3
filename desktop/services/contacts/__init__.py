"""Contacts: phonebooks that are read, edited offline for days, and never lose an edit nor make one twice."""

from desktop.services.contacts.service import Contacts

__all__ = ["Contacts"]
