"""Sidetone as a part of the desktop: its start with the session, and links to phone numbers."""

from dataclasses import dataclass

SCHEMES = ("tel", "sip", "callto")
"""The links that lead to a phone number, which a person may let Sidetone open."""


@dataclass(frozen=True, slots=True)
class AutostartState:
    """Whether Sidetone starts with the session. `refusal` says why nobody can change that here, or is ""."""

    enabled: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class LinksState:
    """Which program opens links to phone numbers.

    `ours` are the schemes that open Sidetone, `others` the names of the programs that open the rest, by
    scheme ("" where nothing does). `refusal` says why that cannot be changed here, "" if it can. `by_hand`
    says what a person has to do in the system's own settings besides, where no program may do it.
    """

    ours: frozenset[str] = frozenset()
    others: tuple[tuple[str, str], ...] = ()
    refusal: str = ""
    by_hand: str = ""
