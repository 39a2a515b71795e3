"""What somebody who starts Sidetone wants of its window, here or in the process that runs already."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class WindowWish:
    """One start's wish. Without anything in it, the window comes forward.

    `link` is a link or a number to ask about. `quick_dial` opens quick dial and not the window. `hidden`
    shows nothing at all, as at the session's start. `token` came with it from another process: what the
    desktop gave to that start, so that a window may come in front of others.
    """

    link: str | None = None
    quick_dial: bool = False
    hidden: bool = False
    token: str = ""

    @property
    def shows_window(self) -> bool:
        """Whether the window itself is wanted on the screen."""
        return self.link is not None or not (self.quick_dial or self.hidden)

    def message(self) -> dict[str, object]:
        """Return it as the process that runs takes it (`handover.py`), with this start's token."""
        return {
            "link": self.link,
            "quick_dial": self.quick_dial,
            "hidden": self.hidden,
            "token": token(),
        }

    @classmethod
    def of(cls, message: object) -> Self:
        """Read one that came from another process. Raises ValueError when it is none."""
        match message:
            case {
                "link": None | str() as link,
                "quick_dial": bool() as quick_dial,
                "hidden": bool() as hidden,
                "token": str() as token_,
            }:
                return cls(link, quick_dial, hidden, token_)
        raise ValueError("not a wish")


def token() -> str:
    """Return what a Wayland compositor gave to this start, "" for nothing."""
    return os.environ.get("XDG_ACTIVATION_TOKEN", "")
