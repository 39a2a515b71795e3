"""What happens to the computer around the program."""

from enum import StrEnum


class Stir(StrEnum):
    """What its surroundings tell."""

    WOKE = "woke"  # it slept, or was held, and goes on
    NETWORK = "network"  # the way to the network is another one, or is there again
