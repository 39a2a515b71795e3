"""The window's size and its list's width, as they are kept from one start to the next (design pixels)."""

from typing import NamedTuple

FRAME_KEY = "ui.frame"


class Frame(NamedTuple):
    """What is kept. The size is never below `SMALLEST`."""

    width: int = 1180
    height: int = 760
    list_width: int = 440

    @property
    def text(self) -> str:
        """Return it as the setting holds it: `WIDTHxHEIGHT/LIST`."""
        return f"{self.width}x{self.height}/{self.list_width}"


SMALLEST = Frame(960, 640)
FIRST = Frame()


def read(text: str) -> Frame:
    """Read the setting; anything that is not of its shape means the first size."""
    size, _, list_width = text.partition("/")
    wide, _, high = size.partition("x")
    if not (wide.isdigit() and high.isdigit() and list_width.isdigit()):
        return FIRST
    return Frame(max(int(wide), SMALLEST.width), max(int(high), SMALLEST.height), int(list_width))
