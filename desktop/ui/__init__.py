"""The window: pages with their presenters, and the kit of painted pieces they are built from."""
