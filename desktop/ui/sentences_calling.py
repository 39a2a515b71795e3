"""Texts about what a call goes through: another account's line, or this computer's softphone."""

from collections.abc import Sequence

from desktop.domain.accounts import Ability, Account
from desktop.domain.lines import Line
from desktop.domain.numbers import NumberInfo
from desktop.services.planning import DialPlan
from desktop.ui import strings

THIS_COMPUTER = "This computer's softphone"
HANDING = "Handing the number over"
HANDED = "Handed to your softphone"
YOUR_SOFTPHONE = "What gets the number"


def through(plan: DialPlan, account: Account | None) -> str:
    """Say why this line, where that is not plain: whose number it is, and what that account cannot do."""
    line, whose = plan.line, account.name if account is not None else ""
    parts = []
    if plan.foreign:
        return ""
    if whose and plan.lacks:
        parts.append(f"{whose} places no calls itself: {plan.lacks.rstrip('.')}.")
        if line.is_softphone:
            parts.append(f"{line.name} on this computer gets the number.")
        else:
            parts.append(f"{line.name} of {line.account} rings.")
    elif line.is_softphone and plan.proposed:
        parts.append(f"No line of an account can call, so {line.name} on this computer gets the number.")
    if plan.proposed:
        parts.append("Your choice is kept for the next calls.")
    return " ".join(parts)


def foreign(plan: DialPlan, account: Account) -> str:
    """Say that a number inside one company may be somebody else's where another phone calls it."""
    return (
        f"This is a number inside {account.name}. {plan.line.name} reaches it if it is a phone of that "
        "company, and somebody else if it is not."
    )


def extension(number: NumberInfo) -> str:
    """Say that what is behind a public number is left to the person, "" where there is nothing."""
    if number.e164 is None or number.extension is None:
        return ""
    return f"The extension {number.extension} is not dialled: enter it once the call is answered."


def handed(line: Line) -> str:
    """Say what is known of a call that a softphone has."""
    return f"{line.name} has the number. Whether it calls, and what becomes of that, is seen there."


def gets(line: Line) -> str:
    """Return the step while a program is started."""
    return f"{line.name} gets the number"


def heading(line: Line) -> str:
    """Return what stands over the line in a question."""
    return YOUR_SOFTPHONE if line.is_softphone else strings.YOUR_LINE


def account_of(line: Line, lines: Sequence[Line]) -> str:
    """Return whose line it is, as a sentence, where there are those of several accounts."""
    several = len({one.account_id for one in lines if not one.is_softphone}) > 1
    return f"A line of {line.account}." if several and not line.is_softphone else ""


def cannot_call(accounts: Sequence[Account], softphones: Sequence[Line]) -> str:
    """Say why nothing here can call: what the accounts lack, and what is with this computer's softphone."""
    lacks = [
        f"{one.name} places no calls: {one.missing[Ability.DIAL].rstrip('.')}."
        for one in accounts
        if one.missing and Ability.DIAL in one.missing
    ]
    return " ".join([*lacks, *(line.trouble for line in softphones if line.trouble)])
