"""The outbox of phonebooks: edits that are not at the provider yet, in the order they were made."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desktop.domain.contacts import TRASH_DAYS, ContactCard, EditState, Pending, TrashedContact
from desktop.store.connection import Db
from desktop.store.contacts import card_of, spelled
from desktop.store.times import from_micros, to_micros

KEPT = timedelta(days=TRASH_DAYS)
"""So long a deleted contact can be added again."""


@dataclass(slots=True)
class Edit:
    """A row of the outbox. `id` is 0 until it is kept.

    `sent_at` is there while a request of it may have changed something, whatever its state is by now.
    """

    account_id: int
    contact_id: int
    kind: Pending
    state: EditState
    seen: ContactCard | None = None
    wanted: ContactCard | None = None
    there: ContactCard | None = None
    since: datetime | None = None
    due_at: datetime | None = None
    sent_at: datetime | None = None
    tries: int = 0
    error: str | None = None
    id: int = 0

    @property
    def in_flight(self) -> bool:
        """Whether the provider may have it already: nothing may be merged into it."""
        return self.state in (EditState.SENDING, EditState.SENT)


_COLUMNS = (
    "account_id", "contact_id", "kind", "state", "seen", "wanted", "there", "since", "due_at", "sent_at",
    "tries", "error",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)}, id FROM contact_edits"
_INSERT = f"INSERT INTO contact_edits ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_UPDATE = f"UPDATE contact_edits SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"


def of_contact(db: Db, contact_id: int) -> list[Edit]:
    """Read what waits of one contact, oldest first."""
    return [_edit(row) for row in db.execute(f"{_SELECT} WHERE contact_id = ? ORDER BY id", (contact_id,))]


def by_ids(db: Db, edit_ids: Collection[int]) -> list[Edit]:
    """Read these edits, oldest first; those that were dropped meanwhile are left out."""
    ids = json.dumps(list(edit_ids))
    rows = db.execute(f"{_SELECT} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (ids,))
    return [_edit(row) for row in rows]


def of_account(db: Db, account_id: str) -> list[Edit]:
    """Read all that waits of an account, oldest first."""
    rows = db.execute(f"{_SELECT} WHERE account_id = CAST(? AS INTEGER) ORDER BY id", (account_id,))
    return [_edit(row) for row in rows]


def keep(db: Db, edit: Edit) -> None:
    """Write an edit: a new one gets its id, one that was dropped meanwhile stays dropped."""
    values = _values(edit)
    if edit.id:
        db.execute(_UPDATE, (*values, edit.id))
    else:
        db.execute(_INSERT, values)
        edit.id = db.last_insert_rowid()


def keep_new(db: Db, edits: Collection[Edit]) -> None:
    """Write many new edits at once; their ids are not told."""
    db.executemany(_INSERT, [_values(edit) for edit in edits])


def drop(db: Db, edit: Edit) -> None:
    """Forget an edit: it is done, or nobody wants it any more."""
    db.execute("DELETE FROM contact_edits WHERE id = ?", (edit.id,))


def unsent(db: Db, account_id: str) -> int:
    """Count the contacts of an account whose edit is not at the provider."""
    row = db.execute(
        "SELECT count(DISTINCT contact_id) FROM contact_edits WHERE account_id = CAST(? AS INTEGER)"
        " AND state <> ?",
        (account_id, EditState.SENT),
    ).fetchone()
    return 0 if row is None else int(row[0])


def conflicts(db: Db, account_id: str) -> int:
    """Count the contacts of an account of which somebody has to choose a version."""
    row = db.execute(
        "SELECT count(DISTINCT contact_id) FROM contact_edits WHERE account_id = CAST(? AS INTEGER)"
        " AND state = ?",
        (account_id, EditState.CONFLICT),
    ).fetchone()
    return 0 if row is None else int(row[0])


def waiting(db: Db, account_id: str) -> int:
    """Count the contacts of an account whose edit goes out by itself: nobody has to decide anything."""
    row = db.execute(
        "SELECT count(DISTINCT contact_id) FROM contact_edits e WHERE account_id = CAST(? AS INTEGER)"
        " AND state IN (?, ?) AND NOT EXISTS (SELECT 1 FROM contact_edits o WHERE o.contact_id = e.contact_id"
        " AND o.kind = 'delete' AND o.state IN (?, ?))",
        (account_id, EditState.WAITING, EditState.SENDING, EditState.FAILED, EditState.CONFLICT),
    ).fetchone()
    return 0 if row is None else int(row[0])


def stuck(db: Db, most: int) -> list[str]:
    """Return the contacts (our ids) whose edit waits for a person, at most so many."""
    rows = db.execute(
        "SELECT DISTINCT contact_id FROM contact_edits WHERE account_id IN (SELECT id FROM accounts)"
        " AND state IN (?, ?) LIMIT ?",
        (EditState.FAILED, EditState.CONFLICT, most),
    )
    return [str(contact_id) for (contact_id,) in rows]


@dataclass(frozen=True, slots=True)
class Moments:
    """What of an account wants attention, and when.

    `ready` is whether anything can be sent now; `held_until` is when the first deletion that can still be
    undone may go out; `sent_at` is when the oldest edit left of which no list has told yet.
    """

    ready: bool
    held_until: datetime | None
    sent_at: datetime | None


def moments(db: Db, account_id: str) -> Moments:
    """Look what of an account wants attention, without reading all that waits."""
    account = int(account_id)
    ready = db.execute(
        # A deletion passes over what is not under way.
        "SELECT 1 FROM contact_edits e WHERE account_id = ?1 AND state = ?2 AND NOT EXISTS (SELECT 1"
        " FROM contact_edits o WHERE o.contact_id = e.contact_id AND o.id <> e.id AND (o.kind = 'delete'"
        " OR o.id < e.id AND (e.kind <> 'delete' OR o.state IN (?3, ?4)))) LIMIT 1",
        (account, EditState.WAITING, EditState.SENDING, EditState.SENT),
    ).fetchone()
    row: tuple[int | None, int | None]
    (row,) = db.execute(  # type: ignore[assignment]  # an aggregate has one row, and these are whole numbers
        "SELECT min(due_at) FILTER (WHERE state = ?2), min(sent_at) FILTER (WHERE state IN (?3, ?4))"
        " FROM contact_edits WHERE account_id = ?1",
        (account, EditState.HELD, EditState.SENDING, EditState.SENT),
    ).fetchall()
    held, sent = row
    return Moments(
        ready is not None,
        None if held is None else from_micros(held),
        None if sent is None else from_micros(sent),
    )


def _values(edit: Edit) -> tuple[Any, ...]:
    return (
        edit.account_id,
        edit.contact_id,
        edit.kind,
        edit.state,
        *[None if card is None else spelled(card) for card in (edit.seen, edit.wanted, edit.there)],
        *[None if at is None else to_micros(at) for at in (edit.since, edit.due_at, edit.sent_at)],
        edit.tries,
        edit.error,
    )


def _edit(row: tuple[Any, ...]) -> Edit:
    account_id, contact_id, kind, state, *rest = row
    *cards_and_times, tries, error, edit_id = rest
    seen, wanted, there = [None if card is None else card_of(card) for card in cards_and_times[:3]]
    since, due_at, sent_at = [None if at is None else from_micros(at) for at in cards_and_times[3:]]
    return Edit(
        account_id,
        contact_id,
        Pending(kind),
        EditState(state),
        seen,
        wanted,
        there,
        since,
        due_at,
        sent_at,
        tries,
        error,
        edit_id,
    )


# -- the trash

_TRASH = (
    "SELECT t.id, t.account_id, a.name, t.card, t.favourite, t.deleted_at, EXISTS (SELECT 1"
    " FROM contact_edits e WHERE e.contact_id = t.contact_id AND e.kind = 'delete' AND e.state <> 'sent')"
    " FROM contact_trash t JOIN accounts a ON a.id = t.account_id"
)


def trash(db: Db, now: datetime) -> list[TrashedContact]:
    """Read the contacts that were deleted here in the last 30 days, the last one first."""
    since = to_micros(now - KEPT)
    rows = db.execute(f"{_TRASH} WHERE t.deleted_at >= ? ORDER BY t.deleted_at DESC, t.id DESC", (since,))
    return [_trashed(row) for row in rows]


def trashed(db: Db, trash_id: str) -> tuple[TrashedContact, int | None] | None:
    """Read one, with the id of the contact while its deletion waits."""
    row = db.execute(f"{_TRASH} WHERE t.id = CAST(? AS INTEGER)", (trash_id,)).fetchone()
    if row is None:
        return None
    contact_id = db.execute("SELECT contact_id FROM contact_trash WHERE id = ?", (row[0],)).get
    return _trashed(row), contact_id


def put_in_trash(
    db: Db, account_id: int, contact_id: int, card: ContactCard, now: datetime, *, favourite: bool
) -> None:
    """Keep a contact that is being deleted, under its own id: whoever deleted it knows no other."""
    db.execute(
        "INSERT OR REPLACE INTO contact_trash (id, account_id, contact_id, card, favourite, deleted_at)"
        " VALUES (?2, ?1, ?2, ?3, ?4, ?5)",
        (account_id, contact_id, spelled(card), favourite, to_micros(now)),
    )


def take_from_trash(db: Db, contact_id: int) -> None:
    """Take a contact out: its deletion does not take place."""
    db.execute("DELETE FROM contact_trash WHERE contact_id = ?", (contact_id,))


def gone_for_good(db: Db, contact_ids: Collection[int]) -> None:
    """Note that these were deleted: what is in the trash stands for itself now."""
    db.execute(
        "UPDATE contact_trash SET contact_id = NULL WHERE contact_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(contact_ids)),),
    )


def empty_trash(db: Db, trash_ids: Collection[str] | None) -> None:
    """Forget these for good; None means all. A deletion that waits goes on."""
    if trash_ids is None:
        db.execute("DELETE FROM contact_trash")
        return
    db.executemany("DELETE FROM contact_trash WHERE id = CAST(? AS INTEGER)", [(each,) for each in trash_ids])


def purge(db: Db, now: datetime) -> None:
    """Forget what lies in the trash for longer than 30 days."""
    db.execute("DELETE FROM contact_trash WHERE deleted_at < ?", (to_micros(now - KEPT),))


def _trashed(row: tuple[Any, ...]) -> TrashedContact:
    trash_id, account_id, account, card, favourite, deleted_at, waits = row
    return TrashedContact(
        str(trash_id),
        str(account_id),
        account,
        card_of(card),
        bool(favourite),
        from_micros(deleted_at),
        bool(waits),
    )
