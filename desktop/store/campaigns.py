"""Campaigns as they were told last, what a person calls their ids, and what of a campaign is shown."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import apsw

from desktop.domain.campaigns import Campaign, LabelKind, ProviderCampaign
from desktop.store.connection import Db
from desktop.store.times import from_micros, to_micros

_TEXTS = (
    "status",
    "type",
    "mode",
    "phone_system_id",
    "extension_id",
    "human_callflow_id",
    "machine_callflow_id",
    "webhook_id",
)
_TIMES = ("starts_at", "ends_at", "started_at", "ended_at")
_PLAIN = ("numbers_count", "archived")


class Kept(NamedTuple):
    """Campaigns that were told: their ids in order, and which of them are new or say other things."""

    ids: list[int]
    changed: frozenset[str]


def keep(db: Db, account_id: str, told: Sequence[ProviderCampaign], now: datetime) -> Kept:
    """Keep what a provider tells of campaigns; an id that is told twice stands twice."""
    ids: list[int] = []
    changed: set[str] = set()
    for one in told:
        spelled = _spelled(one)
        row = db.execute(
            "SELECT id, name, told FROM campaigns WHERE account_id = ? AND provider_id = ?",
            (int(account_id), one.provider_id),
        ).fetchone()
        if row is None:
            db.execute(
                "INSERT INTO campaigns (account_id, provider_id, name, told, read_at) VALUES (?, ?, ?, ?, ?)",
                (int(account_id), one.provider_id, one.name, spelled, to_micros(now)),
            )
            ids.append(db.last_insert_rowid())
            changed.add(str(ids[-1]))
            continue
        ids.append(row[0])
        if row[1:] != (one.name, spelled):
            changed.add(str(row[0]))
        db.execute(
            "UPDATE campaigns SET name = ?, told = ?, read_at = ? WHERE id = ?",
            (one.name, spelled, to_micros(now), row[0]),
        )
    return Kept(ids, frozenset(changed))


COLUMNS = "c.id, c.account_id, a.name, a.provider, c.provider_id, c.name, c.told, c.read_at"
"""What `campaign` takes, of `campaigns c` and `accounts a`."""

_SELECT = f"SELECT {COLUMNS} FROM campaigns c JOIN accounts a ON a.id = c.account_id"  # noqa: S608 - our own text


def get(db: Db, campaign_id: str) -> Campaign | None:
    """Read a campaign by our id; a text that is no id of ours finds none."""
    if not (campaign_id.isascii() and campaign_id.isdecimal()) or len(campaign_id) > 18:
        return None
    return next(_all(db.execute(f"{_SELECT} WHERE c.id = ?", (int(campaign_id),))), None)


def with_provider_id(db: Db, provider_id: str, account_id: str | None = None) -> list[Campaign]:
    """Read the campaigns that have this id at their providers, of one account or of all."""
    return list(_all(db.execute(f"{_SELECT} WHERE c.provider_id = ? AND {_of(account_id)}", (provider_id,))))


def with_name(db: Db, name: str, account_id: str | None = None) -> list[Campaign]:
    """Read the campaigns of exactly this name, of one account or of all."""
    return list(_all(db.execute(f"{_SELECT} WHERE c.name = ? AND {_of(account_id)} ORDER BY c.id", (name,))))


def campaign(row: tuple[Any, ...]) -> Campaign:
    """Make a campaign of a row of `COLUMNS`."""
    campaign_id, account_id, account, provider, provider_id, name, told, read_at = row
    return Campaign(
        str(campaign_id),
        str(account_id),
        account,
        provider,
        _told(provider_id, name, told),
        from_micros(read_at),
    )


def _all(rows: apsw.Cursor) -> Iterator[Campaign]:
    try:
        for row in rows:
            yield campaign(row)
    finally:
        rows.close()  # one that is only dropped keeps its snapshot


def _of(account_id: str | None) -> str:
    return "1" if account_id is None else f"c.account_id = {int(account_id)}"


def _spelled(told: ProviderCampaign) -> str:
    said: dict[str, Any] = {key: getattr(told, key) for key in (*_TEXTS, *_PLAIN)}
    said |= {key: value.isoformat() for key in _TIMES if (value := getattr(told, key)) is not None}
    said |= {"tag_ids": list(told.tag_ids), "extra": dict(told.extra)}
    kept = {key: value for key, value in said.items() if value not in (None, [], {})}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _told(provider_id: str, name: str, spelled: str) -> ProviderCampaign:
    said = json.loads(spelled)
    for key in _TIMES:
        if key in said:
            said[key] = datetime.fromisoformat(said[key])
    said["tag_ids"] = tuple(said.get("tag_ids", ()))
    return ProviderCampaign(provider_id, name, **said)


# -- what a person calls the ids that have no names


def labels(db: Db, account_id: str) -> Mapping[tuple[LabelKind, str], str]:
    """Read an account's labels."""
    rows = db.execute(
        "SELECT kind, raw_id, label FROM campaign_labels WHERE account_id = ?", (int(account_id),)
    )
    return {(LabelKind(kind), raw_id): label for kind, raw_id, label in rows}


def set_label(db: Db, account_id: str, kind: LabelKind, raw_id: str, label: str) -> None:
    """Keep a label; "" takes it away."""
    key = (int(account_id), kind.value, raw_id)
    if label:
        db.execute(
            "INSERT INTO campaign_labels (account_id, kind, raw_id, label) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (account_id, kind, raw_id) DO UPDATE SET label = excluded.label",
            (*key, label),
        )
    else:
        db.execute("DELETE FROM campaign_labels WHERE (account_id, kind, raw_id) = (?, ?, ?)", key)
