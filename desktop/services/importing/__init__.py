"""Contacts out of files and into files: reading, planning, applying, writing, and finding duplicates."""
