"""The settings' page about the network, and accounts whose key ends on a known day."""

from dataclasses import replace
from datetime import date, timedelta

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW
from desktop.domain.network import SYSTEM
from desktop.services.network import CertificateFile
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.network import ProxyRow
from desktop.ui.settings.window import SettingsWindow
from desktop.ui.shell.window import MainWindow

FILE = "/etc/ssl/harbour-hill.pem"


async def without_proxy(opened: SettingsWindow) -> None:
    """Show no proxy, whatever one the computer has that the tour is made on."""
    presenter = opened.network_presenter
    await until(lambda: presenter.system is not None)
    presenter.system = ""
    presenter.changed.emit()


async def show_own_network(stage: Stage, opened: SettingsWindow) -> None:
    """Show a proxy of one's own, and certificates that count."""
    presenter = opened.network_presenter
    opened.nav.choose(Page.NETWORK)
    await until(lambda: presenter.system is not None)
    presenter.proxy, presenter.has_password = "http://ada@proxy.harbour.example:3128", True
    presenter.ca_file = FILE
    ends = (stage.now + timedelta(days=1200)).date()
    presenter.certificates = CertificateFile(FILE, 2, (("Harbour Hill Root", ends), ("Branch offices", ends)))
    presenter.changed.emit()


async def network(stage: Stage, opened: SettingsWindow) -> None:
    """Show a proxy of one's own, and what cannot be used."""
    take, presenter = stage.album.take, opened.network_presenter
    await show_own_network(stage, opened)
    row = opened.pages[Page.NETWORK].row("network.proxy")
    assert isinstance(row, ProxyRow)
    take(opened, "settings", "network-own")
    opened.resize(*NARROW)
    take(opened, "settings", "network-own-narrow")
    opened.resize(1180, 760)
    presenter.proxy, presenter.has_password = SYSTEM, None
    presenter.system = "proxy.harbour.example:3128"
    presenter.certificates = CertificateFile(FILE, trouble="there is no certificate in it")
    presenter.changed.emit()
    take(opened, "settings", "network-system")
    row.choice.choose("own")
    row.choice.activated.emit(row.choice.currentIndex())
    row.address.field.setText("socks5://proxy.harbour.example")
    row.use.click()
    await until(row.trouble.isVisible)
    take(opened, "settings", "network-refused")
    presenter.start()
    presenter.proxy_trouble = ""
    row.choice.choose(SYSTEM)


def key_ends(stage: Stage, window: MainWindow, opened: SettingsWindow, today: date) -> None:
    """Show accounts whose key ends some day, soon, and the day before yesterday."""
    shell, presenter = window.shell, opened.accounts_presenter
    kept, figures = shell.accounts, presenter.figures
    manifest = next(one for one in shell.manifests.values() if one.ends_field)
    account = next(one for one in kept if one.provider == manifest.id)
    shell.accounts = tuple(
        replace(
            account,
            id=str(place),
            name=f"{manifest.title}, {name}",
            fields={**account.fields, manifest.ends_field: (today + timedelta(days=days)).isoformat()},
            last_sync=stage.now - timedelta(seconds=31),
        )
        for place, (name, days) in enumerate((("outbound team", 7), ("surveys", 103), ("test", -2)))
    )
    presenter.figures = {}
    opened.accounts_page.refresh()
    stage.album.take(opened, "settings", "key-ends")
    shell.accounts, presenter.figures = kept, figures
    opened.accounts_page.refresh()
