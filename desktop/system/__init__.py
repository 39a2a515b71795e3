"""What this machine offers: places for files, the keyring, logs."""
