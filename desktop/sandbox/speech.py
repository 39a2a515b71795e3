"""Stub."""

from dataclasses import dataclass

from desktop.sandbox.world import Call


@dataclass(frozen=True)
class Turn:
    channel: int
    start: float
    end: float
    text: str


class Studio:
    def __init__(self, seed: int) -> None: ...
    def turns(self, call: Call) -> tuple[Turn, ...]:
        return ()

    def wav(self, call: Call) -> bytes:
        return b""

    def mp3(self, call: Call) -> bytes:
        return b""

    def summary(self, call: Call) -> str:
        return ""
