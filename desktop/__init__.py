"""Sidetone: the desktop companion to a softphone."""

__version__ = "0.1.0"

APP_ID = "io.github.sidetone.Sidetone"
"""By what the desktop knows the program: its entry, its icon, its bundle, its windows."""
