"""Sidetone: the desktop companion to a softphone."""

__version__ = "0.1.0"
