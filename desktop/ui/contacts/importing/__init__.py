"""The wizard that brings contacts in from a file: choose it, check its rows, see what became of them."""
