"""Texts from outside, as they stand in our sentences."""

_LONGEST = 40


def shortened(text: str) -> str:
    """Cut a text from outside to what fits into a sentence, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
