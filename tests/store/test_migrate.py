"""Old files open, with a backup beside them; a failed step changes nothing."""

import shutil
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from desktop.domain.calls import CallFilter
from desktop.store import Store, accounts, attempts, cursors, lines, query
from desktop.store.connection import open_encrypted, raw_key, use_wal
from desktop.store.cursors import Window
from desktop.store.migrate import backup_path, migrate, migrations
from tests.store.conftest import KEY
from tests.support.old_store import OLD_KEY
from tests.support.stored_calls import NOON

OLD = sorted((Path(__file__).parent / "old").glob("v*.db"), key=lambda path: int(path.stem[1:]))

FIRST = "CREATE TABLE a (x); INSERT INTO a VALUES ('kept');"
SECOND = "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x; CREATE TABLE b (z);"
BROKEN = "CREATE TABLE c (z); INSERT INTO nowhere VALUES (1);"


@pytest.fixture
def opened(tmp_path):
    path = tmp_path / "sidetone.db"
    db = open_encrypted(path, raw_key(KEY))
    use_wal(db)
    yield db, path
    db.close()


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_every_released_file_opens_with_all_that_was_in_it(old, folder):
    folder.mkdir()
    shutil.copy(old, folder / "sidetone.db")
    store = Store.open(folder, OLD_KEY)
    db = store.reader()
    assert db.pragma("user_version") == len(migrations())
    assert db.execute("PRAGMA integrity_check").get == "ok"
    (account,) = accounts.all(db)
    assert (account.name, account.fields, account.calls) == ("Office", {"region": "FR"}, 3)
    assert [line.name for line in lines.all(db)] == ["Sales desk"]
    for wanted, ids in (
        (CallFilter(), ["1", "2", "3"]),
        (CallFilter(texts=("facture",)), ["1"]),
        (CallFilter(numbers=("020 7946",)), ["3"]),
        (CallFilter(names=("ada",)), ["2"]),
        (CallFilter(tags=("ete",)), ["1"]),
    ):
        assert [each.id for each in query.select(db, wanted)] == ids
    assert cursors.load(db, "1") == [Window(NOON - timedelta(days=90), NOON, token="t2", seen=3)]
    assert [each.number for each in attempts.recent(db)] == ["+442079460001"]
    db.close()
    store.close()


def test_the_newest_schema_has_its_file():
    assert OLD[-1].stem == f"v{len(migrations())}"


def test_a_new_file_needs_no_backup(opened):
    db, path = opened
    assert migrate(db, path, (FIRST, SECOND)) == 0
    assert db.pragma("user_version") == 2
    assert list(path.parent.glob("*backup*")) == []


def test_each_step_has_a_backup_that_the_key_opens(opened):
    db, path = opened
    migrate(db, path, (FIRST,))
    assert migrate(db, path, (FIRST,)) == 1
    assert not backup_path(path, 1).exists()
    backup_path(path, 1).write_bytes(b"of an earlier try")
    assert migrate(db, path, (FIRST, SECOND)) == 1
    assert db.execute("SELECT * FROM a").fetchall() == [("kept", "kept")]
    content = backup_path(path, 1).read_bytes()
    assert not content.startswith(b"SQLite")
    assert b"kept" not in content
    copy = open_encrypted(backup_path(path, 1), raw_key(KEY))
    assert copy.pragma("user_version") == 1
    assert copy.execute("SELECT * FROM a").fetchall() == [("kept",)]
    copy.close()


def test_a_step_that_fails_leaves_the_version_before_it(opened):
    db, path = opened
    with pytest.raises(apsw.SQLError):
        migrate(db, path, (FIRST, SECOND, BROKEN))
    assert db.pragma("user_version") == 2
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
    assert names == {"a", "b"}
