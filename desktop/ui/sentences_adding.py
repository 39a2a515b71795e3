"""Texts with values in them of putting contacts and callers into a campaign, and of where they are."""

from datetime import datetime

from desktop.domain.campaigns import Campaign, Membership
from desktop.domain.uploads import RowState, Upload
from desktop.ui import sentences_campaigns, times
from desktop.ui import strings_adding as strings
from desktop.ui.kit.outside import shown, within
from desktop.ui.sentences import counted, listed


def campaign(one: Campaign, *, several_accounts: bool) -> str:
    """Return a campaign as the chooser has it: `Spring renewals, Head office`."""
    name = sentences_campaigns.name(one)
    return listed([name, shown(one.account)]) if several_accounts else name


def name(text: str) -> str:
    """Return whose number it is."""
    return shown(text) or strings.NO_NAME


def go(count: int) -> str:
    """`Add 3 numbers, phones ring`."""
    return f"Add {counted(count, 'number', 'numbers')}"


def rings(one: Campaign, count: int) -> str:
    """Say what happens to numbers that are added now."""
    where = within(sentences_campaigns.name(one))
    if one.runs is None:
        return f"The state of {where} is not known: if it runs, its numbers are called at once."
    who = "this number" if count == 1 else f"these {times.number(count)} numbers"
    return f"{where} is active: {who} {'is' if count == 1 else 'are'} called as soon as an agent is free."


def result(upload: Upload) -> str:
    """Say what became of it: `3 in the campaign, 1 refused, 1 not known`."""
    words = {
        RowState.SENT: "in the campaign",
        RowState.REFUSED: "refused",
        RowState.UNKNOWN: "not known",
        RowState.WAITING: "not sent",
        RowState.LEFT_OUT: "left out",
    }
    counts = [
        f"{times.number(upload.states[state])} {word}"
        for state, word in words.items()
        if upload.states.get(state, 0)
    ]
    return listed(counts)


def row(who: str, number: str, verdict: str, reason: str) -> str:
    """Return a row as a screen reader says it."""
    return listed([who, number, verdict, reason])


def source(of: str, count: int) -> str:
    """Return what an upload's numbers were: `Contacts, 3 numbers`."""
    return listed([of, counted(count, "number", "numbers")])


def membership(one: Membership, now: datetime, *, several_accounts: bool) -> str:
    """Return a campaign that somebody is in, and how old that knowledge is."""
    status = sentences_campaigns.status(one.campaign.told)
    account = shown(one.campaign.account) if several_accounts else ""
    return listed([status, account, f"list of {times.moment(one.listed_at, now)}"])


def reading(campaign: str, done: int, total: int | None) -> str:
    """Say how far the reading of the lists is."""
    of = f" of {times.number(total)}" if total else ""
    return f"{within(campaign)}: {times.number(done)}{of} numbers"


def many(count: int) -> str:
    """Say what a reading of the lists costs, before it begins."""
    return f"{counted(count, 'number', 'numbers')} are read from the provider, which takes a while."
