"""Edits that met another one, on the terminal: told of everywhere, shown with all versions, and decided."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import add_account, rows, sidetone
from tests.support.sandbox import running_sandbox, world
from tests.support.sipalto_client import SipaltoClient


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "4", "--contacts", "12") as line:
        yield line


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, hello: dict[str, Any]) -> Path:
    """A profile with one account, `Book`; each test adds its own contacts."""
    folder = tmp_path_factory.mktemp("book")
    assert sidetone("settings", "set", "network.wait_scale", "0", profile=folder).returncode == 0
    assert add_account(folder, hello, "Book", provider="sipalto").returncode == 0
    assert sidetone("sync", profile=folder).returncode == 0
    return folder


def contacts(profile: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return sidetone("contacts", *argv, "--json", profile=profile)


def plain(profile: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return sidetone("contacts", *argv, profile=profile)


def added(book: Path, hello: dict[str, Any], *names: str) -> list[str]:
    """Add contacts whose name a stranger changes at once, of which nobody here has read yet."""
    made = []
    for name in names:
        made += rows(contacts(book, "add", "--name", f"{name} Seen", "--number", "020 7946 7001"))
    with SipaltoClient(hello) as client:
        entries = {each["id"]: each for each in client.contacts()}
        for name, one in zip(names, made, strict=True):
            form = entries[one["provider_id"]] | {"name": f"{name} There"}
            del form["id"]
            client.post(f"/phone-books/update-global-contact/{one['provider_id']}", **form).raise_for_status()
    return [str(one["id"]) for one in made]


def there(hello: dict[str, Any], name: str) -> list[str]:
    return [each["numbers"][0]["raw"] for each in world(hello)["contacts"] if each["name"] == name]


def test_an_edit_that_met_another_is_told_of_and_decided_for_mine(book: Path, hello: dict[str, Any]) -> None:
    (one,) = added(book, hello, "Ann")
    done = contacts(book, "edit", one, "--name", "Ann Mine")
    assert done.returncode == 1
    told = rows(done)
    assert told[-1]["error"]["kind"] == "changed"
    what = told[-1]["error"]["message"]
    assert f"`contacts resolve {one} --mine`" in what
    assert (told[0]["pending"], told[0]["error"]) == ("edit", what)

    (listed,) = rows(contacts(book, "list", "--unsent"))
    assert (listed["id"], listed["error"]) == (one, what)
    assert what in plain(book, "list", "--unsent").stdout
    conflict = rows(contacts(book, "show", one))[0]["conflict"]
    numbers = [{"label": "Main", "raw": "020 7946 7001"}]
    assert [conflict[side] for side in ("seen", "wanted", "there")] == [
        {"name": name, "numbers": numbers} for name in ("Ann Seen", "Ann Mine", "Ann There")
    ]
    assert conflict["since"].endswith("Z")
    shown = plain(book, "show", one).stdout
    for line in ("  you saw:    Ann Seen", "  you want:   Ann Mine", "  there now:  Ann There"):
        assert line in shown.splitlines()

    done = sidetone("sync", "--json", profile=book)
    assert rows(done)[0]["conflicts"] == 1
    assert "1 edit waits for a choice" in done.stderr.splitlines()[-1]
    report = json.loads(sidetone("doctor", "--json", profile=book).stdout)
    book_told = report["accounts"][0]["phonebook"]
    assert (book_told["unsent"], book_told["conflicts"]) == (1, 1)

    done = plain(book, "retry", one)
    assert done.returncode == 1
    assert "resolve" in done.stderr
    assert "refused" not in done.stderr

    assert plain(book, "resolve", one).returncode == 2
    done = contacts(book, "resolve", one, "--mine")
    assert done.returncode == 0, done.stderr
    assert (rows(done)[0]["name"], rows(done)[0]["pending"]) == ("Ann Mine", None)
    assert (there(hello, "Ann Mine"), there(hello, "Ann There")) == (["020 7946 7001"], [])
    done = plain(book, "resolve", one, "--theirs")
    assert done.returncode == 2
    assert "only one" in done.stderr
    assert "choice" not in sidetone("sync", profile=book).stderr


def test_mine_keeps_what_only_they_changed(book: Path, hello: dict[str, Any]) -> None:
    (one,) = rows(contacts(book, "add", "--name", "Cy Seen", "--number", "020 7946 7001"))
    with SipaltoClient(hello) as client:
        entry = next(each for each in client.contacts() if each["id"] == one["provider_id"])
        form = entry | {"name": "Cy There", "phone1": "020 7946 7009"}
        del form["id"]
        client.post(f"/phone-books/update-global-contact/{one['provider_id']}", **form).raise_for_status()
    assert contacts(book, "edit", one["id"], "--name", "Cy Mine").returncode == 1
    assert contacts(book, "resolve", one["id"], "--mine").returncode == 0
    assert there(hello, "Cy Mine") == ["020 7946 7009"]


def test_theirs_forgets_the_edit(book: Path, hello: dict[str, Any]) -> None:
    (one,) = added(book, hello, "Bo")
    assert contacts(book, "edit", one, "--name", "Bo Mine").returncode == 1
    done = contacts(book, "resolve", one, "--theirs")
    assert done.returncode == 0, done.stderr
    assert (rows(done)[0]["name"], rows(done)[0]["error"]) == ("Bo There", None)
    assert there(hello, "Bo There") == ["020 7946 7001"]
    assert there(hello, "Bo Mine") == []


def test_a_deletion_that_met_a_change_is_shown_taken_back_or_done(book: Path, hello: dict[str, Any]) -> None:
    kept, gone = added(book, hello, "Cy", "Di")
    done = contacts(book, "delete", kept, gone, "--yes")
    assert done.returncode == 1
    assert "it is not deleted" in done.stderr
    shown = contacts(book, "show", kept)
    assert shown.returncode == 0, shown
    assert rows(shown)[0]["conflict"]["wanted"] is None
    assert "  you want:   deleted" in plain(book, "show", kept).stdout.splitlines()

    done = contacts(book, "restore", kept)
    assert done.returncode == 0, done.stderr
    assert [(row["id"], row["pending"]) for row in rows(done)] == [(kept, None)]
    done = contacts(book, "resolve", gone, "--mine")
    assert done.returncode == 0, done.stderr
    assert (there(hello, "Cy There"), there(hello, "Di There")) == (["020 7946 7001"], [])
    assert contacts(book, "show", gone).returncode == 4
