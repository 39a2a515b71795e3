"""The window's size, its list's width (design pixels) and its place, as they are kept for the next start."""

import re
from enum import Enum
from typing import NamedTuple

FRAME_KEY = "ui.frame"
TAB_KEY = "ui.tab"


class Tab(Enum):
    """The window's screens in the order of their tabs, as the setting calls them."""

    RECENTS = "recents"
    CONTACTS = "contacts"
    CAMPAIGNS = "campaigns"


def tab(text: str) -> Tab:
    """Read the setting; anything else means the first tab."""
    return next((one for one in Tab if one.value == text), Tab.RECENTS)


class Frame(NamedTuple):
    """What is kept. `place` is the outer corner on the desktop of all screens, in Qt's own pixels."""

    width: int = 1180
    height: int = 760
    list_width: int = 440
    place: tuple[int, int] | None = None
    maximized: bool = False

    @property
    def text(self) -> str:
        """Return it as the setting holds it: `WIDTHxHEIGHT/LIST`, perhaps `@X,Y`, perhaps `+max`."""
        place = "" if self.place is None else f"@{self.place[0]},{self.place[1]}"
        return f"{self.width}x{self.height}/{self.list_width}{place}{_MAX if self.maximized else ''}"


SMALLEST = Frame(960, 640)
"""The window's smallest size, in its own pixels whatever the text's size; `list_width` means nothing here."""
FIRST = Frame()
NARROW = 900
"""Below this width, in design pixels, the list and the opened call share one place."""
_MOST = 16_384  # more pixels no screen has
_MAX = "+max"
_SHAPE = re.compile(r"(\d{1,9})x(\d{1,9})/(\d{1,9})(?:@(-?\d{1,6}),(-?\d{1,6}))?(\+max)?", re.ASCII)


def read(text: str) -> Frame:
    """Read the setting; anything that is not of its shape means the first size."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return FIRST
    wide, high, list_width = (min(int(each), _MOST) for each in found.group(1, 2, 3))
    place = None if found[4] is None else (int(found[4]), int(found[5]))
    return Frame(wide, high, list_width, place, bool(found[6]))
