"""The window's frame: command bar, tabs, status line."""
