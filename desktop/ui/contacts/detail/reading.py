"""What an opened contact shows, made from what is known: pure, so that it can be shown without an engine."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from desktop import numbers
from desktop.domain.contacts import Book, Contact, ContactNumber, EditState, Outbox
from desktop.domain.numbers import NumberInfo, NumberKind
from desktop.numbers.clock import time_in
from desktop.ui import sentences_contact as sentences
from desktop.ui import sentences_detail, times
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.spelling import shown_number
from desktop.ui.contacts.detail.views import CallsView, ContactView, NumberLine, Standing
from desktop.ui.kit.outside import shown

_STANDINGS = {
    EditState.HELD: Standing.WAITING,
    EditState.WAITING: Standing.WAITING,
    EditState.SENDING: Standing.SENDING,
    EditState.FAILED: Standing.FAILED,
    EditState.CONFLICT: Standing.CONFLICT,
}


def contact_view(
    contact: Contact,
    book: Book | None,
    outbox: Sequence[Outbox],
    calls: CallsView,
    extensions: Collection[str],
    provider: str,
    now: datetime,
    *,
    several_accounts: bool,
    cannot: str = "",
    campaigns: bool = False,
) -> ContactView:
    """Put together what is shown of a contact; `book` None is not known, or not there any more.

    `cannot` says why nothing here can call anybody.
    """
    region = book.region if book else None
    infos = [numbers.understand(one.raw, region, own_extensions=tuple(extensions)) for one in contact.numbers]
    zones = tuple(dict.fromkeys(zone for info in infos for zone in info.zones))
    there = time_in(zones, now)
    waiting = next((one for one in outbox if one.account_id == contact.account_id), None)
    standing = _STANDINGS.get(contact.state, Standing.SETTLED) if contact.state else Standing.SETTLED
    lines = [number_line(one, info, region, now) for one, info in zip(contact.numbers, infos, strict=True)]
    if cannot:
        lines = [replace(line, dial="", refusal=line.refusal or cannot) for line in lines]
    return ContactView(
        contact=contact,
        book=sentences.book(contact.account),
        provider=provider,
        there=sentences_detail.there(times.clock_there(there)) if there else "",
        lines=tuple(lines),
        calls=calls,
        cannot=cannot,
        campaigns=campaigns,
        several_accounts=several_accounts,
        standing=standing,
        reason=contact.error or (waiting.reason if waiting and standing is Standing.WAITING else "") or "",
        next_try=waiting.next_try if waiting and standing is Standing.WAITING else None,
        refusal=refusal(contact, book),
    )


def number_line(number: ContactNumber, info: NumberInfo, region: str | None, now: datetime) -> NumberLine:
    """Put together what is shown of one number."""
    there = time_in(info.zones, now)
    public = info.kind is NumberKind.NUMBER and info.e164 is not None
    flag = numbers.flag_region(info.e164) if public and info.e164 else None
    return NumberLine(
        label=shown(number.label),
        shown=shown(shown_number(number.raw, region)),
        raw=shown(number.raw),
        code=flag or "",
        country=info.country or "",
        place=sentences.place(info),
        there=times.clock_there(there) if there else "",
        dial=info.dial or "" if info.kind in (NumberKind.NUMBER, NumberKind.SHORT) else "",
        refusal=sentences.not_callable(info),
    )


def refusal(contact: Contact, book: Book | None) -> str:
    """Say why a contact can only be read; "" when it can be changed."""
    if contact.read_only:
        return strings.READ_ONLY_TEXT
    if book is not None and book.refusal:
        return book.refusal[:1].upper() + book.refusal[1:].rstrip(".") + "."
    return ""
