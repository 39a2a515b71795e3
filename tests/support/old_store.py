"""Makes the file of a schema that stays in `tests/store/old/` once it is released.

`python -m tests.support.old_store FOLDER` writes `vN.db` of the newest schema. Released ones never change.
"""

import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from desktop.domain.calls import Direction, Outcome, Tag
from desktop.domain.campaigns import CampaignNumber, CampaignQuery, LabelKind, NumberQuery, ProviderCampaign
from desktop.domain.contacts import ContactCard, ProviderContact
from desktop.domain.do_not_call import DoNotCallEntry
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.store import (
    Db,
    Store,
    accounts,
    answers,
    attempts,
    books,
    calls,
    campaigns,
    cursors,
    do_not_call,
    lines,
    listings,
    told,
    transcripts,
)
from desktop.store.cursors import Window
from desktop.store.do_not_call import Keyed
from desktop.store.listings import Page
from desktop.store.migrate import migrations
from tests.support.stored_calls import NOON, OWN, call

OLD_KEY = bytes(range(32))


def fill(db: Db) -> None:
    """Put a little of everything in."""
    account = accounts.add(db, "sipsim", "Office", {"region": "FR"}).id
    lines.replace(db, account, [ProviderLine("31", "Sales desk", OWN, "12", LineStatus.ACTIVE)], "FR")
    calls.upsert(
        db,
        account,
        [
            call("1", tags=(Tag("4", "Été"),), recording="https://files.example.test/r/1.mp3"),
            call("2", outcome=Outcome.MISSED, at=NOON - timedelta(days=1)),
            call("3", direction=Direction.OUTBOUND, other="+442079460001", at=NOON - timedelta(days=40)),
        ],
    )
    turn = Segment(0.0, 1.5, Speaker.CALLER, 0, "c'est pour la facture")
    transcripts.put(db, "1", Transcript(TranscriptState.READY, "About a bill.", (turn,)))
    cursors.save(db, account, Window(NOON - timedelta(days=90), NOON, token="t2", seen=3))
    attempts.begin(db, account_id=account, line_id="1", number="+442079460001", now=NOON)
    answers.put(db, account, answers.SEARCH, "Ada", ["2"], now=NOON)
    entry = ProviderContact("501", ContactCard("Zoë Martin", ("06 12 34 56 78", "204")))
    books.replace_book(db, account, [entry], places=("phone1", "phone2"), region="FR", now=NOON)
    listed = DoNotCallEntry("+33699999999", "asked not to be called", "by hand", NOON)
    do_not_call.put(db, [Keyed("33699999999", listed)])
    calls.indexes_ready(db)
    listed_campaign = ProviderCampaign("c1", "Spring", "active", "dynamic", numbers_count=1, tag_ids=("t1",))
    kept = campaigns.keep(db, account, [listed_campaign], NOON)
    every = listings.key_of(CampaignQuery(account))
    listings.keep_campaigns(db, every, Page(0, kept.ids, 1, 1, ended=True), NOON)
    numbers = listings.key_of_numbers(account, NumberQuery("1"))
    one = CampaignNumber("n1", '"n1"', "5550001", ("Alex", "42"), {"status": "new"})
    listings.keep_numbers(db, numbers, Page(0, [one], 1, 1, ended=True), NOON)
    campaigns.set_label(db, account, LabelKind.TAG, "t1", "Reminders")
    told.take(db, "upload:1", NOON)
    told.hold(db, "call:3", "missed", NOON)


def main(folder: Path) -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as scratch:
        store = Store.open(Path(scratch), OLD_KEY)
        store.submit(fill).result()
        store.close()
        shutil.copy(Path(scratch) / "sidetone.db", folder / f"v{len(migrations())}.db")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
