"""What would be written on Windows and macOS, with nothing but the systems' own calls replaced."""

import plistlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop import APP_ID
from desktop.system.autostart import mac as mac_autostart
from desktop.system.autostart import windows as windows_autostart
from desktop.system.launch_services import chosen_bundles
from desktop.system.links import mac as mac_links
from desktop.system.links import windows as windows_links
from desktop.system.ourselves import OwnCommand

ALL = frozenset({"tel", "sip", "callto"})
HERE = OwnCommand(
    (r"C:\Program Files\Sidetone\Sidetone.exe",), Path(r"C:\Program Files\Sidetone\Sidetone.exe")
)


class Registry:
    """A registry in memory: its values by key and name."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}

    def read(self, key: str, name: str = "") -> str | bytes | None:
        return self.values.get((key, name))

    def write(self, key: str, name: str, value: str) -> None:
        self.values[key, name] = value

    def forget(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)

    def forget_key(self, key: str) -> None:
        for one, name in tuple(self.values):
            if one == key or one.startswith(key + "\\"):
                del self.values[one, name]

    def choose(self, scheme: str, program: str) -> None:
        """Do what a person does in the system's settings."""
        self.values[rf"{windows_links.CHOICES}\{scheme}\UserChoice", "ProgId"] = program


# ---- Windows


def test_windows_starts_a_value_of_the_run_key_until_task_manager_says_no() -> None:
    registry = Registry()
    starting = windows_autostart.WindowsAutostart(registry, HERE)
    assert not starting.state().enabled
    assert starting.set(enabled=True).enabled
    assert registry.values == {
        (windows_autostart.RUN, "Sidetone"): r'"C:\Program Files\Sidetone\Sidetone.exe" --hidden'
    }
    registry.values[windows_autostart.APPROVED, "Sidetone"] = b"\x03" + bytes(11)
    assert not starting.state().enabled
    registry.values[windows_autostart.APPROVED, "Sidetone"] = b"\x02" + bytes(11)
    assert starting.state().enabled
    registry.values[windows_autostart.APPROVED, "Sidetone"] = b"\x03" + bytes(11)
    assert starting.set(enabled=True).enabled
    assert not starting.set(enabled=False).enabled
    assert registry.values == {}


def test_windows_registers_and_the_person_chooses() -> None:
    registry = Registry()
    registry.choose("tel", "Linphone.Url.tel")
    registry.write(rf"{windows_links.CLASSES}\Linphone.Url.tel\Application", "ApplicationName", "Linphone")
    before = dict(registry.values)
    links = windows_links.WindowsLinks(registry, HERE)
    assert links.state().by_hand == ""
    taken = links.take()
    assert (taken.ours, dict(taken.others)["tel"]) == (frozenset(), "Linphone")
    assert taken.by_hand == windows_links.CHOOSE
    command = registry.read(r"Software\Classes\Sidetone.Link\shell\open\command")
    assert command == r'"C:\Program Files\Sidetone\Sidetone.exe" "%1"'
    offered = registry.read(windows_links.REGISTERED, "Sidetone")
    assert registry.read(rf"{offered}\UrlAssociations", "callto") == windows_links.CLASS
    for scheme in ALL:
        registry.choose(scheme, windows_links.CLASS)
    assert (links.state().ours, links.state().by_hand) == (ALL, "")
    given = links.give_back()
    assert given.ours == frozenset()  # a choice of what is not there any more counts for nothing
    assert given.by_hand == windows_links.CHOOSE_ANOTHER
    ours = {key for key in registry.values if "UserChoice" not in key[0]}
    assert ours == set(before) - {key for key in before if "UserChoice" in key[0]}


# ---- macOS


class Choices:
    """Launch Services in memory. `asks` as newer systems do: nothing is changed before the person answers."""

    def __init__(self, chosen: dict[str, str], *, asks: bool = False) -> None:
        self.chosen = chosen
        self.asks = asks

    def read(self) -> Mapping[str, str]:
        return dict(self.chosen)

    def choose(self, scheme: str, bundle: str) -> None:
        if not self.asks:
            self.chosen[scheme] = bundle


@pytest.fixture
def bundle(tmp_path: Path) -> OwnCommand:
    program = tmp_path / "Sidetone.app/Contents/MacOS/sidetone"
    program.parent.mkdir(parents=True)
    program.write_text("")
    return OwnCommand((str(program),), program)


def test_macos_starts_an_agent(tmp_path: Path, bundle: OwnCommand) -> None:
    starting = mac_autostart.MacAutostart(tmp_path / "Library", bundle)
    assert not starting.state().enabled
    assert starting.set(enabled=True).enabled
    file = tmp_path / f"Library/LaunchAgents/{APP_ID}.plist"
    agent = plistlib.loads(file.read_bytes())
    assert agent["ProgramArguments"] == [str(bundle.proof), "--hidden"]
    assert (agent["Label"], agent["RunAtLoad"]) == (APP_ID, True)
    for broken in (plistlib.dumps({**agent, "Disabled": True}), plistlib.dumps({}), plistlib.dumps([]), b"<"):
        file.write_bytes(broken)
        assert not starting.state().enabled
    assert starting.set(enabled=True).enabled
    bundle.proof.unlink()
    assert not starting.state().enabled
    starting.set(enabled=False)
    assert not file.exists()


def test_macos_remembers_who_had_the_links(tmp_path: Path, bundle: OwnCommand) -> None:
    choices = Choices({"sip": "org.linphone", "http": "org.mozilla.firefox"})
    links = mac_links.MacLinks(choices, bundle, tmp_path / "before.json")
    assert links.take().ours == ALL
    assert links.take().ours == ALL  # a second time does not remember ourselves
    given = links.give_back()
    assert choices.chosen["sip"] == "org.linphone"
    assert choices.chosen["tel"] == "com.apple.FaceTime"
    assert choices.chosen["http"] == "org.mozilla.firefox"
    assert (given.ours, given.by_hand) == ({"callto"}, mac_links.STAYS)
    assert not (tmp_path / "before.json").exists()


def test_macos_asks_first_and_lets_only_bundles(tmp_path: Path, bundle: OwnCommand) -> None:
    asking = mac_links.MacLinks(Choices({}, asks=True), bundle, tmp_path / "before.json")
    assert asking.take().by_hand == mac_links.ASK_AGAIN
    choices = Choices({})
    loose = mac_links.MacLinks(
        choices, OwnCommand(("/usr/bin/sidetone",), Path("/usr/bin/sidetone")), tmp_path
    )
    assert loose.take().refusal == mac_links.NO_BUNDLE
    assert choices.chosen == {}


def test_macos_choices_are_read_from_their_file(tmp_path: Path) -> None:
    assert chosen_bundles(tmp_path) == {}
    folder = tmp_path / "Library/Preferences/com.apple.LaunchServices"
    folder.mkdir(parents=True)
    file = folder / "com.apple.launchservices.secure.plist"
    handlers = [
        {"LSHandlerURLScheme": "TEL", "LSHandlerRoleAll": "org.linphone"},
        {"LSHandlerContentType": "public.html", "LSHandlerRoleAll": "org.mozilla.firefox"},
        {"LSHandlerURLScheme": "sip"},
        "nonsense",
    ]
    file.write_bytes(plistlib.dumps({"LSHandlers": handlers}))
    assert chosen_bundles(tmp_path) == {"tel": "org.linphone"}
    file.write_bytes(plistlib.dumps({"LSHandlers": "nonsense"}))
    assert chosen_bundles(tmp_path) == {}
