import json
from pathlib import Path

import pytest

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.changes import Changes
from desktop.services.settings import SETTINGS, Settings


def test_defaults_hold_without_a_file(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "new")
    assert settings.all() == {setting.key: setting.default for setting in SETTINGS}
    assert settings.trouble is None
    assert not (tmp_path / "new").exists()


def test_every_setting_is_declared_once_and_its_default_fits() -> None:
    keys = [setting.key for setting in SETTINGS]
    assert len(keys) == len(set(keys))
    for setting in SETTINGS:
        assert setting.read(setting.default) == setting.default
        assert setting.read(str(setting.default)) == setting.default


def test_a_round_trip_keeps_values_and_what_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"later.key": [1, 2], "ui.theme": "dark"}')
    settings = Settings(tmp_path)
    assert settings.get("ui.theme") == "dark"
    assert settings.set("sync.interval_s", "45") == 45
    assert settings.set("network.wait_scale", "0") == 0.0
    again = Settings(tmp_path)
    assert again.get("sync.interval_s") == 45
    assert again.get("ui.theme") == "dark"
    assert json.loads((tmp_path / "settings.json").read_text())["later.key"] == [1, 2]
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.expects_warnings
@pytest.mark.parametrize("text", ["{", "[]", '"x"', "", "\udcff"])
def test_a_damaged_file_is_kept_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    settings = Settings(tmp_path)
    assert settings.get("sync.interval_s") == 30
    assert settings.trouble is not None
    assert "settings.broken.json" in settings.trouble
    assert (tmp_path / "settings.broken.json").exists()
    settings.set("sync.interval_s", 60)
    assert Settings(tmp_path).get("sync.interval_s") == 60


def test_a_value_in_the_file_that_does_not_fit_counts_as_not_there(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"sync.interval_s": "often", "ui.theme": 3}')
    settings = Settings(tmp_path)
    assert settings.get("sync.interval_s") == 30
    assert settings.get("ui.theme") == "system"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sync.interval_s", "soon"),
        ("sync.interval_s", "1"),
        ("sync.interval_s", "1.5"),
        ("sync.interval_s", True),
        ("dial.night_from", "24"),
        ("ui.theme", "pink"),
        ("no.such", "1"),
        ("player.speed", 10**400),
        ("network.ca_file", "~nobody-of-this-name/company.pem"),
        ("network.ca_file", "/etc/\ud800.pem"),
        ("network.ca_file", "~\0/company.pem"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(tmp_path: Path, key: str, value: object) -> None:
    settings = Settings(tmp_path)
    with pytest.raises(Trouble) as caught:
        settings.set(key, value)
    assert caught.value.kind is ErrorKind.USAGE
    assert not list(tmp_path.iterdir())


def test_a_change_is_told(tmp_path: Path) -> None:
    changes = Changes()
    heard: list[Change] = []
    changes.subscribe(heard.append)
    Settings(tmp_path, changes).set("ui.theme", "light")
    assert heard == [Change(frozenset({Topic.SETTINGS}), frozenset({"ui.theme"}))]


def test_a_disk_that_does_not_take_it_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "folder")
    (tmp_path / "folder").symlink_to(tmp_path / "file")
    with pytest.raises(Trouble) as caught:
        settings.set("ui.theme", "light")
    assert caught.value.kind is ErrorKind.DISK
    assert settings.get("ui.theme") == "system"


def test_what_somebody_writes_by_hand_holds_and_is_not_lost(tmp_path: Path) -> None:
    changes = Changes()
    heard: list[Change] = []
    settings = Settings(tmp_path, changes)
    settings.set("ui.theme", "dark")
    changes.subscribe(heard.append)
    settings.refresh()
    assert heard == []
    (tmp_path / "settings.json").write_text('{"sync.interval_s": 45, "ui.theme": "dark"}')
    settings.refresh()
    assert heard == [Change(frozenset({Topic.SETTINGS}), frozenset({"sync.interval_s"}))]
    (tmp_path / "settings.json").write_text('{"sync.interval_s": 50, "player.volume": 20}')
    settings.set("ui.theme", "light")
    assert (settings.get("sync.interval_s"), settings.get("player.volume")) == (50, 20)
    again = Settings(tmp_path)
    assert (again.get("sync.interval_s"), again.get("ui.theme")) == (50, "light")


@pytest.mark.expects_warnings
def test_a_file_that_is_damaged_while_it_is_used_changes_nothing(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.set("ui.theme", "dark")
    (tmp_path / "settings.json").write_text('{"ui.theme": ')
    settings.refresh()
    assert settings.get("ui.theme") == "dark"
    assert settings.trouble is not None
    settings.set("sync.interval_s", 45)
    assert Settings(tmp_path).get("ui.theme") == "dark"
    assert (tmp_path / "settings.broken.json").read_text() == '{"ui.theme": '
