"""Recordings within their cap."""

import asyncio

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording
from desktop.store import Media
from tests.store.conftest import KEY


@pytest.fixture
def media(folder):
    opened = Media(folder, KEY, cap=10_000)
    yield opened
    opened.close()


def sound(size, fill=b"x"):
    return Recording(fill * size, "audio/mpeg")


async def kept(media):
    return [call_id for call_id in "1234" if await media.has(call_id)]


async def test_what_was_used_longest_ago_makes_room(media):
    for call_id in "123":
        await media.put(call_id, sound(3_000, call_id.encode()), account_id="1")
    assert await media.get("1") == sound(3_000, b"1")
    assert await media.put("4", sound(3_500), account_id="1")
    assert await kept(media) == ["1", "3", "4"]
    assert await media.size() == 9_500
    assert await media.put("2", sound(10_000), account_id="1")
    assert await kept(media) == ["2"]


async def test_what_is_over_the_cap_is_not_kept_and_displaces_nothing(media):
    await media.put("1", sound(3_000), account_id="1")
    assert not await media.put("2", sound(10_001), account_id="1")
    assert await kept(media) == ["1"]


async def test_the_same_call_again_replaces(media):
    await media.put("1", sound(9_000), account_id="1")
    await media.put("1", Recording(b"new", "audio/wav"), account_id="1")
    assert await media.get("1") == Recording(b"new", "audio/wav")
    assert await media.size() == 3
    assert await media.get("2") is None


async def test_forgetting_an_account_gives_the_disk_its_space(media, folder):
    large = Media(folder / "large", KEY)
    await large.put("1", sound(3_000_000), account_id="1")
    await large.put("2", sound(1_000), account_id="2")
    await large.forget("1")
    assert (await large.get("1"), await large.size()) == (None, 1_000)
    large.close()
    assert (folder / "large" / "media.db").stat().st_size < 200_000


async def test_a_smaller_cap_holds_after_the_next_recording(media, folder):
    for call_id in "123":
        await media.put(call_id, sound(3_000), account_id="1")
    media.close()
    smaller = Media(folder, KEY, cap=4_000)
    await smaller.put("4", sound(1_000), account_id="1")
    assert await kept(smaller) == ["3", "4"]
    smaller.close()


async def test_recordings_outlive_a_restart(media, folder):
    await media.put("1", sound(10), account_id="1")
    media.close()
    media.close()
    with pytest.raises(Trouble) as caught:
        await media.get("1")
    assert caught.value.kind is ErrorKind.CANCELLED
    again = Media(folder, KEY)
    assert await again.get("1") == sound(10)
    again.close()


def overwrite(file):
    file.write_bytes(b"no database at all" * 1_000)


def cut(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def spoil_the_middle(file):
    data = bytearray(file.read_bytes())
    data[4096 : len(data) - 4096] = bytes(len(data) - 8192)
    file.write_bytes(data)


@pytest.mark.parametrize("spoil", [overwrite, cut, spoil_the_middle])
@pytest.mark.expects_warnings
async def test_a_damaged_file_is_made_anew_and_blocks_nothing(media, folder, spoil, caplog):
    for call_id in "12":
        await media.put(call_id, sound(4_000, call_id.encode()), account_id="1")
    media.close()
    spoil(folder / "media.db")
    again = Media(folder, KEY, cap=10_000)
    for call_id in "12":
        assert await again.get(call_id) in (None, sound(4_000, call_id.encode()))
    assert "cannot be read and are fetched again" in caplog.text
    await again.put("1", sound(10), account_id="1")
    assert await again.get("1") == sound(10)
    again.close()


@pytest.mark.expects_warnings
async def test_a_file_of_another_key_or_a_newer_version_is_made_anew(media, folder, caplog):
    await media.put("1", sound(10), account_id="1")
    media.close()
    other = Media(folder, b"k" * 32)
    assert await other.get("1") is None
    await other.put("1", sound(20), account_id="1")
    other._db.pragma("user_version", 99)
    other.close()
    newer = Media(folder, b"k" * 32)
    assert await newer.size() == 0
    newer.close()
    assert len([one for one in caplog.records if one.levelname == "WARNING"]) == 2


@pytest.mark.expects_warnings
async def test_damage_while_it_is_open_costs_the_recordings_and_nothing_else(media, folder, caplog):
    for call_id in "12":
        await media.put(call_id, sound(4_000), account_id="1")
    media.close()
    again = Media(folder, KEY, cap=10_000)
    spoil_the_middle(folder / "media.db")
    assert [await again.get(call_id) for call_id in "12"] == [None, None]
    assert await again.put("1", sound(10), account_id="1")
    assert await again.get("1") == sound(10)
    again.close()
    assert "fetched again" in caplog.text


@pytest.mark.expects_warnings
async def test_a_disk_that_refuses_the_new_file_is_asked_again(media, folder, monkeypatch):
    await media.put("1", sound(4_000), account_id="1")
    await media.put("2", sound(4_000), account_id="1")
    media.close()
    again = Media(folder, KEY, cap=10_000)
    spoil_the_middle(folder / "media.db")

    def full(*_args: object) -> None:
        raise Trouble(ErrorKind.DISK)

    with monkeypatch.context() as patched:
        patched.setattr("desktop.store.media.open_encrypted", full)
        for _ in range(2):
            with pytest.raises(Trouble) as caught:
                await asyncio.gather(again.get("1"), again.get("2"))
            assert caught.value.kind is ErrorKind.DISK
    assert await again.put("1", sound(10), account_id="1")
    assert await again.get("1") == sound(10)
    again.close()


def test_what_is_no_fault_of_the_file_is_told(folder):
    (folder / "media.db").mkdir(parents=True)
    with pytest.raises(Trouble) as caught:
        Media(folder, KEY)
    assert caught.value.kind is ErrorKind.DISK
    assert (folder / "media.db").is_dir()
