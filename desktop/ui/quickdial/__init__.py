"""Quick dial: whom to call, from anywhere on the desktop."""
