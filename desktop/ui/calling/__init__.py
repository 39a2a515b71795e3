"""The question before a call, and the card after it."""
