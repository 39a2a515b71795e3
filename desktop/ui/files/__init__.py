"""What the dialogs that read a file share: choosing one, its form and columns, countries, progress."""
