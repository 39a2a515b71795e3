"""An opened campaign: its header, its ids with their labels, and its numbers."""
