"""Frozen values, errors and Protocols that every floor shares; standard library only."""
