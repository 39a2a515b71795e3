"""Files that a person asked for: what they are called, and written whole or not at all."""

import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services import files


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lovelace +442079460018", "Ada Lovelace +442079460018.mp3"),
        ('a/b\\c:d*e?f"g<h>i|j\x00k', "a b c d e f g h i j k.mp3"),
        ("\u202eevil\u200b name", "evil name.mp3"),
        ("../../.ssh/config", "ssh config.mp3"),
        ("", "_.mp3"),
        (" . ", "_.mp3"),
        ("CON", "_CON.mp3"),
        ("lpt1.txt", "_lpt1.txt.mp3"),
        ("x" * 500, "x" * 200 + ".mp3"),
        ("\u65e5" * 500, "\u65e5" * 66 + ".mp3"),
        ("\u00c9lodie Gar\u00e7on", "\u00c9lodie Gar\u00e7on.mp3"),
    ],
)
def test_a_name_fits_every_file_system(text, name, tmp_path):
    made = files.file_name(text, ".mp3")
    assert made == name
    files.write_whole(tmp_path / made, b"sound")
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_calls_file_tells_when_and_who():
    when = datetime(2026, 3, 4, 13, 41, tzinfo=UTC)
    call = SimpleNamespace(sorted_at=when, other="+390694801234", name="Chiara/Rossi")
    local = when.astimezone().strftime("%Y-%m-%d %H-%M")
    assert files.call_file_name(call, ".mp3") == f"{local} Chiara Rossi +390694801234.mp3"


async def test_a_file_is_replaced_whole(tmp_path):
    file = tmp_path / "a.mp3"
    file.write_bytes(b"old" * 1000)
    await files.save(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


async def test_a_link_stays_and_a_pipe_is_written_to(tmp_path):
    target, link = tmp_path / "target.mp3", tmp_path / "link.mp3"
    target.write_bytes(b"old")
    link.symlink_to(target)
    await files.save(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    files.write_whole(Path(os.devnull), b"new")


@pytest.mark.parametrize("place", ["missing/a.mp3", "file/a.mp3", "folder"])
async def test_what_cannot_be_written_is_a_sentence(place, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inside").write_bytes(b"")
    with pytest.raises(Trouble) as caught:
        await files.save(tmp_path / place, b"sound")
    assert caught.value.kind is ErrorKind.NOT_SAVED
    assert caught.value.sentence.startswith(f"{place.rpartition('/')[2]} could not be saved (")
    assert not list(tmp_path.rglob("*.part"))


async def test_a_full_disk_is_a_sentence():
    with pytest.raises(Trouble) as caught:
        await files.save(Path("/dev/full"), b"sound" * 10_000)
    assert caught.value.detail == "No space left on device"
