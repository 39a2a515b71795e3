"""This computer's softphone: found as the desktop finds it, started once, and never Sidetone itself."""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.app.cli.exits import Exit
from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.entries import Entries, Entry
from desktop.system.softphone import link, system_softphone
from desktop.system.softphone.launch import REFUSED

TEL, SIP = "x-scheme-handler/tel", "x-scheme-handler/sip"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are of Linux")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it, and a system with no programs."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CURRENT_DESKTOP", "APPIMAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "system"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "xdg"))
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    return tmp_path


Write = Callable[..., Path]


@pytest.fixture
def write(home: Path) -> Write:
    def entry(
        name: str, command: str = "/bin/true %u", *types: str, system: bool = False, **more: str
    ) -> Path:
        folder = (home / "system" if system else home / ".local/share") / "applications"
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = ["[Desktop Entry]", "Type=Application", f"Name={name.partition('.')[0].title()}"]
        lines += [f"Exec={command}", f"MimeType={';'.join(types or (TEL,))};"]
        lines += [f"{key}={value}" for key, value in more.items()]
        file.write_text("\n".join([*lines, "", "[Desktop Action New]", "Exec=/bin/false"]))
        return file

    return entry


def associations(home: Path, text: str, place: str = ".config/mimeapps.list") -> None:
    (home / place).parent.mkdir(parents=True, exist_ok=True)
    (home / place).write_text(text)


def opening() -> tuple[dict[str, Entry], dict[str, str]]:
    found, ranks = Entries(os.environ).opening()
    return found, {kind: order[0] for kind, order in ranks.items()}


# ---- which programs there are


def test_without_any_there_is_none(home: Path) -> None:
    assert opening() == ({}, {})
    assert asyncio.run(system_softphone().programs()) == []


def test_the_person_s_choice_comes_before_the_system_s(home: Path, write: Write) -> None:
    write("one.desktop")
    write("two.desktop", "/bin/true %U", TEL, SIP, system=True)
    associations(home, f"[Default Applications]\n{TEL}=one.desktop\n", "xdg/mimeapps.list")
    assert opening()[1][TEL] == "one.desktop"
    associations(home, f"# mine\n[Default Applications]\n{TEL}=gone.desktop;two.desktop;\n")
    assert opening()[1] == {TEL: "two.desktop", SIP: "two.desktop"}
    names = [(one.name, one.default) for one in asyncio.run(system_softphone().programs())]
    assert names == [("Two", True), ("One", False)]


def test_a_desktop_s_own_list_comes_first(home: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("one.desktop")
    write("two.desktop")
    associations(home, f"[Default Applications]\n{TEL}=one.desktop\n")
    associations(home, f"[Default Applications]\n{TEL}=two.desktop\n", ".config/kde-mimeapps.list")
    assert opening()[1][TEL] == "one.desktop"
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    assert opening()[1][TEL] == "two.desktop"


def test_associations_are_added_and_removed(home: Path, write: Write) -> None:
    write("phone.desktop", "/bin/true %u", "text/plain")
    write("other.desktop")
    associations(
        home, f"[Added Associations]\n{TEL}=phone.desktop;\n[Removed Associations]\n{TEL}=other.desktop;\n"
    )
    found, defaults = opening()
    assert (set(found), defaults[TEL]) == ({"phone.desktop"}, "phone.desktop")


def test_an_entry_in_a_folder_below_and_one_that_hides_another(home: Path, write: Write) -> None:
    write("vendor/phone.desktop", system=True)
    write("hidden.desktop", system=True)
    write("hidden.desktop", Hidden="true")
    assert set(opening()[0]) == {"vendor-phone.desktop"}


@pytest.mark.parametrize(
    "more",
    [
        {"Terminal": "true"},
        {"TryExec": "/nowhere/at-all"},
        {"Type": "Link"},
    ],
)
def test_what_cannot_be_started_is_not_offered(home: Path, write: Write, more: dict[str, str]) -> None:
    file = write("phone.desktop", **more)
    if "Type" in more:
        file.write_text(file.read_text().replace("Type=Application\n", ""))
    assert opening()[0] == {}


@pytest.mark.parametrize("command", ["", "/nowhere/phone %u", '"unended %u'])
def test_a_command_that_is_none_is_not_offered(home: Path, write: Write, command: str) -> None:
    write("phone.desktop", command)
    assert opening()[0] == {}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[Desktop Entry]", b"x" * 300_000, b"no group\nExec=a\n[=]\n=\n"]
)
def test_a_broken_file_hides_no_other(home: Path, write: Write, content: bytes) -> None:
    write("phone.desktop")
    write("broken.desktop").write_bytes(content)
    associations(home, "\x00[Default Applications\n=;;\n")
    assert set(opening()[0]) == {"phone.desktop"}


def test_its_name_is_in_the_person_s_language_on_one_line(home: Path, write: Write) -> None:
    write("phone.desktop", **{"Name[fr]": "Téléphone\\nrouge", "Name[de]": "Telefon"})
    assert opening()[0]["phone.desktop"].name == "Téléphone rouge"


# ---- what it is started with


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/bin/true %u", ["/bin/true", "LINK"]),
        ("/bin/true --open=%U --class %c", ["/bin/true", "--open=LINK", "--class", "Phone"]),
        ("/bin/true %i %f", ["/bin/true", "LINK"]),
        ("/bin/true", ["/bin/true", "LINK"]),
        ('/bin/true "a b" %u 100%%', ["/bin/true", "a b", "LINK", "100%"]),
        ("/bin/true @@u %u @@", ["/bin/true", "@@u", "LINK", "@@"]),
        ('/bin/true "\\\\$HOME" %u', ["/bin/true", "$HOME", "LINK"]),
        ("/bin/true ; touch /evil %u", ["/bin/true", ";", "touch", "/evil", "LINK"]),
    ],
)
def test_the_link_is_one_word_of_the_command(
    home: Path, write: Write, command: str, words: list[str]
) -> None:
    write("phone.desktop", command)
    assert opening()[0]["phone.desktop"].started_with("LINK") == words


@pytest.mark.parametrize(
    ("number", "made"), [("+441632960001", "tel:+441632960001"), ("*43#", "tel:*43%23"), ("1004", "tel:1004")]
)
def test_the_link_holds_the_number(number: str, made: str) -> None:
    assert link.link_to("tel", number) == made


@pytest.mark.parametrize(
    "number", ["", "+44;rm", "1 2", "12\n3", "--help", "+44?x", "abc", "١٢٣", "+44&", "file:/etc/passwd"]
)
def test_nothing_but_a_number_goes_into_a_link(number: str) -> None:
    with pytest.raises(ValueError, match="number"):
        link.link_to("tel", number)
    with pytest.raises(ValueError, match="number"):
        link.link_to("http", "123")


# ---- handing over


def taker(home: Path, code: int = 0) -> str:
    """Return the command of a program that writes down what it gets."""
    script = home / "taker"
    script.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >> {home}/taken\nenv > {home}/env\nexit {code}\n')
    script.chmod(0o700)
    return f"{script} --call %u"


def hand_over(program: str, number: str = "+441632960001") -> str:
    return asyncio.run(system_softphone().hand_over(program, number))


def test_the_program_gets_the_link_once_and_nothing_of_ours(
    home: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDETONE_PASSPHRASE", "correct horse")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/ours")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/theirs")
    write("phone.desktop", taker(home))
    assert hand_over("phone.desktop") == ""
    assert (home / "taken").read_text() == "--call|tel:+441632960001|"
    environment = (home / "env").read_text()
    assert "correct horse" not in environment
    assert "LD_LIBRARY_PATH=/theirs" in environment
    assert link.MARK in environment


def test_a_program_that_only_takes_sip_gets_sip(home: Path, write: Write) -> None:
    write("phone.desktop", taker(home), SIP)
    hand_over("phone.desktop")
    assert "sip:+441632960001" in (home / "taken").read_text()


def test_a_program_that_runs_on_is_not_waited_for(home: Path, write: Write) -> None:
    write("phone.desktop", "/bin/sleep 2")
    write("phone.desktop", f"/bin/sh -c 'exec sleep 3' {'%u'}")
    began = time.monotonic()
    assert hand_over("phone.desktop") == ""
    assert time.monotonic() - began < 2


def test_a_program_that_ends_with_a_fault_is_told_of(home: Path, write: Write) -> None:
    write("phone.desktop", taker(home, 3))
    assert "Phone ended at once, with 3." in hand_over("phone.desktop")


@pytest.mark.parametrize("fault", ["not executable", "not there any more", "no interpreter"])
def test_a_program_that_does_not_start_is_no_call(home: Path, write: Write, fault: str) -> None:
    write("phone.desktop", taker(home))
    if fault == "no interpreter":
        (home / "taker").write_text("#!/nowhere/sh\n")
    else:
        (home / "taker").unlink() if "there" in fault else (home / "taker").chmod(0o600)
    with pytest.raises(Trouble) as caught:
        hand_over("phone.desktop")
    assert caught.value.kind is ErrorKind.NO_SOFTPHONE
    assert "nothing was called" in caught.value.sentence


# ---- never to ourselves


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("io.github.sidetone.Sidetone.desktop", "/bin/true %u"),
        ("other.desktop", "/bin/env PYTHONPATH=/x python3 -m desktop %u"),
        ("snap.desktop", "/bin/sh /usr/local/bin/sidetone %u"),
        ("flatpak.desktop", "/bin/true run io.github.sidetone.Sidetone @@u %u @@"),
    ],
)
def test_sidetone_is_known_and_never_started(home: Path, write: Write, name: str, command: str) -> None:
    write(name, command)
    (program,) = asyncio.run(system_softphone().programs())
    assert program.ours
    with pytest.raises(Trouble) as caught:
        hand_over(name)
    assert "Sidetone itself" in caught.value.sentence


def test_other_programs_are_not_taken_for_it(home: Path, write: Write) -> None:
    write("phone.desktop", "/bin/true --title desktop -m other %u")
    (program,) = asyncio.run(system_softphone().programs())
    assert not program.ours


def test_a_program_that_turns_out_to_be_sidetone_is_said_so(home: Path, write: Write) -> None:
    assert REFUSED == Exit.REFUSED
    write("phone.desktop", taker(home, REFUSED))
    with pytest.raises(Trouble) as caught:
        hand_over("phone.desktop")
    assert "Phone opens Sidetone itself, so nothing was called." in caught.value.sentence


@pytest.mark.parametrize(
    ("ago", "number", "opened", "back"),
    [
        (0, "+441632960001", "tel:+441632960001", True),
        (19, "+441632960001", "tel:+44-1632-960001", True),
        (0, "1004", "sip:1004@10.0.0.4;transport=tcp", True),
        (0, "+441632960001", "tel:%2B441632960001", True),
        (0, "+441632960001", "+44 1632 960001", True),
        (0, "1004", "tel:+4410045", False),
        (0, "", "tel:", False),
        (0, "+441632960001", "tel:+441632960002", False),
        (21, "+441632960001", "tel:+441632960001", False),
        (-60, "+441632960001", "tel:+441632960001", False),
    ],
)
def test_a_link_that_comes_back_is_known_for_some_seconds(
    ago: int, number: str, opened: str, back: bool
) -> None:
    environment = {link.MARK: f"{time.time() - ago:.0f} {number}"}
    assert link.came_back(opened, environment) is back


@pytest.mark.parametrize("mark", ["", "now", "12", "12 ", " +44", "x +44"])
def test_a_mark_that_cannot_be_read_is_none(mark: str) -> None:
    assert not link.came_back("tel:+441632960001", {link.MARK: mark} if mark else {})
