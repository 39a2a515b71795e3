"""What a person does to contacts, as rows of the outbox and what is shown, in one transaction each."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop.domain.contacts import Contact, ContactCard, EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.contacts.merging import onto
from desktop.services.contacts.settling import WITH_A_PERSON, forget, settle
from desktop.store import Db, contact_edits, contacts
from desktop.store.contact_edits import Edit
from desktop.store.contacts import Derived, Row, Stored

HOLD = timedelta(seconds=8)
"""So long the deletion of one contact can be undone before anything is sent."""


def found(db: Db, contact_id: str) -> Stored:
    """Read a contact that is to be changed. Raises `Trouble` NO_CONTACT."""
    one = contacts.stored(db, int(contact_id)) if contact_id.isdecimal() else None
    if one is None:
        raise Trouble(ErrorKind.NO_CONTACT, name=contact_id)
    return one


def _changeable(db: Db, contact_id: str) -> Stored:
    one = found(db, contact_id)
    if one.read_only:
        raise Trouble(
            ErrorKind.UNSUPPORTED, account=one.account, detail="this entry has no id, so it can only be read"
        )
    return one


def add(
    db: Db,
    account_id: int,
    cards: Sequence[tuple[ContactCard, Derived]],
    *,
    favourite: bool = False,
) -> list[str]:
    """Add contacts; returns their ids, in order."""
    ids = contacts.insert(db, account_id, [Row(shows, favourite=favourite) for _, shows in cards])
    contact_edits.keep_new(
        db,
        [
            Edit(account_id, contact_id, Pending.ADD, EditState.WAITING, wanted=card)
            for contact_id, (card, _) in zip(ids, cards, strict=True)
        ],
    )
    return [str(contact_id) for contact_id in ids]


def _decided(one: Stored, edits: Sequence[Edit]) -> None:
    """Leave what waits for a person alone. Raises `Trouble` CHANGED, NO_CONTACT for a deleted one."""
    last = edits[-1] if edits else None
    if last is not None and last.kind is Pending.DELETE:
        if last.state not in WITH_A_PERSON:
            raise Trouble(ErrorKind.NO_CONTACT, name=str(one.id))
        what = f"It is not decided yet whether {one.card.name} is deleted. Decide that first."
        raise Trouble(ErrorKind.CHANGED, account=one.account, name=one.card.name, detail=what)
    if any(edit.state is EditState.CONFLICT for edit in edits):
        what = f"{one.card.name} was changed by somebody else too. Choose what stands first."
        raise Trouble(ErrorKind.CHANGED, account=one.account, name=one.card.name, detail=what)


def edit(
    db: Db,
    contact_id: str,
    card: ContactCard,
    now: datetime,
    started: ContactCard | None = None,
    *,
    by_hand: bool = True,
) -> None:
    """Change what a contact says. `started` is the card a person began with, None what is shown now.

    Of an edit in conflict the fields that were not touched now stay as they are, in conflict. What is not
    done `by_hand` leaves a contact alone that waits for a person. Raises `Trouble` CHANGED, NO_CONTACT then.
    """
    one = _changeable(db, contact_id)
    edits = contact_edits.of_contact(db, one.id)
    if not by_hand:
        _decided(one, edits)
    if edits and edits[-1].kind is Pending.DELETE:
        deletion = edits.pop()
        if deletion.in_flight:
            raise Trouble(ErrorKind.NO_CONTACT, name=contact_id)
        contact_edits.drop(db, deletion)
        contact_edits.take_from_trash(db, one.id)
    unsent = edits[-1] if edits and not edits[-1].in_flight else None
    if unsent is None:
        under_way = edits[-1].wanted if edits else None
        base = shown = wanted = under_way or one.there or one.card
    else:
        assert unsent.wanted is not None
        base, wanted = unsent.seen or unsent.wanted, unsent.wanted
        shown = one.card if one.shown else wanted
    seen, wanted = onto(started or shown, card, base, wanted)
    if unsent is None:
        if wanted == seen:
            settle(db, one.id, now)
            return
        unsent = Edit(one.account_id, one.id, Pending.EDIT, EditState.WAITING)
    unsent.seen, unsent.wanted = None if unsent.kind is Pending.ADD else seen, wanted
    if unsent.state is not EditState.CONFLICT:  # else it is found out whether it still is one
        _to_send(unsent)
    contact_edits.keep(db, unsent)
    settle(db, one.id, now)


def _to_send(edit: Edit) -> None:
    """Let an edit that a person decided on go out; one that may have arrived is looked for first."""
    again = edit.kind is Pending.ADD and edit.sent_at is not None
    edit.state = EditState.SENDING if again else EditState.WAITING
    edit.there = edit.since = edit.due_at = edit.error = None
    edit.tries = 0


def delete(
    db: Db, contact_ids: Sequence[str], now: datetime, *, hold: bool, seen: ContactCard | None = None
) -> None:
    """Delete contacts; with `hold` that can be undone for a moment before anything is sent.

    `seen` is what the entry said when a person decided that, None for what it says now.
    """
    for one in [_changeable(db, contact_id) for contact_id in dict.fromkeys(contact_ids)]:
        edits = contact_edits.of_contact(db, one.id)
        if edits and edits[-1].kind is Pending.DELETE:
            deletion = edits[-1]
            if deletion.in_flight:
                continue
        else:
            before = seen or _seen(one, edits)
            deletion = Edit(one.account_id, one.id, Pending.DELETE, EditState.HELD, seen=before)
        if deletion.state in WITH_A_PERSON:
            deletion.seen = seen or one.there or deletion.seen
        _to_send(deletion)
        if hold:
            deletion.state, deletion.due_at = EditState.HELD, now + HOLD
        contact_edits.keep(db, deletion)
        contact_edits.put_in_trash(db, one.account_id, one.id, one.card, now, favourite=one.favourite)
        settle(db, one.id, now)


def merge(db: Db, keep: Contact, card: ContactCard, others: Sequence[Contact], now: datetime) -> None:
    """Let one contact say all, and delete the others. Raises `Trouble` CHANGED when one is not as it was."""
    for seen in (keep, *others):
        one = _changeable(db, seen.id)
        _decided(one, contact_edits.of_contact(db, one.id))
        if one.card != seen.card:
            what = f"{seen.name} was changed meanwhile, so nothing was put together. Look at it again first."
            raise Trouble(ErrorKind.CHANGED, account=one.account, name=seen.name, detail=what)
    edit(db, keep.id, card, now, keep.card)
    delete(db, [one.id for one in others], now, hold=False)


def _seen(one: Stored, edits: Sequence[Edit]) -> ContactCard:
    """Return what the entry says, or will once what is under way has arrived, as far as the person knew."""
    for edit in reversed(edits):
        if edit.in_flight and edit.wanted is not None:
            return edit.wanted
        if edit.state is EditState.FAILED and edit.seen is not None:
            return edit.seen  # what the provider said since was not shown
    return one.there or one.card


def release_held(db: Db, account_id: str, now: datetime) -> list[str]:
    """Let deletions whose time is over go out; returns their contacts' ids."""
    due = [
        edit
        for edit in contact_edits.of_account(db, account_id)
        if edit.state is EditState.HELD and (edit.due_at is None or edit.due_at <= now)
    ]
    for edit in due:
        edit.state, edit.due_at = EditState.WAITING, None
        contact_edits.keep(db, edit)
        settle(db, edit.contact_id, now)
    return [str(edit.contact_id) for edit in due]


def undo(db: Db, contact_id: str, now: datetime) -> None:
    """Take a deletion back of which nothing was sent. Raises `Trouble` NO_CONTACT, USAGE when it is late."""
    one = found(db, contact_id)
    edits = contact_edits.of_contact(db, one.id)
    if not edits or edits[-1].kind is not Pending.DELETE:
        return
    deletion = edits[-1]
    if deletion.in_flight:
        raise Trouble(
            ErrorKind.USAGE, detail=f"{one.card.name} is being deleted already; it stays in the trash."
        )
    _take_back(db, deletion, now)


def _take_back(db: Db, deletion: Edit, now: datetime) -> None:
    """Forget a deletion; what it passed over has its turn again."""
    contact_edits.drop(db, deletion)
    contact_edits.take_from_trash(db, deletion.contact_id)
    settle(db, deletion.contact_id, now)


def resolve(
    db: Db, contact_id: str, card: ContactCard | None, there: ContactCard | None, now: datetime
) -> None:
    """Answer a conflict with the card that shall stand; None deletes.

    `there` is what the person saw there, None for what stands there now. Where the conflict ended meanwhile
    the answer is an edit, or a deletion, of what they saw.
    """
    one = found(db, contact_id)
    there = there or one.there
    if card is None:
        delete(db, [contact_id], now, hold=False, seen=there)
        return
    edits = contact_edits.of_contact(db, one.id)
    # Of two the last: a deletion passed over the other, which has its turn again when that is given up.
    parked = next((edit for edit in reversed(edits) if edit.state is EditState.CONFLICT), None)
    if parked is None or parked.kind is Pending.DELETE:
        if parked is not None:
            contact_edits.drop(db, parked)
            settle(db, one.id, now)
        if card != there:
            edit(db, contact_id, card, now, there)
        return
    if card == there:
        contact_edits.drop(db, parked)
    else:
        parked.seen, parked.wanted, parked.sent_at = there, card, None
        _to_send(parked)
        contact_edits.keep(db, parked)
    settle(db, one.id, now)


def retry(db: Db, contact_id: str, now: datetime) -> None:
    """Try again to send what the provider refused; what only waits is left as it is."""
    one = found(db, contact_id)
    for edit in contact_edits.of_contact(db, one.id):
        if edit.state is EditState.FAILED:
            if edit.kind is Pending.DELETE:
                contact_edits.put_in_trash(db, one.account_id, one.id, one.card, now, favourite=one.favourite)
            _to_send(edit)
            contact_edits.keep(db, edit)
    settle(db, one.id, now)


def discard(db: Db, contact_id: str, now: datetime) -> None:
    """Forget what is not at the provider: the contact says again what it says there, or goes to the trash.

    Of a deletion only that is forgotten: an edit made before it waits again.
    """
    one = found(db, contact_id)
    edits = contact_edits.of_contact(db, one.id)
    if edits and edits[-1].kind is Pending.DELETE:
        _take_back(db, edits[-1], now)
        return
    for edit in edits:
        contact_edits.drop(db, edit)
    contact_edits.take_from_trash(db, one.id)
    if one.provider_id is None and not one.read_only:
        contact_edits.put_in_trash(db, one.account_id, one.id, one.card, now, favourite=one.favourite)
        forget(db, one.id)
        return
    settle(db, one.id, now)


def restore(db: Db, trash_id: str, now: datetime) -> str:
    """Take a contact out of the trash and add it again; returns its id.

    One of whose deletion nothing was sent only comes back. Raises `Trouble` NO_CONTACT.
    """
    kept = contact_edits.trashed(db, trash_id)
    if kept is None:
        raise Trouble(ErrorKind.NO_CONTACT, name=trash_id)
    trashed, contact_id = kept
    contact_edits.empty_trash(db, [trash_id])
    if contact_id is not None:
        edits = contact_edits.of_contact(db, contact_id)
        if edits and not edits[-1].in_flight:
            undo(db, str(contact_id), now)
            return str(contact_id)
    account_id = int(trashed.account_id)
    shows = contacts.derived(trashed.card, contacts.book(db, account_id))
    (added,) = add(db, account_id, [(trashed.card, shows)], favourite=trashed.favourite)
    return added
