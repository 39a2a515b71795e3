"""Settings as a file: what is in it, what of one is taken over, and the way back."""

import json
from pathlib import Path

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.policy import Policy
from desktop.services.settings import Settings
from desktop.services.settings_files import LARGEST, Verdict, bring_in, export, undo


def settings_in(folder: Path, policy: Policy | None = None) -> Settings:
    folder.mkdir(exist_ok=True)
    return Settings(folder, policy=policy)


async def test_a_round_trip_takes_what_was_chosen_and_nothing_of_the_profile(tmp_path: Path) -> None:
    here, there = settings_in(tmp_path / "a"), settings_in(tmp_path / "b")
    here.set("sync.interval_s", 45)
    here.set("ui.theme", "dark")
    here.set("dial.line", "7")
    here.set("ui.frame", "1000x700/400")
    file = tmp_path / "out.json"
    assert await export(here, file) == 2
    assert json.loads(file.read_text())["settings"] == {"sync.interval_s": 45, "ui.theme": "dark"}
    there.set("ui.theme", "light")
    done = await bring_in(there, file)
    assert [(row.key, row.verdict) for row in done.rows] == [
        ("sync.interval_s", Verdict.CHANGED),
        ("ui.theme", Verdict.CHANGED),
    ]
    assert (there.get("sync.interval_s"), there.get("ui.theme"), there.get("dial.line")) == (45, "dark", "")
    again = await bring_in(there, file)
    assert {row.verdict for row in again.rows} == {Verdict.SAME}
    undo(there, done)
    assert there.chosen("sync.interval_s") is None
    assert there.chosen("ui.theme") == "light"


async def test_each_setting_that_does_not_hold_is_said_and_the_others_do(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[settings.locked]\nsync.horizon_months = 3\nnotify.missed = true\n")
    settings = settings_in(tmp_path / "a", Policy.load(policy))
    given = {
        "sync.interval_s": "soon",
        "sync.horizon_months": 24,
        "notify.missed": True,
        "no.such": 1,
        "ui.frame": "1x1/1",
        "ui.theme": "dark",
        "player.volume": None,
    }
    (tmp_path / "in.json").write_text(json.dumps(given), "utf-8")
    done = await bring_in(settings, tmp_path / "in.json")
    verdicts = {row.key: row.verdict for row in done.rows}
    assert verdicts == {
        "sync.interval_s": Verdict.INVALID,
        "sync.horizon_months": Verdict.LOCKED,
        "notify.missed": Verdict.SAME,
        "no.such": Verdict.UNKNOWN,
        "ui.frame": Verdict.PERSONAL,
        "ui.theme": Verdict.CHANGED,
        "player.volume": Verdict.INVALID,
    }
    assert {row.key for row in done.refused} == {
        "sync.interval_s", "sync.horizon_months", "no.such", "player.volume",
    }  # fmt: skip
    assert all(row.reason for row in done.refused)
    assert settings.get("ui.theme") == "dark"
    assert settings.get("sync.horizon_months") == 3
    undo(settings, done)
    assert settings.chosen("ui.theme") is None


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b" " * (LARGEST + 1),
     b'{"form": "other", "settings": {}}',
     b'{"form": "sidetone settings", "version": 2, "settings": {}}'],
)  # fmt: skip
async def test_what_is_no_file_of_settings_changes_nothing(tmp_path: Path, data: bytes) -> None:
    settings = settings_in(tmp_path / "a")
    (tmp_path / "in.json").write_bytes(data)
    with pytest.raises(Trouble) as caught:
        await bring_in(settings, tmp_path / "in.json")
    assert caught.value.kind is ErrorKind.USAGE
    assert "in.json" in caught.value.sentence
    assert not list((tmp_path / "a").iterdir())


async def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        await bring_in(settings_in(tmp_path / "a"), tmp_path / "none.json")
    assert caught.value.kind is ErrorKind.NO_FILE
