"""The window's size and its list's width, as they are kept from one start to the next (design pixels)."""

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
    """What is kept."""

    width: int = 1180
    height: int = 760
    list_width: int = 440

    @property
    def text(self) -> str:
        """Return it as the setting holds it: `WIDTHxHEIGHT/LIST`."""
        return f"{self.width}x{self.height}/{self.list_width}"


SMALLEST = Frame(960, 640)
"""The window's smallest size, in its own pixels whatever the text's size; `list_width` means nothing here."""
FIRST = Frame()
NARROW = 900
"""Below this width, in design pixels, the list and the opened call share one place."""
_MOST = 16_384  # more pixels no screen has


def read(text: str) -> Frame:
    """Read the setting; anything that is not of its shape means the first size."""
    size, _, list_width = text.partition("/")
    wide, _, high = size.partition("x")
    if not (wide.isdigit() and high.isdigit() and list_width.isdigit()):
        return FIRST
    return Frame(*(min(int(each), _MOST) for each in (wide, high, list_width)))
