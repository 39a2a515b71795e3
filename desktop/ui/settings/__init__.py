"""The settings' window: accounts and their health, and every setting that a person may change."""
