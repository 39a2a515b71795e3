"""Starting with the session and links to numbers in the settings, on the real folders of a desktop."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest

from desktop.services.policy import Policy
from desktop.services.presence import Presence
from desktop.system.autostart.linux import LinuxAutostart
from desktop.system.links.linux import LinuxLinks
from desktop.system.ourselves import OwnCommand
from desktop.ui import strings_presence as strings
from desktop.ui.settings.presence import AutostartRow, LinksRow
from desktop.ui.settings.window import SettingsWindow
from tests.ui.conftest import Scene, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it writes desktop entries")

LINPHONE = (
    "[Desktop Entry]\nType=Application\nName=Linphone\nExec=/bin/true %u\nMimeType=x-scheme-handler/tel;\n"
)


def at_home(scene: Scene, policy: Policy | None = None) -> Path:
    """Give a scene a desktop of its own, where Linphone opens tel: links; return its folder."""
    home = scene.folder / "home"
    (home / "data/applications").mkdir(parents=True)
    (home / "data/applications/linphone.desktop").write_text(LINPHONE)
    program = home / "sidetone"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    environment = {
        "PATH": "/usr/bin:/bin",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_DIRS": str(home / "xdg"),
        "XDG_DATA_DIRS": str(home / "system"),
    }
    command = OwnCommand((str(program),), program)
    services = scene.opened.services
    services.later_presence.made = Presence(
        LinuxAutostart(environment, command),
        LinuxLinks(environment, command),
        policy or Policy(),
        services.changes,
    )
    return home


async def opened(scene: Scene) -> tuple[SettingsWindow, AutostartRow, LinksRow]:
    window = await scene.window()
    window.open_settings("desktop")
    settings = window.settings.window
    assert settings is not None
    (starting,), (links,) = settings.findChildren(AutostartRow), settings.findChildren(LinksRow)
    assert starting.text.text() == links.text.text() == strings.LOOKING
    assert not links.switch.isEnabled()
    await until(lambda: strings.LOOKING not in (starting.text.text(), links.text.text()))
    await until(settings.isActiveWindow)
    return settings, starting, links


def test_both_are_switched_by_key_and_count_at_once(play):
    async def steps(scene: Scene) -> None:
        home = at_home(scene)
        _, starting, links = await opened(scene)
        entry = home / "config/autostart/io.github.sidetone.Sidetone.desktop"
        starting.switch.setFocus()
        QTest.keyClick(starting.switch, Qt.Key.Key_Space)
        await until(entry.exists)
        QTest.keyClick(starting.switch, Qt.Key.Key_Space)
        await until(lambda: not entry.exists())
        await until(lambda: not starting.switch.isChecked() and starting.switch.isEnabled())
        assert starting.switch.hasFocus()

        assert not links.switch.isChecked()
        assert "tel links open Linphone, and sip and callto links open nothing" in links.text.text()
        spoken = QAccessible.queryAccessibleInterface(links.switch)
        assert spoken.text(QAccessible.Text.Name) == strings.LINKS
        assert "Linphone" in spoken.text(QAccessible.Text.Description)
        QTest.keyClick(links.switch, Qt.Key.Key_Space)
        await until(lambda: links.text.text() == strings.LINKS_TEXT)
        assert links.switch.isChecked()
        assert "Sidetone.desktop" in (home / "config/mimeapps.list").read_text()

        # Another program takes one of them, and the person comes back.
        kept = (home / "config/mimeapps.list").read_text()
        theirs = kept.replace("tel=io.github.sidetone.Sidetone.desktop", "tel=linphone.desktop")
        (home / "config/mimeapps.list").write_text(theirs)
        app = QGuiApplication.instance()
        app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        await until(lambda: "tel links open Linphone" in links.text.text())
        assert not links.switch.isChecked()

    play(steps)


def test_what_an_administrator_switched_off_says_so_and_can_be_ended(play, tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("[features]\nlinks = false\nautostart = false\n")

    async def steps(scene: Scene) -> None:
        home = at_home(scene, Policy.load(file))
        entry = home / "config/autostart/io.github.sidetone.Sidetone.desktop"
        entry.parent.mkdir(parents=True)
        entry.write_text("[Desktop Entry]\nType=Application\nName=Sidetone\nExec=/bin/true\n")
        _, starting, links = await opened(scene)
        assert str(file) in links.text.text()
        assert not links.switch.isEnabled()
        assert starting.switch.isChecked()
        starting.switch.click()
        await until(lambda: not entry.exists() and not starting.switch.isEnabled())
        assert str(file) in starting.text.text()

    play(steps)


def test_what_the_disk_does_not_take_is_said_in_its_row(play):
    async def steps(scene: Scene) -> None:
        home = at_home(scene)
        (home / "config").write_text("a file where a folder should be")
        settings, starting, links = await opened(scene)
        starting.switch.click()
        await until(lambda: not starting.trouble.isHidden())
        assert "disk" in starting.trouble.text()
        assert not starting.switch.isChecked()
        assert links.trouble.isHidden()
        (home / "config").unlink()
        starting.switch.click()
        await until(lambda: starting.trouble.isHidden() and starting.switch.isChecked())
        settings.close()

    play(steps)
