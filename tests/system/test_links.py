"""Links to phone numbers on Linux: taken as `xdg-mime` does, and given back as if nobody had been there."""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.entries import DEFAULTS, OWN_ENTRY, Entries
from desktop.system.links.associations import Associations
from desktop.system.links.linux import LinuxLinks
from desktop.system.ourselves import OwnCommand
from desktop.system.softphone.linux import LinuxSoftphone
from tests.support.desktop_bus import eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are of Linux")

TEL, SIP, CALLTO = (f"x-scheme-handler/{scheme}" for scheme in ("tel", "sip", "callto"))
ALL = frozenset({"tel", "sip", "callto"})

Home = tuple[Path, dict[str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of its own and a system with no programs, for this process too."""
    environment = {
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_DIRS": str(tmp_path / "xdg"),
        "XDG_DATA_DIRS": str(tmp_path / "system"),
    }
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return tmp_path, environment


@pytest.fixture
def command(tmp_path: Path) -> OwnCommand:
    return installed(tmp_path / "app", "--profile", "/somewhere")


def installed(folder: Path, *options: str) -> OwnCommand:
    program = folder / "sidetone"
    folder.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    return OwnCommand((str(program), *options), program)


def program(home: Path, name: str, *types: str, system: bool = False, run: str = "/bin/true %u") -> None:
    file = home / ("system" if system else "data") / "applications" / f"{name}.desktop"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"[Desktop Entry]\nType=Application\nName={name.title()}\nExec={run}\nMimeType={';'.join(types)};\n"
    )


def listed(home: Path, text: str, name: str = "mimeapps.list") -> Path:
    (home / "config").mkdir(exist_ok=True)
    file = home / "config" / name
    file.write_text(text)
    return file


def xdg_mime(environment: dict[str, str], kind: str) -> str:
    asked = ["xdg-mime", "query", "default", kind]
    return subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_what_is_given_back_is_what_was_taken(home: Home, command: OwnCommand) -> None:
    folder, environment = home
    program(folder, "linphone", TEL, SIP)
    before = f"# mine\n[Default Applications]\ntext/html=a.desktop;b.desktop\n{TEL}=linphone.desktop\n"
    before += "video/mp4=gone.desktop;\n\n[Added Associations]\ntext/html=c.desktop;\n"
    file = listed(folder, before)
    links = LinuxLinks(environment, command)
    start = links.state()
    assert start.ours == frozenset()
    assert dict(start.others) == {"tel": "Linphone", "sip": "Linphone", "callto": ""}

    assert links.take() == links.state()
    assert links.state().ours == ALL
    assert {xdg_mime(environment, kind) for kind in (TEL, SIP, CALLTO)} == {OWN_ENTRY}
    kept = file.read_text()
    assert links.take().ours == ALL  # twice changes nothing
    assert file.read_text() == kept
    assert (folder / "data/icons/hicolor/scalable/apps/io.github.sidetone.Sidetone.svg").is_file()

    assert links.give_back() == start
    assert file.read_text() == before
    assert [path.name for path in folder.rglob("*.desktop")] == ["linphone.desktop"]
    assert not list(folder.rglob("*.svg"))
    assert links.give_back() == start


def test_our_entry_starts_us_with_the_link_as_one_word(home: Home) -> None:
    folder, environment = home
    hard = 'App "q" $HOME `x` \\n; é'  # all that an entry must write down with care
    command = installed(folder / hard, "--profile", "/some where/it's 50 %")
    assert LinuxLinks(environment, command).take().ours == ALL
    found, _ = Entries(environment).opening()
    link = "tel:+1-202-555-0100;ext=5 $(id) \"'"
    assert found[OWN_ENTRY].started_with(link) == [*command.words, link]
    # GLib, which most desktops start programs with, reads the same.
    command.proof.write_text(f'#!/bin/sh\nfor word; do printf "%s\\n" "$word" >> "{folder}/told"; done\n')
    subprocess.run(["gio", "launch", str(found[OWN_ENTRY].file), link], env=environment, check=True)
    told = folder / "told"
    whole = "\n".join([*command.words[1:], link, ""])
    assert eventually(lambda: told.read_text() == whole, "the words that it was started with")


def test_a_list_that_was_not_there_is_not_there_afterwards(home: Home, command: OwnCommand) -> None:
    folder, environment = home
    links = LinuxLinks(environment, command)
    assert links.take().ours == ALL
    assert links.give_back().ours == frozenset()
    assert not (folder / "config/mimeapps.list").exists()


def test_what_a_person_chose_since_then_stays(home: Home, command: OwnCommand) -> None:
    folder, environment = home
    program(folder, "linphone", TEL)
    program(folder, "zoiper", TEL)
    file = listed(folder, f"[Default Applications]\n{TEL}=linphone.desktop\n")
    links = LinuxLinks(environment, command)
    links.take()
    subprocess.run(["xdg-mime", "default", "zoiper.desktop", TEL], env=environment, check=True)
    assert links.state().ours == {"sip", "callto"}
    links.give_back()
    assert xdg_mime(environment, TEL) == "zoiper.desktop"
    assert OWN_ENTRY not in file.read_text()


def test_a_desktop_s_own_list_is_changed_too_and_what_was_refused_is_wanted(
    home: Home, command: OwnCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, environment = home
    environment["XDG_CURRENT_DESKTOP"] = "KDE"
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    program(folder, "linphone", TEL)
    stronger = listed(folder, f"[Default Applications]\n{TEL}=linphone.desktop\n", "kde-mimeapps.list")
    listed(folder, f"[Removed Associations]\n{SIP}={OWN_ENTRY};\n")
    links = LinuxLinks(environment, command)
    assert links.take().ours == ALL
    assert xdg_mime(environment, TEL) == OWN_ENTRY
    del environment["XDG_CURRENT_DESKTOP"]  # given back from another desktop
    links.give_back()
    assert stronger.read_text() == f"[Default Applications]\n{TEL}=linphone.desktop\n"


def test_a_package_s_entry_is_used_and_refused_where_it_is_the_only_one(home: Home, tmp_path: Path) -> None:
    folder, environment = home
    command = installed(tmp_path / "app")
    name = OWN_ENTRY.removesuffix(".desktop")
    links = LinuxLinks(environment, command)
    links.take()  # before the package came
    program(folder, name, TEL, SIP, CALLTO, system=True, run=f"{command.proof} %u")
    assert links.take().ours == ALL
    assert not (folder / "data/applications" / OWN_ENTRY).exists()
    assert links.give_back().ours == frozenset()
    assert (folder / "system/applications" / OWN_ENTRY).exists()
    assert links.take().ours == ALL


def test_an_installation_that_is_gone_opens_nothing(home: Home, command: OwnCommand) -> None:
    folder, environment = home
    program(folder, "linphone", TEL)
    links = LinuxLinks(environment, command)
    links.take()
    command.proof.unlink()
    assert links.state().ours == frozenset()
    assert dict(links.state().others)["tel"] == "Linphone"


def test_a_list_that_is_a_link_stays_one(home: Home, command: OwnCommand) -> None:
    folder, environment = home
    kept = listed(folder, "[Default Applications]\n", "kept elsewhere")
    (folder / "config/mimeapps.list").symlink_to(kept)
    LinuxLinks(environment, command).take()
    assert (folder / "config/mimeapps.list").is_symlink()
    assert OWN_ENTRY in kept.read_text()


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00no text at all",
        b"[Default Applications]\na=b",
        b"\r\n[Default Applications]\r\nx=y\r\n",
        b"=\n[\n]",
    ],
)
def test_a_strange_list_loses_nothing(home: Home, command: OwnCommand, content: bytes) -> None:
    folder, environment = home
    file = listed(folder, "")
    file.write_bytes(content)
    links = LinuxLinks(environment, command)
    assert links.take().ours == ALL
    links.give_back()
    assert content.strip() in file.read_bytes()


def test_a_disk_that_takes_nothing_is_a_sentence(home: Home, command: OwnCommand) -> None:
    folder, environment = home
    (folder / "data").write_text("a file where a folder should be")
    with pytest.raises(Trouble) as caught:
        LinuxLinks(environment, command).take()
    assert caught.value.kind is ErrorKind.DISK


@pytest.mark.parametrize("others", [True, False])
def test_the_softphone_is_still_who_had_the_links(home: Home, command: OwnCommand, others: bool) -> None:
    folder, environment = home
    if others:
        program(folder, "a", TEL)
        program(folder, "zoiper", TEL)
        listed(folder, f"[Default Applications]\n{TEL}=zoiper.desktop\n")
    LinuxLinks(environment, command).take()
    programs = asyncio.run(LinuxSoftphone().programs())
    default = [one.name for one in programs if one.default]
    assert default == (["Zoiper"] if others else ["Sidetone"])
    assert [one.name for one in programs if one.ours] == ["Sidetone"]


LINES = st.sampled_from(
    [
        "[Default Applications]",
        "[Added Associations]",
        "[Something else]",
        f"{TEL}=linphone.desktop",
        f"{TEL}=linphone.desktop;zoiper.desktop;",
        f" {SIP} = zoiper.desktop; ",
        "text/html=a.desktop;b.desktop;",
        "text/html[de]=c.desktop",
        "# a comment",
        "no key",
        "",
    ]
)


@given(st.lists(LINES, max_size=14), st.booleans())
def test_whatever_a_list_says_stays_as_it_was_once_we_are_gone(lines: list[str], ends: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mimeapps.list"
        before = "\n".join(lines) + "\n" * ends
        file.write_text(before)
        for change in (Associations.put_first, Associations.take_out):
            opened = Associations(file)
            for kind in (TEL, SIP, CALLTO):
                change(opened, DEFAULTS, kind, OWN_ENTRY)
                assert (opened.programs(DEFAULTS, kind)[:1] == [OWN_ENTRY]) is (
                    change is Associations.put_first
                )
            opened.keep()
        after = file.read_text() if file.exists() else ""

    def meant(text: str) -> list[str]:
        """Return the lines, without an empty group at the end and the spaces of a line that was changed."""
        kept = [line.strip().replace(" = ", "=").replace("; ", ";") for line in text.split("\n")]
        while kept and kept[-1] in ("", f"[{DEFAULTS}]"):
            kept.pop()
        return kept

    assert meant(after) == meant(before)
