"""The opened call."""
