"""Texts with values in them of campaigns: their rows, dates, filters and numbers."""

import html
from collections.abc import Sequence
from datetime import date, datetime

from desktop.domain.campaigns import (
    Campaign,
    CampaignSort,
    CampaignStatus,
    CampaignType,
    DialMode,
    LabelKind,
    ProviderCampaign,
)
from desktop.domain.uploads import RowState, Upload, UploadState
from desktop.ui import sentences, times
from desktop.ui import strings_campaigns as strings
from desktop.ui.kit.outside import shown, within

STATUSES: dict[str, str] = {
    CampaignStatus.DRAFT: "Draft",
    CampaignStatus.ACTIVE: "Active",
    CampaignStatus.PAUSED: "Paused",
    CampaignStatus.CANCELED: "Canceled",
    CampaignStatus.FINISHED: "Finished",
}
TYPES: dict[str, str] = {CampaignType.STATIC: "Static", CampaignType.DYNAMIC: "Dynamic"}
MODES: dict[str, str] = {DialMode.POWER: "Power", DialMode.PREDICTIVE: "Predictive"}
SORTS: dict[CampaignSort, str] = {
    CampaignSort.NAME: "Name",
    CampaignSort.STATUS: "Status",
    CampaignSort.TYPE: "Type",
    CampaignSort.STARTS: strings.START_DATE,
    CampaignSort.ENDS: "End date",
    CampaignSort.NUMBERS: "Numbers",
    CampaignSort.STARTED: "Started",
    CampaignSort.ENDED: "Ended",
}
KINDS: dict[LabelKind, str] = {
    LabelKind.TAG: "Tag",
    LabelKind.PHONE_SYSTEM: "Phone system",
    LabelKind.EXTENSION: "Extension",
    LabelKind.CALL_FLOW: "Call flow",
    LabelKind.WEBHOOK: "Webhook",
}
ID_TITLES: dict[str, str] = {
    "phone_system_id": strings.PHONE_SYSTEM,
    "extension_id": strings.EXTENSION,
    "callflow_id": strings.CALL_FLOW,
    "human_callflow_id": strings.HUMAN_FLOW,
    "machine_callflow_id": strings.MACHINE_FLOW,
    "webhook_id": strings.WEBHOOK,
}
DATE_TITLES: dict[str, str] = {
    "starts": strings.STARTS,
    "ends": strings.ENDS,
    "started": strings.STARTED,
    "ended": strings.ENDED,
}


def status(told: ProviderCampaign) -> str:
    """Return a campaign's state, in the provider's own words where it is none that is known."""
    return STATUSES.get(told.status or "", shown(told.status or strings.NOT_TOLD, 24))


def type_and_mode(told: ProviderCampaign) -> str:
    """Return what kind of campaign it is: `Dynamic, power`."""
    kind = TYPES.get(told.type or "", shown(told.type or "", 24))
    mode = MODES.get(told.mode or "", shown(told.mode or "", 24))
    return f"{kind}, {mode[:1].lower()}{mode[1:]}" if kind and mode else kind or mode or strings.NOT_TOLD


def numbers(count: int | None) -> str:
    """`2,406 numbers`, or "" when it is not told."""
    return "" if count is None else sentences.counted(count, "number", "numbers")


def counted(rows: int, total: int | None, *, exact: bool) -> str:
    """Return the line over the list: `9 of 23 campaigns`, `23 campaigns`, `at least 100 campaigns`."""
    if not exact:
        return f"At least {sentences.counted(rows, 'campaign', 'campaigns')}"
    if total is None or total == rows:
        return sentences.counted(rows, "campaign", "campaigns")
    return f"{times.number(rows)} of {sentences.counted(total, 'campaign', 'campaigns')}"


def counted_numbers(rows: int, total: int | None, *, exact: bool) -> str:
    """Return the line over the numbers: `12 of 2,406 numbers`."""
    if not exact:
        return f"At least {sentences.counted(rows, 'number', 'numbers')}"
    if total is None or total <= rows:
        return sentences.counted(rows, "number", "numbers")
    return f"{times.number(rows)} of {sentences.counted(total, 'number', 'numbers')}"


# ---- times of a campaign: a naive one is shown as it stands


def day_of(moment: datetime) -> date:
    """Return the day of a time: here for an aware one, as it is said for one without a zone."""
    return moment.date() if moment.tzinfo is None else moment.astimezone().date()


def _day(day: date, now: datetime) -> str:
    return times.day(day, year=day.year != now.astimezone().year)


def span(begin: datetime | None, end: datetime | None, now: datetime) -> str:
    """Return two planned dates: `3 to 28 Mar`, `24 Feb to 31 Mar`, `from 6 Jan`, `until 6 Jan`, or ""."""
    first = day_of(begin) if begin else None
    last = day_of(end) if end else None
    if first is None:
        return f"until {_day(last, now)}" if last else ""
    if last is None:
        return f"from {_day(first, now)}"
    if first == last:
        return _day(first, now)
    if first.year != last.year:
        return f"{times.day(first, year=True)} to {times.day(last, year=True)}"
    whole = _day(last, now)
    alike = first.month == last.month and whole.startswith(str(last.day))
    return f"{first.day} to {whole}" if alike else f"{times.day(first, year=False)} to {whole}"


def row_dates(told: ProviderCampaign, now: datetime) -> str:
    """Return a campaign's dates in its row: those it was planned for, else those it had."""
    return (
        span(told.starts_at, told.ends_at, now)
        or span(told.started_at, told.ended_at, now)
        or strings.NO_DATES
    )


def moment(when: datetime | None, now: datetime) -> str:
    """Return a time of a campaign, always with its day: `3 Mar 09:00`."""
    if when is None:
        return strings.NOT_TOLD
    local = when if when.tzinfo is None else when.astimezone()
    return f"{_day(local.date(), now)} {times.clock(local.replace(tzinfo=None))}"


def moment_tip(when: datetime | None) -> str:
    """Return the whole of a time, and whether it has a zone; "" for none."""
    if when is None:
        return ""
    if when.tzinfo is not None:
        return times.full(when)
    return f"{when:%Y-%m-%d %H:%M:%S}: {strings.WITHOUT_ZONE[:1].lower()}{strings.WITHOUT_ZONE[1:]}"


def span_tip(begin: datetime | None, end: datetime | None) -> tuple[str, ...]:
    """Return the whole of two times, in lines."""
    return tuple(tip for tip in (moment_tip(begin), moment_tip(end)) if tip)


def tip_of(lines: Sequence[str]) -> str:
    """Return a tool tip of several lines, each shown as it is; "" for none."""
    said = [html.escape(line) for line in lines if line]
    return f"<qt>{'<br>'.join(said)}</qt>" if said else ""


# ---- where it is from


def read_ago(provider: str, read_at: datetime, now: datetime) -> str:
    """Return whose it is and how old: `Acme Dialler, read 12 s ago`."""
    return f"{provider}, read {times.ago(read_at, now)}"


def as_of(read_at: datetime | None, now: datetime) -> str:
    """Return how old what is shown is: `Shown as of 13:05.`."""
    return f"Shown as of {times.stamp(read_at, now)}." if read_at else ""


def campaign_row(campaign: Campaign, now: datetime) -> str:
    """One row for a screen reader: `Spring renewals, active, Dynamic, power, 2,406 numbers, 3 to 28 Mar`."""
    told = campaign.told
    state = status(told)
    parts = [name(campaign), state[:1].lower() + state[1:], type_and_mode(told), numbers(told.numbers_count)]
    parts.append(row_dates(told, now))
    if told.archived:
        parts.append("archived")
    return ", ".join(part for part in parts if part)


def name(campaign: Campaign) -> str:
    """Return a campaign's name as one line."""
    return shown(campaign.name) or strings.NO_NAME


# ---- filters


def sorted_by(sort: CampaignSort, *, descending: bool) -> str:
    """Return the name of the sort button for a screen reader."""
    order = strings.DESCENDING if descending else strings.ASCENDING
    return f"{strings.SORT} {SORTS[sort].lower()}, {order.lower()}"


def more_filters(count: int) -> str:
    """Return the name of the button for all other filters: `More filters, 2 chosen`."""
    return f"{strings.MORE_FILTERS}, {times.number(count)} chosen" if count else strings.MORE_FILTERS


def remove(label: str) -> str:
    """Return what a press on a filter's cross does."""
    return f"Remove the filter {shown(label)}"


def without_filters(total: int | None) -> str:
    """Return what clearing all would bring."""
    if total is None:
        return "The provider has none with this search and these filters."
    return f"Without search and filters there are {sentences.counted(total, 'campaign', 'campaigns')}."


def tags_chosen(labels: Sequence[str]) -> str:
    """Return the chosen tags on their button: `Renewal`, `3 tags`."""
    return shown(labels[0], 24) if len(labels) == 1 else sentences.counted(len(labels), "tag", "tags")


def tag_name(label: str) -> str:
    """Return what a tag's button is called: pressed, it can be labelled."""
    return f"{strings.TAG} {shown(label)}: {strings.LABEL}"


# ---- numbers


def variable(index: int) -> str:
    """Return a variable's column: `Variable 1`."""
    return f"Variable {index + 1}"


def extra_title(key: str) -> str:
    """Return the column of whatever else a provider told: `lastCallAt` becomes `Last call at`."""
    words: list[str] = []
    for sign in key.replace("_", " ").replace(".", " ").strip():
        if sign.isupper() and words and words[-1] != " " and not words[-1].isupper():
            words.append(" ")
        words.append(sign.lower() if sign.isupper() and words and words[-1] == " " else sign)
    said = shown("".join(words), 40)
    return said[:1].upper() + said[1:]


def selected(count: int) -> str:
    """`2 selected`."""
    return f"{times.number(count)} selected"


def found_no_number(part: str) -> str:
    """Return the title when no number has these digits."""
    return f"No number with “{shown(part, 40)}”"


def ask_delete(count: int) -> str:
    """Return the title of the question before numbers are deleted."""
    return f"Delete {sentences.counted(count, 'number', 'numbers')} of this campaign?"


def delete_button(count: int) -> str:
    """Return the button of that question."""
    return f"Delete {sentences.counted(count, 'number', 'numbers')}"


def which(some: Sequence[str], count: int) -> str:
    """Return which numbers those are: the first of them, and how many more."""
    said = ", ".join(_unbroken(one) for one in some)
    return f"{said} and {times.number(count - len(some))} more" if count > len(some) else said


def deleted(count: int, campaign: str) -> str:
    """Say that numbers are gone."""
    return f"{sentences.counted(count, 'number', 'numbers')} deleted from {within(campaign)}"


def still_there(left: int, gone: int) -> str:
    """Say how many numbers are still in the campaign after a deletion."""
    verb = "is" if left == 1 else "are"
    lead = f"{sentences.counted(left, 'number', 'numbers')} {verb} still in the campaign"
    return f"{lead}, {times.number(gone)} deleted" if gone else lead


def deleted_unknown(count: int) -> str:
    """Say of how many numbers nobody knows whether they are deleted."""
    verb = "was" if count == 1 else "were"
    return f"Nobody can tell whether {sentences.counted(count, 'number', 'numbers')} {verb} deleted"


def will_ring(number: str, campaign: str) -> str:
    """Say what adding a number to a running campaign does."""
    return (
        f"{within(campaign)} is running. Once {within(number)} is added, it is called soon: "
        "a real phone rings, and that cannot be taken back."
    )


def may_ring(number: str, campaign: str, state: str) -> str:
    """Ask whether to go on with a campaign whose state is not known."""
    return (
        f"The state of {within(campaign)} is “{within(state)}”, and it is not known what that means here. "
        f"The provider may refuse {within(number)}, or call it soon."
    )


def _unbroken(number: str) -> str:
    """Return a number for the middle of a sentence, which no line breaks."""
    return within(number).replace(" ", "\u00a0")


def alike(numbers: Sequence[str]) -> str:
    """Say which numbers of the campaign look like one that may have been added."""
    listed = ", ".join(_unbroken(number) for number in numbers)
    if len(numbers) == 1:
        return f"This number of the campaign looks like it: {listed}"
    return f"These numbers of the campaign look like it: {listed}"


def added(number: str, campaign: str) -> str:
    """Say that a number is in."""
    return f"{within(number)} is in {within(campaign)}"


def upload_strip(upload: Upload) -> str:
    """Say how far an upload is that is not over: `5,098 of 9,812 numbers are in the campaign.`."""
    sent, wanted = upload.states.get(RowState.SENT, 0), upload.wanted
    if upload.state is UploadState.CHECKED:
        return f"{sentences.counted(wanted, 'number waits', 'numbers wait')}, nothing is sent yet."
    said = f"{times.number(sent)} of {sentences.counted(wanted, 'number', 'numbers')} are in the campaign."
    unknown = upload.states.get(RowState.UNKNOWN, 0)
    if unknown:
        said += f" {sentences.counted(unknown, 'row', 'rows')} of unknown outcome."
    return f"{said} {upload.reason}".strip()


def upload_lead(upload: Upload) -> str:
    """Say what became of an upload so far."""
    state = {
        UploadState.CHECKED: "is not sent yet",
        UploadState.SENDING: "is being uploaded",
        UploadState.PAUSED: "is paused",
        UploadState.STOPPED: "stopped",
        UploadState.CANCELLED: "was cancelled",
        UploadState.DONE: "is done",
    }
    return f"{shown(upload.source, 60)} {state[upload.state]}:"
