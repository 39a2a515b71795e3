"""Writing contacts into a file."""
