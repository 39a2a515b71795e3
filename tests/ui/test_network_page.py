"""The settings' page about the network: a proxy with its password, and certificates of one's own."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.domain.network import NONE, SYSTEM
from desktop.services.network import CA_FILE, PASSWORD, PROXY
from desktop.ui import strings_network as strings
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.network import OWN, CertificatesRow, ProxyRow
from desktop.ui.settings.window import SettingsWindow
from tests.support.authority import Authority
from tests.ui.conftest import Scene, until

KEY = Qt.Key
ADDRESS = "http://proxy.harbour.example:3128"


async def opened(scene: Scene) -> tuple[SettingsWindow, ProxyRow, CertificatesRow]:
    await scene.sign_in()
    window = await scene.window()
    window.open_settings(Page.NETWORK)
    settings = window.settings.window
    assert settings is not None
    proxy = settings.pages[Page.NETWORK].row(PROXY)
    file = settings.pages[Page.NETWORK].row(CA_FILE)
    assert isinstance(proxy, ProxyRow)
    assert isinstance(file, CertificatesRow)
    await until(lambda: proxy.text.text() != strings.LOOKING)
    return settings, proxy, file


def choose(row: ProxyRow, value: str) -> None:
    """Choose as a person does, who presses the arrows on it."""
    row.choice.setFocus()
    row.choice.choose(value)
    row.choice.activated.emit(row.choice.currentIndex())


def test_a_pasted_proxy_is_taken_apart_and_its_password_is_nowhere_but_in_the_vault(play) -> None:
    async def steps(scene: Scene) -> None:
        settings, row, _ = await opened(scene)
        engine = scene.opened
        kept = engine.services.settings
        assert (row.choice.value, row.form.isVisible()) == (SYSTEM, False)
        choose(row, OWN)
        assert row.address.field.hasFocus()
        assert kept.get(PROXY) == SYSTEM, "nothing holds before there is an address"
        QTest.keyClick(row.address.field, KEY.Key_Return)
        assert row.address.field._wrong
        QTest.keyClicks(row.address.field, "http://ada:harbour-7@proxy.harbour.example:3128/")
        QTest.keyClick(row.address.field, KEY.Key_Return)
        await until(lambda: row.address.field.text() == ADDRESS)
        assert kept.get(PROXY) == "http://ada@proxy.harbour.example:3128"
        assert row.user.field.text() == "ada"
        assert row.text.text() == "Providers are reached over proxy.harbour.example:3128 as ada."
        assert engine.vault.get(PASSWORD) == "harbour-7"
        assert not any("harbour-7" in one.text() for one in settings.findChildren(QLineEdit))
        QTest.keyClicks(row.password.field, "another")
        row.use.click()
        await until(lambda: engine.vault.get(PASSWORD) == "another")
        await until(lambda: not settings.network_presenter._scope.names())
        row.user.field.clear()
        row.use.click()
        await until(lambda: engine.vault.get(PASSWORD) is None)
        assert kept.get(PROXY) == ADDRESS
        choose(row, NONE)
        await until(lambda: kept.get(PROXY) == NONE and row.text.text() == strings.NONE_TEXT)
        assert not row.form.isVisible()

    play(steps)


def test_an_address_that_cannot_be_stays_to_be_mended(play) -> None:
    async def steps(scene: Scene) -> None:
        _, row, _ = await opened(scene)
        choose(row, OWN)
        QTest.keyClicks(row.address.field, "socks5://proxy.example")
        row.use.click()
        await until(lambda: not row.trouble.isHidden())
        assert "begins with http://" in row.trouble.text()
        assert row.address.field.text() == "socks5://proxy.example"
        assert scene.opened.services.settings.get(PROXY) == SYSTEM
        QTest.keyClick(row.address.field, KEY.Key_End)
        QTest.keyClick(row.address.field, KEY.Key_Backspace)
        assert row.trouble.isHidden(), "whoever mends it is not told again"

    play(steps)


def test_a_file_of_certificates_is_looked_into_and_taken_out(play, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    hello = tmp_path / "hello.pem"
    hello.write_text("hello")

    async def steps(scene: Scene) -> None:
        settings, _, row = await opened(scene)
        assert row.take_out.isHidden()
        row.choose.click()
        assert row.dialog is not None
        row.dialog.selectFile(str(hello))
        row.dialog.fileSelected.emit(str(hello))
        row.dialog.close()
        await until(lambda: "there is no certificate in it" in row.trouble.text())
        hello.write_bytes(authority.pem.read_bytes())
        row._presenter.start()  # as when the page is opened the next time
        await until(row.trouble.isHidden)
        assert row.found.text().startswith(f"1 certificate in {hello}: Harbour Hill Root until ")
        settings.activateWindow()
        await until(settings.isActiveWindow)
        row.take_out.click()
        await until(row.take_out.isHidden)
        assert scene.opened.services.settings.get(CA_FILE) == ""
        assert row.found.isHidden()
        assert row.choose.hasFocus()

    play(steps)
