"""Nothing that a person would call private can be read from the files, while they are open or closed."""

import sys
from pathlib import Path

import pytest

from desktop.domain.calls import CallFilter, Tag
from desktop.domain.transcripts import Recording, Segment, Speaker, Transcript, TranscriptState
from desktop.store import Media, Store, accounts, answers, calls, query, transcripts
from desktop.store.vault import PassphraseVault
from tests.store.conftest import KEY
from tests.support.stored_calls import NOON, call

MARK = "Zanzibar77"


async def test_no_file_shows_a_mark(folder: Path) -> None:
    store = Store.open(folder, KEY)
    media = Media(folder, KEY)
    vault = PassphraseVault(folder, f"{MARK} opens it")

    def fill(db):
        account = accounts.add(db, "sipsim", f"{MARK} Ltd", {"base_url": f"https://{MARK}.example"})
        tag = Tag("4", MARK)
        row = call(other=f"{MARK}@example.test", recording=f"https://files/{MARK}.mp3", tags=(tag,))
        calls.upsert(db, account.id, [row])
        turn = Segment(0, 1, Speaker.CALLER, 0, f"my name is {MARK}")
        transcripts.put(db, "1", Transcript(TranscriptState.READY, f"about {MARK}", (turn,)))
        answers.put(db, account.id, answers.SEARCH, MARK, ["1"], now=NOON)
        calls.indexes_ready(db)
        # A transaction too big for the cache spills to the side file before its end.
        db.execute("CREATE TABLE big (x)")
        db.executemany("INSERT INTO big VALUES (?)", [(f"{MARK} {i} " * 40,) for i in range(40_000)])
        db.execute("SELECT * FROM big ORDER BY x DESC").fetchall()

    await store.write(fill)
    await media.put("1", Recording(MARK.encode() * 9_000, "audio/mpeg"), account_id="1")
    vault.set(MARK, MARK * 10)
    assert (await store.read(lambda db: query.count(db, CallFilter(texts=(MARK,)))))[0] == 1
    assert_unreadable(folder)
    store.close()
    media.close()
    vault.close()
    assert_unreadable(folder)


def assert_unreadable(folder: Path) -> None:
    files = [path for path in folder.iterdir() if path.is_file()]
    assert {"sidetone.db", "media.db", "vault.db"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes().lower()
        for spelling in ("utf-8", "utf-16-le", "utf-16-be"):
            assert MARK.lower().encode(spelling) not in content, path.name
        assert not content.startswith(b"sqlite format"), path.name


@pytest.mark.skipif(sys.platform == "win32", reason="modes are not of Windows")
def test_files_are_their_owners_alone(folder: Path) -> None:
    store, media, vault = Store.open(folder, KEY), Media(folder, KEY), PassphraseVault(folder, "p")
    store.submit(lambda db: accounts.add(db, "sipsim", "Office", {})).result(10)
    vault.set("name", "secret")
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    store.close()
    media.close()
    vault.close()
