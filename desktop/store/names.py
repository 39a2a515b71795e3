"""Whose number a call has: the name that stands on it, looked up when it is read.

The call's own account knows best; then the contact that is known longest, in any account's phonebook. A
number without a country is an extension, and means somebody else in every account.
"""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from typing import Any, NamedTuple

from desktop.store.connection import Db


def public(number: str) -> str:
    """Return the SQL condition that a number, an expression of SQL, is one of the world and no extension."""
    return f"{number} >= '+' AND {number} < ','"


def owner(number: str, account: str) -> str:
    """Return the SQL of the contact that a number belongs to; both are expressions of SQL.

    One look-up in an index for each account, also where ten thousand contacts share the number.
    """
    first = (
        "(SELECT m.contact_id FROM contact_numbers m"
        f" WHERE m.number = {number} AND m.account_id = {{}} ORDER BY m.contact_id LIMIT 1)"
    )
    anybody = f"(SELECT min({first.format('b.id')}) FROM accounts b)"
    return f"coalesce({first.format(account)}, CASE WHEN {public(number)} THEN {anybody} END)"


WHOSE = f"(SELECT k.id || ' ' || k.name FROM contacts k WHERE k.id = {owner('n.number', 'c.account_id')})"
"""A column for calls `c` with the number `n` of their far side: id of a contact, space, name; or null."""


class Reach(NamedTuple):
    """The numbers that reach one person: those of the world, and extensions of one account (our id)."""

    numbers: tuple[str, ...]
    extensions: tuple[str, ...] = ()
    account_id: int = 0


def contact_of(db: Db, number: str, account_id: str | None) -> int | None:
    """Return our id of the contact that a number belongs to, as calls of an account show it."""
    row = db.execute(f"SELECT {owner('?1', '?2')}", (number, int(account_id) if account_id else 0)).get
    return None if row is None else int(row)


def reach_of(db: Db, contact_id: int) -> Reach:
    """Return the numbers of a contact."""
    rows: list[Any] = db.execute(
        "SELECT DISTINCT number, account_id FROM contact_numbers WHERE contact_id = ? ORDER BY place",
        (contact_id,),
    ).fetchall()
    return Reach(
        tuple(number for number, _ in rows if number.startswith("+")),
        tuple(number for number, _ in rows if not number.startswith("+")),
        rows[0][1] if rows else 0,
    )


def person(db: Db, number: str, account_id: str) -> Reach:
    """Return all numbers of whoever has this one; of nobody's number only itself."""
    contact = contact_of(db, number, account_id)
    found = reach_of(db, contact) if contact is not None else None
    if found is not None:
        return found
    return Reach((number,)) if number.startswith("+") else Reach((), (number,), int(account_id))
