"""`sidetone contacts`, the real command against the real sandbox: edited, imported, exported, restored."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.app.cli import contact_files
from desktop.services.importing.values import Format, Role
from tests.support.command import add_account, rows, running_window, sidetone, started
from tests.support.processes import ending
from tests.support.sandbox import running_sandbox, world

PROVIDER = "sipalto"


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "8", "--contacts", "12") as line:
        yield line


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, hello: dict[str, Any]) -> Path:
    """A profile with one account, `Book`, whose phonebook was read; each test has its own names in it."""
    folder = tmp_path_factory.mktemp("book")
    assert sidetone("settings", "set", "network.wait_scale", "0", profile=folder).returncode == 0
    done = add_account(folder, hello, "Book", provider=PROVIDER)
    assert done.returncode == 0, done.stderr
    assert sidetone("sync", "--json", profile=folder).returncode == 0
    return folder


def there(hello: dict[str, Any], name: str) -> list[list[str]]:
    """Return the numbers of each entry of this name at the provider."""
    return [
        [number["raw"] for number in each["numbers"]]
        for each in world(hello)["contacts"]
        if each["name"] == name
    ]


def contacts(profile: Path, *argv: str, **options: Any):
    return sidetone("contacts", *argv, "--json", profile=profile, **options)


def test_the_list_shows_every_contact_in_the_shape_that_scripts_read(book, hello):
    listed = rows(contacts(book, "list"))
    assert {one["name"] for one in listed} >= {each["name"] for each in world(hello)["contacts"]}
    first = listed[0]
    assert list(first) == ["id", "account", "provider_id", "name", "numbers", "pending", "error", "favourite"]
    assert list(first["numbers"][0]) == ["label", "raw", "e164"]
    assert (first["account"], first["pending"], first["error"]) == ("Book", None, None)
    shown = first | {"conflict": None}
    assert rows(contacts(book, "show", first["id"])) == [shown]
    assert rows(contacts(book, "show", f"Book:{first['provider_id']}")) == [shown]
    assert len(rows(contacts(book, "list", "--limit", "2"))) == 2
    part = first["name"].split()[0][:4].upper()
    assert first["id"] in [one["id"] for one in rows(contacts(book, "list", "--text", part))]
    assert rows(contacts(book, "list", "--text", "nobody at all")) == []


@pytest.mark.parametrize("wrong", ["99999", "0", "abc", "12abc", "Book:no-such", "١٢"])
def test_an_id_that_is_none_is_not_found(book, wrong):
    done = contacts(book, "show", wrong)
    assert done.returncode == 4, done.stderr
    assert rows(done)[-1]["error"]["kind"] == "no_contact"


def test_a_contact_is_added_edited_deleted_and_restored(book, hello):
    done = contacts(book, "add", "--account", "Book", "--name", "Zoë Quist", "--number", "020 7946 0018")
    assert done.returncode == 0, done.stderr
    (added,) = rows(done)
    assert (added["pending"], added["error"]) == (None, None)
    assert added["numbers"] == [{"label": "Main", "raw": "020 7946 0018", "e164": "+442079460018"}]
    assert there(hello, "Zoë Quist") == [["020 7946 0018"]]
    done = contacts(
        book,
        "edit",
        added["id"],
        "--name",
        "Zoë King",
        "--number",
        "020 7946 0018",
        "--number",
        "07700 900123",
    )
    assert done.returncode == 0, done.stderr
    assert there(hello, "Zoë King") == [["020 7946 0018", "07700 900123"]]
    assert there(hello, "Zoë Quist") == []
    done = contacts(book, "edit", added["id"], "--favourite", "yes")
    favourites = rows(contacts(book, "list", "--favourites"))
    assert [(one["id"], one["favourite"]) for one in favourites] == [(added["id"], True)]
    shown = sidetone("contacts", "show", added["id"], profile=book).stdout.splitlines()
    assert "favourite: yes" in shown
    assert "state:     at the provider" in shown
    done = contacts(book, "delete", added["id"])
    assert done.returncode == 0, done.stderr
    assert "8 s" in done.stderr
    assert there(hello, "Zoë King") == []
    assert contacts(book, "show", added["id"]).returncode == 4
    gone = [one for one in rows(contacts(book, "trash")) if one["name"] == "Zoë King"]
    assert [(one["id"], one["pending"]) for one in gone] == [(added["id"], None)]
    done = contacts(book, "restore", added["id"])
    assert done.returncode == 0, done.stderr
    assert there(hello, "Zoë King") == [["020 7946 0018", "07700 900123"]]
    assert "Zoë King" not in contacts(book, "trash").stdout
    assert contacts(book, "restore", added["id"]).returncode == 4


def test_a_deletion_can_be_taken_back_before_anything_is_sent(book, hello):
    (added,) = rows(contacts(book, "add", "--name", "Short Lived", "--number", "020 7946 0020"))
    done = contacts(book, "delete", added["id"], "--wait", "0")
    assert rows(done)[0]["pending"] == "delete"
    unsent = contacts(book, "list", "--unsent", "--text", "lived")
    assert [(one["id"], one["pending"]) for one in rows(unsent)] == [(added["id"], "delete")]
    assert rows(contacts(book, "list", "--unsent", "--text", "nobody")) == []
    waiting = next(one for one in rows(contacts(book, "trash")) if one["id"] == added["id"])
    assert waiting["pending"] == "delete"
    done = contacts(book, "restore", added["id"])
    assert [(one["id"], one["pending"]) for one in rows(done)] == [(added["id"], None)]
    # Ctrl-C in the eight seconds does the same.
    with ending(started("contacts", "delete", added["id"], profile=book)) as deleting:
        assert deleting.stderr is not None
        assert "8 s" in deleting.stderr.readline()
        deleting.send_signal(signal.SIGINT)
        assert deleting.wait(30) == 130
        assert "nothing was deleted" in deleting.communicate()[1]
    assert rows(contacts(book, "show", added["id"]))[0]["pending"] is None
    deletes = [each for each in world(hello)["requests"] if "delete" in each["path"]]
    assert not [each for each in deletes if each["path"].endswith(f"/{added['provider_id']}")]


def test_several_are_only_deleted_when_somebody_said_so(book, hello):
    ids = [
        rows(contacts(book, "add", "--name", name, "--number", number))[0]["id"]
        for name, number in (("One Off", "020 7946 0021"), ("Two Off", "020 7946 0022"))
    ]
    done = contacts(book, "delete", *ids)
    assert done.returncode == 6
    assert rows(done)[-1]["error"]["rule"] == "confirm"
    assert there(hello, "One Off")
    done = contacts(book, "delete", *ids, "--yes")
    assert done.returncode == 0, done.stderr
    assert (there(hello, "One Off"), there(hello, "Two Off")) == ([], [])
    done = contacts(book, "restore", *ids)
    assert len(rows(done)) == 2
    assert there(hello, "One Off")


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["add", "--name", "", "--number", "020 7946 0018"], "needs a name"),
        (["add", "--name", "Bo", "--number", ""], "needs a number"),
        (["add", "--name", "Bo"], "--number"),
        (["add", "--name", "Bo", *["--number", "020 7946 0018"] * 4], "room for 3"),
        (["add", "--name", "x" * 10_001, "--number", "020 7946 0018"], "10,000"),
        (["list", "--account", "Nobody"], "no account named Nobody"),
        (["edit", "1"], "Nothing to change"),
        (["list", "--limit", "-1"], "not a whole number"),
        (["import", "missing.csv"], "cannot be read"),
        (["export", "out.txt"], "use --format"),
    ],
)
def test_what_is_wrong_is_said(book, argv, words):
    done = contacts(book, *argv)
    assert done.returncode in (1, 2, 4)
    assert words in done.stderr


def test_without_a_phone_book_nothing_can_be_added(profile, hello):
    assert add_account(profile, hello, "Calls only").returncode == 0
    assert rows(contacts(profile, "list")) == []
    done = contacts(profile, "add", "--name", "Bo", "--number", "020 7946 0018")
    assert done.returncode == 2
    assert "phone book" in done.stderr
    done = contacts(profile, "add", "--account", "Calls only", "--name", "Bo", "--number", "020 7946 0018")
    assert done.returncode == 1
    assert "Calls only" in done.stderr


IMPORT = """\
Name;Téléphone;Portable;E-mail
Imported One;020 7946 3001;07700 900301;one@example.org
Imported One;+442079463001;;
Imported Two;4.4E+11;0044 20 7946 3002;
Desk;204;;
"No end;020 7946 3003;;
Imported Three;020 7946 3004;;
"""
VERDICTS = [
    (2, "ok", None, "+442079463001"),
    (3, "duplicate", "The same as row 2, which is kept", "+442079463001"),
    (4, "repaired", "4.4E+11 is left out: rounded by a spreadsheet, digits are lost", "+442079463002"),
    (5, "invalid", "An extension, not a phone number", "204"),
    (6, "repaired", "A quotation mark is not closed", "+442079463003"),
    (7, "ok", None, "+442079463004"),
]


def said(done) -> list[tuple[int, str, str | None, str | None]]:
    return [(row["row"], row["verdict"], row["reason"], row["number"]) for row in rows(done)]


def test_an_import_tells_of_each_row_before_and_after_and_does_nothing_twice(book, hello, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_bytes(IMPORT.encode("utf-16"))
    before = world(hello)["contacts"]
    done = contacts(book, "import", str(file), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert said(done) == VERDICTS
    assert world(hello)["contacts"] == before
    done = contacts(book, "import", str(file))
    assert done.returncode == 0, done.stderr
    assert said(done) == [
        (row, "sent" if verdict in ("ok", "repaired") else verdict, reason, number)
        for row, verdict, reason, number in VERDICTS
    ]
    assert there(hello, "Imported One") == [["020 7946 3001", "07700 900301"]]
    assert len(world(hello)["contacts"]) == len(before) + 4
    done = contacts(book, "import", str(file), "--yes")
    assert {verdict for _, verdict, _, _ in said(done)} == {"duplicate", "invalid"}
    assert len(world(hello)["contacts"]) == len(before) + 4
    # What is there gains a number, and tells so as a warning.
    file.write_text("phone,person\n020 7946 3005,Imported Three\n")
    done = contacts(book, "import", str(file), "--dry-run", "--map", "number=phone,name=2")
    assert said(done) == [(2, "warning", "Same name, adds a second number", "+442079463005")]


def test_a_dry_run_tells_a_person_of_each_row(book, tmp_path):
    file = tmp_path / "one.csv"
    file.write_text("name,phone\nPlainly New,020 7946 6001\n")
    done = sidetone("contacts", "import", str(file), "--dry-run", profile=book)
    assert done.stdout.split() == ["2", "ok", "Plainly", "New", "+442079466001"]
    assert done.stderr.startswith("1 row: 1 new.")
    file.write_text(f"name,phone\nAda,{'1' * 5000}\nBo,020 7946 6002\n")
    done = sidetone("contacts", "import", str(file), "--dry-run", profile=book)
    assert max(map(len, done.stdout.splitlines())) < 300
    cut = tmp_path / "cut.vcf"
    cut.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Half A. Card\nTEL:020 7946 6003\n")
    (row,) = rows(contacts(book, "import", str(cut), "--dry-run"))
    assert (row["name"], row["verdict"], row["reason"]) == ("Half A. Card", "invalid", "The card has no end")
    file.write_text("x\ny\n")
    done = sidetone("contacts", "import", str(file), "--dry-run", "--header", "no", profile=book)
    assert done.returncode == 2
    assert ".." not in done.stderr.replace(str(file), "")


def test_the_form_of_a_file_can_be_said(book, tmp_path):
    file = tmp_path / "odd.txt"
    file.write_bytes("06 39 98 31 26:Élodie:x\n".encode("cp1252"))
    form = ["--delimiter", ":", "--encoding", "cp1252", "--header", "no", "--region", "FR"]
    done = contacts(book, "import", str(file), "--dry-run", *form, "--map", "name=2", "--map", "number=1")
    assert said(done) == [(1, "ok", None, "+33639983126")]
    for wrong, words in (
        (["--map", "name=9"], "no column '9'"),
        (["--map", "who=1"], "not ROLE=COL"),
        ([*form, "--map", "name=2"], "has the numbers"),
        (["--region", "Mars"], "no country"),
        (["--region", "XX"], "no country"),
        (["--encoding", "klingon"], "no encoding"),
    ):
        done = contacts(book, "import", str(file), "--dry-run", *wrong)
        assert done.returncode == 2, (wrong, done.stdout)
        assert words in done.stderr


def test_exports_come_back_as_what_is_there_already(book, tmp_path):
    for name, kind in (("a.csv", None), ("b.vcf", None), ("c.vcf", "vcard3"), ("d.csv", "csv-bom")):
        file = tmp_path / name
        done = contacts(book, "export", str(file), *(["--format", kind] if kind else []))
        assert done.returncode == 0, done.stderr
        count = rows(done)[0]["contacts"]
        assert count == len(rows(contacts(book, "list")))
        back = said(contacts(book, "import", str(file), "--dry-run"))
        assert len(back) == count
        assert {verdict for _, verdict, _, _ in back} <= {"duplicate", "repaired", "invalid", "warning"}


def test_duplicates_are_listed_and_put_together(book, hello):
    for name, number in (("Twin Person", "020 7946 4001"), ("Person, Twin", "+44 20 7946 4002")):
        assert contacts(book, "add", "--name", name, "--number", number).returncode == 0
    groups = [group for group in rows(contacts(book, "duplicates")) if "Twin" in group["what"]]
    assert [(group["likeness"], len(group["contacts"])) for group in groups] == [("name", 2)]
    keep, other = (one["id"] for one in groups[0]["contacts"])
    done = contacts(book, "merge", keep, other)
    assert done.returncode == 0, done.stderr
    kept = rows(done)[0]
    assert {number["e164"] for number in kept["numbers"]} == {"+442079464001", "+442079464002"}
    assert len(there(hello, kept["name"])) == 1
    assert other in [one["id"] for one in rows(contacts(book, "trash"))]


def test_edits_wait_without_a_provider_and_are_sent_later(profile, tmp_path):
    with running_sandbox("--calls", "4", "--contacts", "3") as line:
        assert add_account(profile, line, "Book", provider=PROVIDER).returncode == 0
        assert sidetone("sync", profile=profile).returncode == 0
    done = contacts(profile, "add", "--name", "Offline", "--number", "020 7946 0018")
    assert done.returncode == 0, done.stderr
    assert rows(done)[0]["pending"] == "add"
    assert "sent later" in done.stderr
    file = tmp_path / "more.csv"
    file.write_text("name,phone\nAlso Offline,020 7946 0019\nOffline,020 7946 0018\n")
    done = contacts(profile, "import", str(file))
    assert done.returncode == 0, done.stderr
    assert [row[:2] for row in said(done)] == [(2, "ok"), (3, "duplicate")]
    assert said(done)[0][2] == "It waits to be sent"
    assert {one["name"] for one in rows(contacts(profile, "list", "--unsent"))} == {"Offline", "Also Offline"}


@pytest.mark.slow
def test_a_running_window_does_it(book, hello, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text("name,phone\nBy The Window,020 7946 5001\n")
    with running_window(book) as window:
        assert window.poll() is None
        done = contacts(book, "import", str(file))
        assert done.returncode == 0, done.stderr
        assert said(done) == [(2, "sent", None, "+442079465001")]
        done = contacts(book, "add", "--name", "Window Too", "--number", "020 7946 5002", "--wait", "20")
        assert rows(done)[0]["pending"] is None
    assert there(hello, "By The Window") == [["020 7946 5001"]]
    assert there(hello, "Window Too") == [["020 7946 5002"]]


def test_names_from_outside_do_not_reach_the_terminal_raw(book):
    name = "Evil\u001b[2J Name"
    done = sidetone("contacts", "add", "--name", name, "--number", "020 7946 0099", profile=book)
    assert done.returncode == 0, done.stderr
    assert "\u001b" not in done.stdout
    listed = json.loads(contacts(book, "list", "--text", "evil").stdout)
    assert listed["name"] == "Evil [2J Name"


def test_the_words_of_the_options_are_those_of_the_services():
    assert set(contact_files.ROLES) == {role.value for role in Role} - {"ignore"}
    assert set(contact_files.FORMATS) == {each.value for each in Format}
