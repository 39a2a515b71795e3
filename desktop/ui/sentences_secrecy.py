"""Sentences with values in them about where the secrets lie."""


def too_short(least: int) -> str:
    """Say how long a passphrase has to be."""
    return f"At least {least} characters."
