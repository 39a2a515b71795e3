"""The opened contact: what is known of it, its form, and two versions of it side by side."""
