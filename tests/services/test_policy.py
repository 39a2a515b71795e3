"""The administrator's file: what of it holds, and what is said of the rest."""

import json
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature
from desktop.providers import discover
from desktop.services.policy import LARGEST, Policy
from desktop.services.settings import SETTINGS, Settings
from desktop.system.paths import Paths, system_policy

ROOT = Path(__file__).parents[2]

EXAMPLE = """
[settings.defaults]
sync.interval_s = 60
"ui.theme" = "dark"

[settings.locked]
sync.horizon_months = 3
notify.missed = false

[accounts.sipalto.defaults]
region = "GB"

[accounts.sipalto.locked]
base_url = "https://voice.example"
extensions = [201, 202]

[features]
export = false
campaigns = true
"""


def policy(folder: Path, text: str) -> Policy:
    file = folder / "policy.toml"
    file.write_text(text, "utf-8")
    return Policy.load(file)


def test_without_a_file_nothing_is_settled(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path / "file" / "policy.toml"):
        (tmp_path / "file").touch()
        none = Policy.load(path)
        assert none.trouble is None
        assert none.default("sync.interval_s") is none.lock("sync.interval_s") is None
        assert none.field("sipalto", "base_url") is none.field_default("sipalto", "region") is None
        assert all(none.allows(feature) for feature in Feature)


def test_what_the_file_settles_holds_above_what_a_person_chose(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"sync.horizon_months": 24, "notify.missed": true}')
    settled = policy(tmp_path, EXAMPLE)
    settings = Settings(tmp_path, policy=settled)
    assert settled.trouble is None
    assert settings.get("sync.horizon_months") == 3
    assert settings.get("notify.missed") is False
    assert settings.default("sync.interval_s") == settings.get("sync.interval_s") == 60
    lock = settings.lock("sync.horizon_months")
    assert lock is not None
    assert lock.value == "3"
    assert str(tmp_path / "policy.toml") in lock.sentence
    before = (tmp_path / "settings.json").read_bytes()
    for change in (
        lambda: settings.set("notify.missed", value=True),
        lambda: settings.reset("notify.missed"),
        lambda: settings.put({"sync.interval_s": 90, "notify.missed": True}),
    ):
        with pytest.raises(Trouble) as caught:
            change()
        assert (caught.value.kind, caught.value.rule) == (ErrorKind.LOCKED, "policy")
        assert "administrator" in caught.value.sentence
    assert (tmp_path / "settings.json").read_bytes() == before
    assert settings.get("sync.interval_s") == 60


def test_a_default_holds_until_the_person_chooses_and_again_once_they_take_that_back(tmp_path: Path) -> None:
    settings = Settings(tmp_path, policy=policy(tmp_path, EXAMPLE))
    assert (settings.get("ui.theme"), settings.chosen("ui.theme")) == ("dark", None)
    settings.set("ui.theme", "system")
    assert (settings.get("ui.theme"), settings.chosen("ui.theme")) == ("system", "system")
    assert settings.reset("ui.theme") == "dark"
    assert "ui.theme" not in (tmp_path / "settings.json").read_text()


def test_fields_and_features(tmp_path: Path) -> None:
    settled = policy(tmp_path, EXAMPLE)
    locked = settled.field("sipalto", "base_url")
    assert locked is not None
    assert locked.value == "https://voice.example"
    assert settled.locked_fields("sipalto") == {"base_url": "https://voice.example", "extensions": "201, 202"}
    assert settled.field_default("sipalto", "region") == "GB"
    assert settled.field("sipsim", "base_url") is None
    assert [feature for feature in Feature if not settled.allows(feature)] == [Feature.EXPORT]
    settled.demand(Feature.CAMPAIGNS)
    with pytest.raises(Trouble) as caught:
        settled.demand(Feature.EXPORT)
    assert (caught.value.kind, caught.value.rule, caught.value.name) == (ErrorKind.LOCKED, "policy", "export")
    assert "switched off by your administrator" in caught.value.sentence


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("[settings.locked]\nsync.interval_s = 'often'", "settings.locked.sync.interval_s"),
        ("[settings.defaults]\nno.such = 1", "settings.defaults.no.such"),
        (
            "[settings.locked]\nnetwork.ca_file = '~nobody-of-this-name/a.pem'",
            "settings.locked.network.ca_file",
        ),
        ('[sign_in]\nfile = "~\\u0000"', "sign_in.file"),
        (f"[settings.locked]\nplayer.speed = 1{'0' * 400}", "settings.locked.player.speed"),
        ("[settings.locked]\nui.frame = '10x10/5'", "each person's own"),
        ("[settings.never]\nui.theme = 'dark'", "settings.never"),
        ("[settings]\nui = 1", "settings.ui"),
        ("[accounts]\nsipalto = 1", "accounts.sipalto"),
        ("[accounts.sipalto.locked]\nbase_url = ''", "accounts.sipalto.locked.base_url"),
        ("[features]\nflying = false", "features.flying"),
        ("[features]\ndemo = 'no'", "features.demo"),
        ("[sign_in]\nfile = 3", "sign_in.file"),
        ("[sign_in]\nfolder = 'x'", "sign_in.folder"),
        ("[colours]\nx = 1", "colours"),
        ("settings = 1", "settings"),
    ],
)
def test_an_entry_that_makes_no_sense_does_not_hold_and_the_others_do(
    tmp_path: Path, entry: str, said: str
) -> None:
    other = "[features]\nlinks = false\n" if "[features]" not in entry else ""
    settled = policy(tmp_path, f"{entry}\n{other}")
    assert settled.trouble is not None
    assert settled.trouble.startswith(str(tmp_path / "policy.toml"))
    assert said in settled.trouble
    assert settled.allows(Feature.LINKS) is not bool(other)
    assert settled.allows(Feature.DEMO)
    assert settled.locked_settings == ()


@pytest.mark.parametrize("text", [b"[settings", b"\xff\xfe", b"x = " + b"[" * 5000, b"#" * (LARGEST + 1)])
def test_a_file_that_cannot_be_read_holds_nothing_and_that_is_said(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "policy.toml").write_bytes(text)
    settled = Policy.load(tmp_path / "policy.toml")
    assert settled.trouble is not None
    assert "nothing in it holds" in settled.trouble
    assert settled.locked_settings == ()


def test_a_mark_that_some_editors_begin_with_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("\ufeff[features]\ndemo = false\n", "utf-8")
    settled = Policy.load(tmp_path / "policy.toml")
    assert settled.trouble is None
    assert not settled.allows(Feature.DEMO)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("[accounts.nobody.locked]\nbase_url = 'https://x.example'", "no provider nobody"),
        ("[accounts.sipalto.locked]\nflavour = 'mint'", "has no field flavour"),
        ("[accounts.sipalto.defaults]\npassword = 'hunter2'", "it is a secret"),
        ("[accounts.sipalto.locked]\nbase_url = 'nowhere'", "No web address"),
    ],
)
def test_fields_are_checked_against_what_the_providers_ask_for(tmp_path: Path, entry: str, said: str) -> None:
    settled = policy(tmp_path, f"{entry}\n[accounts.sipcaller.locked]\nregion = 'FR'")
    manifests = {key: provider.manifest for key, provider in discover().items()}
    settled.check_fields(manifests)
    assert settled.trouble is not None
    assert said in settled.trouble
    assert "hunter2" not in settled.trouble
    assert settled.locked_fields("sipcaller") == {"region": "FR"}
    assert settled.locked_fields("sipalto") == settled.default_fields("sipalto") == {}


def test_the_sign_in_file_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for named, found in (
        ("~/first.toml", tmp_path / "home" / "first.toml"),
        ("first.toml", tmp_path / "first.toml"),
        ("/srv/first.toml", Path("/srv/first.toml")),
    ):
        assert policy(tmp_path, f"[sign_in]\nfile = '{named}'").sign_in == found


def test_where_the_file_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_policy("linux", {}) == Path("/etc/sidetone/policy.toml")
    assert system_policy("darwin", {}) == Path("/Library/Application Support/Sidetone/policy.toml")
    windows = system_policy("win32", {"PROGRAMDATA": "D:/Data"})
    assert windows == Path("D:/Data/Sidetone/policy.toml")
    monkeypatch.setenv("SIDETONE_POLICY", str(tmp_path / "mine.toml"))
    assert Paths(tmp_path).policy == tmp_path / "mine.toml"
    monkeypatch.delenv("SIDETONE_POLICY")
    assert Paths(tmp_path).policy == system_policy("linux", {})


def test_the_example_holds_whole() -> None:
    settled = Policy.load(ROOT / "packaging" / "policy.example.toml")
    settled.check_fields({key: provider.manifest for key, provider in discover().items()})
    assert settled.trouble is None
    assert settled.sign_in is not None
    known = set(tomllib.loads((ROOT / "packaging" / "policy.example.toml").read_text())["features"])
    assert known == set(Feature), "every feature stands in it"


def test_a_demo_is_bound_by_what_is_switched_off_alone(tmp_path: Path) -> None:
    demo = policy(tmp_path, EXAMPLE).for_demo()
    assert not demo.allows(Feature.EXPORT)
    assert str(tmp_path) in demo.off(Feature.EXPORT)
    assert demo.locked_settings == ()
    assert demo.locked_fields("sipalto") == demo.default_fields("sipalto") == {}


_PLAIN = st.one_of(
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text('aZ9="\\\n~é\x7f\x00', max_size=6),
    st.dates(),
    st.just([]),
)
_WORDS = (
    "settings",
    "accounts",
    "features",
    "sign_in",
    "defaults",
    "locked",
    "sipalto",
    "file",
    "base_url",
    "ui.theme",
)
_TABLES = st.recursive(
    _PLAIN, lambda inner: st.dictionaries(st.sampled_from(_WORDS), inner, max_size=4), max_leaves=12
)


@tried(max_examples=200)
@given(table=st.dictionaries(st.sampled_from(_WORDS), _TABLES, max_size=5))
def test_whatever_stands_in_the_file_it_is_read(table: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "policy.toml"
        file.write_text("".join(_toml(key, value) for key, value in table.items()), "utf-8")
        settled = Policy.load(file)
    settled.check_fields({key: provider.manifest for key, provider in discover().items()})
    assert "cannot be read" not in (settled.trouble or "")
    for setting in SETTINGS:
        if (lock := settled.lock(setting.key)) is not None:
            setting.read(lock.value)


def _toml(key: str, value: object) -> str:
    return f"{json.dumps(key)} = {_inline(value)}\n"


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, bool | list):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False).replace(
            "\x7f", "\\u007f"
        )
    return str(value)
