"""Life beside the window: the icon in the tray with its menu, and notices of missed calls."""
