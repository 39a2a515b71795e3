"""Accounts: everything but their secrets."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import apsw

from desktop.domain.accounts import Ability, Account, AccountState
from desktop.domain.errors import ErrorKind, Trouble
from desktop.store import contact_search, far_sides, transcripts
from desktop.store.connection import Db
from desktop.store.times import from_seconds_or_none, to_seconds_or_none


class Keep(Enum):
    """Stands for "leave it as it is", where None means something."""

    KEEP = "keep"


_KEEP = Keep.KEEP

_SELECT = (
    "SELECT id, provider, name, fields, state, trouble, missing, grant_text, last_sync, calls FROM accounts"
)


def add(db: Db, provider: str, name: str, fields: Mapping[str, str]) -> Account:
    """Make an account. Raises `Trouble` NAME_EXISTS."""
    try:
        db.execute(
            "INSERT INTO accounts (provider, name, fields) VALUES (?, ?, ?)",
            (provider, name, json.dumps(dict(fields))),
        )
    except apsw.ConstraintError as error:
        raise Trouble(ErrorKind.NAME_EXISTS, name=name) from error
    account = get(db, str(db.last_insert_rowid()))
    assert account is not None
    return account


def all(db: Db) -> list[Account]:  # noqa: A001 - reads as accounts.all
    """Read all accounts, in the order they were added."""
    return [_account(row) for row in db.execute(f"{_SELECT} ORDER BY id")]


def get(db: Db, account_id: str) -> Account | None:
    """Read one account."""
    return _one(db, "id = CAST(? AS INTEGER)", account_id)


def by_name(db: Db, name: str) -> Account | None:
    """Read the account of a name, spelled exactly so."""
    return _one(db, "name = ?", name)


def fields(db: Db, account_id: str) -> dict[str, str]:
    """Read an account's fields that are not secret; empty when there is no such account."""
    account = get(db, account_id)
    return {} if account is None else dict(account.fields)


def update_fields(db: Db, account_id: str, fields: Mapping[str, str]) -> None:
    """Replace an account's fields that are not secret."""
    db.execute("UPDATE accounts SET fields = ? WHERE id = ?", (json.dumps(dict(fields)), int(account_id)))


def rename(db: Db, account_id: str, name: str) -> None:
    """Give an account another name. Raises `Trouble` NAME_EXISTS."""
    try:
        db.execute("UPDATE accounts SET name = ? WHERE id = ?", (name, int(account_id)))
    except apsw.ConstraintError as error:
        raise Trouble(ErrorKind.NAME_EXISTS, name=name) from error


def update_state(
    db: Db,
    account_id: str,
    *,
    state: AccountState | Keep = _KEEP,
    trouble: str | Keep | None = _KEEP,
    missing: Mapping[Ability, str] | Keep | None = _KEEP,
    grant: str | Keep | None = _KEEP,
    last_sync: datetime | Keep | None = _KEEP,
) -> None:
    """Change what is given; an account that was removed meanwhile is no error."""
    values: dict[str, Any] = {}
    if not isinstance(state, Keep):
        values["state"] = state.value
    if not isinstance(trouble, Keep):
        values["trouble"] = trouble
    if not isinstance(missing, Keep):
        values["missing"] = None if missing is None else json.dumps({k.value: v for k, v in missing.items()})
    if not isinstance(grant, Keep):
        values["grant_text"] = grant
    if not isinstance(last_sync, Keep):
        values["last_sync"] = to_seconds_or_none(last_sync)
    if values:
        columns = ", ".join(f"{column} = ?" for column in values)
        db.execute(f"UPDATE accounts SET {columns} WHERE id = ?", (*values.values(), int(account_id)))


def note_state(db: Db, account_id: str, state: AccountState, trouble: str | None) -> None:
    """Note how an account does. A pause stays, also one that came since somebody looked at it last."""
    db.execute(
        "UPDATE accounts SET state = ?, trouble = ? WHERE id = ? AND state <> ?",
        (state.value, trouble, int(account_id), AccountState.PAUSED.value),
    )


def remove(db: Db, account_id: str) -> None:
    """Delete an account and every row that came from its provider; nothing of it can be searched any more."""
    account = (int(account_id),)
    transcripts.forget_account(db, account[0])
    contact_search.forget_account(db, account[0])
    db.execute("DELETE FROM call_tags WHERE tag_id IN (SELECT id FROM tags WHERE account_id = ?)", account)
    db.execute("DELETE FROM calls WHERE account_id = ?", account)
    db.execute(
        "DELETE FROM accounts WHERE id = ?", account
    )  # takes lines, tags, windows, attempts, answers along
    far_sides.forget_unused(db)


def _one(db: Db, where: str, value: str) -> Account | None:
    row = db.execute(f"{_SELECT} WHERE {where}", (value,)).fetchone()
    return None if row is None else _account(row)


def _account(row: tuple[Any, ...]) -> Account:
    number, provider, name, fields_json, state, trouble, missing, grant, last_sync, calls = row
    return Account(
        id=str(number),
        provider=provider,
        name=name,
        fields=json.loads(fields_json),
        state=AccountState(state),
        trouble=trouble,
        missing=None if missing is None else {Ability(k): v for k, v in json.loads(missing).items()},
        grant=grant,
        last_sync=from_seconds_or_none(last_sync),
        calls=calls,
    )
