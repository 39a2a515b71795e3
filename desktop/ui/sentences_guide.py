"""Texts with values in them of the guide of the first start."""

from collections.abc import Sequence

from desktop import numbers
from desktop.domain.accounts import Account
from desktop.domain.lines import Line
from desktop.ui import sentences
from desktop.ui import strings_guide as strings


def step(at: int, names: Sequence[str]) -> str:
    """Say which step it is: `Setting up, step 2 of 5: Account`."""
    return f"Setting up, step {at + 1} of {len(names)}: {names[at]}"


def connected(account: Account | None, provider: str) -> str:
    """Say which account it is and whose: `Paris office, at Acme`."""
    if account is None:
        return strings.NO_ACCOUNT_SET
    return f"{account.name}, at {provider}" if provider and provider != account.name else account.name


def rings(line: Line | None) -> str:
    """Say which phone rings."""
    return f"{sentences.line_text(line)} rings when you call" if line else strings.NO_LINE_SET


def country(region: str | None) -> str:
    """Say whose numbers those without a code are."""
    found = numbers.country(region) if region else None
    return f"Numbers without a code are those of {found.name}" if found else strings.NO_COUNTRY_SET


def starts(enabled: bool) -> str:
    """Say whether it starts with the session."""
    return strings.STARTS if enabled else strings.NOT_STARTED


def links(ours: bool) -> str:
    """Say where links to phone numbers open."""
    return strings.LINKS_HERE if ours else strings.LINKS_ELSEWHERE
