"""Tags, and which calls carry them."""

import json
from collections.abc import Iterable, Mapping, Sequence

from desktop.domain.calls import Tag
from desktop.store.connection import Db
from desktop.store.fold import fold


def all(db: Db, account_id: str) -> list[Tag]:  # noqa: A001 - reads as tags.all
    """Read an account's tags, by name."""
    rows = db.execute(
        "SELECT provider_id, name, colour, description FROM tags WHERE account_id = ? ORDER BY folded, id",
        (int(account_id),),
    )
    return [Tag(*row) for row in rows]


def names(db: Db) -> list[str]:
    """Read the names of all accounts' tags in their order, each once: a filter by name finds them all."""
    return [name for (name,) in db.execute("SELECT min(name) FROM tags GROUP BY folded ORDER BY folded")]


def replace(db: Db, account_id: str, tags: Sequence[Tag]) -> bool:
    """Take the provider's list over: tags that are not on it leave every call. Says whether it changed."""
    account = int(account_id)
    before = db.total_changes()
    gone = db.execute(
        "SELECT provider_id FROM tags WHERE account_id = ? AND provider_id NOT IN"
        " (SELECT value FROM json_each(?))",
        (account, json.dumps([tag.provider_id for tag in tags])),
    ).fetchall()
    for (provider_id,) in gone:
        remove(db, account_id, str(provider_id))
    for tag in tags:
        put(db, account_id, tag)
    return db.total_changes() > before


def put(db: Db, account_id: str, tag: Tag) -> None:
    """Keep a tag as the provider's list has it; the calls that carry it show the new name."""
    db.execute(
        "INSERT INTO tags (account_id, provider_id, name, folded, colour, description)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (account_id, provider_id) DO UPDATE SET name = excluded.name, folded = excluded.folded,"
        " colour = excluded.colour, description = excluded.description WHERE (name, colour, description)"
        " IS NOT (excluded.name, excluded.colour, excluded.description)",
        (int(account_id), tag.provider_id, tag.name, fold(tag.name), tag.colour, tag.description),
    )


def remove(db: Db, account_id: str, provider_id: str) -> None:
    """Forget a tag and take it off every call."""
    found = db.execute(
        "SELECT id FROM tags WHERE account_id = ? AND provider_id = ?", (int(account_id), provider_id)
    ).fetchone()
    if found is None:
        return
    calls = [call for (call,) in db.execute("SELECT call_id FROM call_tags WHERE tag_id = ?", found)]
    for call in calls:
        _write(db, call, [tag for tag in _of(db, call) if tag != found[0]])
    db.execute("DELETE FROM tags WHERE id = ?", found)


def tag_call(db: Db, call_id: str, provider_id: str) -> bool:
    """Put a tag of the call's account on it; False when there is no such call or tag."""
    tag = _tag_for(db, call_id, provider_id)
    if tag is not None:
        _write(db, int(call_id), [*_of(db, int(call_id)), tag])
    return tag is not None


def untag_call(db: Db, call_id: str, provider_id: str) -> bool:
    """Take a tag off a call; False when there is no such call or tag."""
    tag = _tag_for(db, call_id, provider_id)
    if tag is not None:
        _write(db, int(call_id), [each for each in _of(db, int(call_id)) if each != tag])
    return tag is not None


def ids_of(db: Db, account_id: int, tags: Iterable[Tag]) -> dict[str, int]:
    """Return our ids for tags that calls carry; a new one is added, a new name taken over."""
    known: dict[str, tuple[int, str]] = {
        provider_id: (tag_id, name)
        for provider_id, tag_id, name in db.execute(
            "SELECT provider_id, id, name FROM tags WHERE account_id = ?", (account_id,)
        )
    }
    for tag in tags:
        found = known.get(tag.provider_id)
        if found is None:
            db.execute(
                "INSERT INTO tags (account_id, provider_id, name, folded, colour) VALUES (?, ?, ?, ?, ?)",
                (account_id, tag.provider_id, tag.name, fold(tag.name), tag.colour),
            )
            known[tag.provider_id] = (db.last_insert_rowid(), tag.name)
        elif found[1] != tag.name:
            db.execute(
                "UPDATE tags SET name = ?, folded = ? WHERE id = ?", (tag.name, fold(tag.name), found[0])
            )
            known[tag.provider_id] = (found[0], tag.name)
    return {provider_id: tag_id for provider_id, (tag_id, _) in known.items()}


def joined(tag_ids: Iterable[int]) -> str | None:
    """Spell the tags of a call as its row keeps them, each once, in the provider's order."""
    return ",".join(map(str, dict.fromkeys(tag_ids))) or None


def by_id(db: Db) -> Mapping[str, Tag]:
    """Return every tag of every account under the spelling of its id in `joined`."""
    rows = db.execute("SELECT id, provider_id, name, colour, description FROM tags")
    return {str(tag_id): Tag(*rest) for tag_id, *rest in rows}


def _tag_for(db: Db, call_id: str, provider_id: str) -> int | None:
    found = db.execute(
        "SELECT tags.id FROM tags JOIN calls USING (account_id) WHERE calls.id = CAST(? AS INTEGER)"
        " AND tags.provider_id = ?",
        (call_id, provider_id),
    ).fetchone()
    return None if found is None else int(found[0])


def _of(db: Db, call_id: int) -> list[int]:
    row = db.execute("SELECT tag_ids FROM calls WHERE id = ?", (call_id,)).fetchone()
    return [int(each) for each in str(row[0]).split(",")] if row and row[0] else []


def _write(db: Db, call_id: int, tag_ids: list[int]) -> None:
    before = set(_of(db, call_id))
    db.executemany(
        "DELETE FROM call_tags WHERE tag_id = ? AND call_id = ?",
        [(tag, call_id) for tag in before.difference(tag_ids)],
    )
    db.executemany("INSERT INTO call_tags VALUES (?, ?)", [(tag, call_id) for tag in set(tag_ids) - before])
    db.execute("UPDATE calls SET tag_ids = ? WHERE id = ?", (joined(tag_ids), call_id))
