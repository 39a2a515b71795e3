"""The settings' window: each page, the search, and accounts in every state."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, provider_of
from desktop.app.tour_stops.network import key_ends, network, show_own_network, without_proxy
from desktop.domain.accounts import Account, AccountState
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.health import HALF_HOUR, HalfHour, half_hour_of
from desktop.domain.presence import SCHEMES, AutostartState, LinksState
from desktop.services.health import BARS, Figures
from desktop.ui.kit import fonts
from desktop.ui.kit.theme import theme
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.places import KeptRow
from desktop.ui.settings.window import SettingsWindow
from desktop.ui.shell.window import MainWindow

LONG = "Dr. Maximiliane <b>von Hohenstein-Wartenburg</b>, Einkauf & Logistik, Niederlassung Süd"


def _figures(now: datetime, *bad: int, worst: int | None = None, known_from: int = 0) -> Figures:
    """Return figures with failures in the bars at these places."""
    first = half_hour_of(now) - (BARS - 1) * HALF_HOUR
    hours = [HalfHour(first + place * HALF_HOUR, 60 if place >= known_from else 0) for place in range(BARS)]
    for place in bad:
        at = hours[place].start + timedelta(minutes=4)
        hours[place] = replace(hours[place], failures=1, failed_at=at, failed=ErrorKind.TIMEOUT)
    if worst is not None:
        at = hours[worst].start + timedelta(minutes=12)
        hours[worst] = replace(hours[worst], failures=60, failed_at=at, failed=ErrorKind.OFFLINE)
    return Figures(tuple(hours), new=3, since=now - timedelta(days=365), sound=214 << 20)


def _accounts(now: datetime, account: Account, provider: str) -> tuple[Account, ...]:
    """Return the account, well, and others of the same provider that are not."""
    well = replace(account, last_sync=now - timedelta(seconds=12), calls=48_210)
    signed_out = replace(
        account,
        id="2",
        name=f"{provider}, outbound team",
        state=AccountState.SIGN_IN,
        trouble=Trouble(ErrorKind.SIGN_IN, provider=provider, account=account.name).sentence,
        last_sync=now - timedelta(hours=1, minutes=27),
    )
    return well, signed_out


async def settings(stage: Stage, window: MainWindow) -> None:
    """Show every page, what the search finds, and accounts that are not well."""
    take, shell = stage.album.take, window.shell
    kept = shell.accounts
    window.open_settings()
    opened = window.settings.window
    assert opened is not None
    presenter = opened.accounts_presenter
    await until(lambda: presenter.figures and opened.presenter.values and opened.presenter.kept is not None)
    await until(lambda: opened.presenter.notifier is not None)
    title = provider_of(window)
    well, signed_out = _accounts(stage.now, kept[0], title)
    lines = shell.lines
    shell.accounts = (well, signed_out)
    presenter.figures = {
        well.name: _figures(stage.now, 15),
        signed_out.name: _refused(stage.now),
    }
    _show(opened)
    take(opened, "settings", "accounts")
    opened.resize(*NARROW)
    take(opened, "settings", "accounts-narrow")
    opened.resize(1180, 760)
    silent = replace(kept[-1], last_sync=stage.now - timedelta(seconds=31), calls=9_210)
    shell.accounts = (silent, signed_out)
    presenter.figures = {silent.name: _figures(stage.now), signed_out.name: _refused(stage.now)}
    _show(opened)
    take(opened, "settings", "cannot")
    offline = replace(
        well,
        state=AccountState.OFFLINE,
        trouble=Trouble(ErrorKind.OFFLINE, provider=title).sentence,
        last_sync=stage.now - timedelta(minutes=50),
    )
    broken = replace(
        signed_out,
        name="Reception",
        state=AccountState.ERROR,
        trouble=Trouble(ErrorKind.SERVER, provider=title, status=500).sentence,
    )
    shell.accounts = (offline, broken)
    presenter.figures = {
        offline.name: _figures(stage.now, 40, worst=47),
        broken.name: _figures(stage.now, 3, 4, 5),
    }
    _show(opened)
    take(opened, "settings", "trouble")
    paused = replace(well, state=AccountState.PAUSED, name=LONG)
    shell.accounts = (paused,)
    presenter.figures = {LONG: _figures(stage.now, known_from=44)}
    _show(opened)
    take(opened, "settings", "paused-long-name")
    card = opened.accounts_page.cards[0]
    card.more.click()
    take(opened, "settings", "account-menu")
    card.menu.close()
    _questions(stage, opened)
    shell.accounts = ()
    _show(opened)
    take(opened, "settings", "no-accounts")
    shell.accounts, shell.lines = kept, lines
    _show(opened)
    key_ends(stage, window, opened, stage.now.astimezone().date())
    await without_proxy(opened)
    await _pages(stage, opened)
    await network(stage, opened)
    opened.close()


def _questions(stage: Stage, opened: SettingsWindow) -> None:
    """Show what is asked about the one account that there is."""
    page = opened.accounts_page
    page.cards[0].rename_wanted.emit(LONG)
    stage.album.take(opened, "settings", "rename")
    page.close_dialog()
    for state, unsent in (("remove", 0), ("remove-unsent", 3)):
        opened.accounts_presenter.removal_asked.emit(LONG, unsent)
        stage.album.take(opened, "settings", state)
        page.close_dialog()


def _refused(now: datetime) -> Figures:
    made = _figures(now)
    last = replace(made.hours[-3], failures=1, failed_at=now - timedelta(hours=1, minutes=25))
    return replace(made, hours=(*made.hours[:-3], replace(last, failed=ErrorKind.SIGN_IN), *made.hours[-2:]))


def _show(opened: SettingsWindow) -> None:
    opened.accounts_page.refresh()
    opened.mark()


async def show_desktop(opened: SettingsWindow, links: LinksState, *, starts: bool = False) -> None:
    """Show a desktop with this state of its links."""
    presenter = opened.presence_presenter
    await until(lambda: presenter.links is not None)
    presenter.autostart, presenter.links = AutostartState(enabled=starts), links
    presenter.changed.emit()


async def _pages(stage: Stage, opened: SettingsWindow) -> None:
    take = stage.album.take
    await until(lambda: opened.presence_presenter.links is not None)
    opened.nav.choose(Page.DESKTOP)
    take(opened, "settings", "desktop-refused")  # as a session that is thrown away
    await show_desktop(opened, LinksState(frozenset({"sip"}), (("tel", "Linphone"), ("callto", ""))))
    take(opened, "settings", "desktop-links-in-part")
    await show_desktop(opened, LinksState(frozenset(SCHEMES)), starts=True)
    for page in tuple(Page)[1:]:
        opened.nav.choose(page)
        take(opened, "settings", page.value)
    opened.nav.choose(Page.DESKTOP)
    opened.presenter.refused.emit("sync.interval_s", "From 5 to 86,400.", False)
    theme_row = opened.pages[Page.DESKTOP].row("ui.theme")
    assert theme_row is not None
    theme_row.reset.show()
    take(opened, "settings", "refused")
    opened.nav.choose(Page.PRIVACY)
    kept = opened.pages[Page.PRIVACY].findChildren(KeptRow)[0]
    await until(lambda: opened.presenter.kept is not None)
    opened.presenter.kept = 214 << 20
    opened.presenter.cache_changed.emit()
    kept.button.click()
    take(opened, "settings", "empty-question")
    kept.close_dialog()
    opened.presenter.emptying = 0.4
    opened.presenter.cache_changed.emit()
    take(opened, "settings", "emptying")
    opened.presenter.emptying = opened.presenter.kept = None
    opened.presenter.start()
    await until(lambda: opened.presenter.kept is not None)
    opened.activateWindow()
    await until(opened.isActiveWindow)
    opened.field.setText("night")
    take(opened, "settings", "hits")
    opened.hits.enter()
    opened.hits.choose_first()
    take(opened, "settings", "found")
    opened.field.setText("teleport")
    take(opened, "settings", "no-hits")
    opened.field.clear()


async def _with_two_accounts(stage: Stage, window: MainWindow) -> SettingsWindow:
    window.open_settings()
    opened = window.settings.window
    assert opened is not None
    presenter = opened.accounts_presenter
    await until(lambda: presenter.figures)
    well, signed_out = _accounts(stage.now, window.shell.accounts[0], provider_of(window))
    window.shell.accounts = (well, signed_out)
    presenter.figures = {well.name: _figures(stage.now, 15), signed_out.name: _refused(stage.now)}
    _show(opened)
    return opened


async def settings_otherwise(stage: Stage) -> None:
    """Show the window mirrored, and with everything twice as large."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for name in ("right-to-left", "text-200"):
        if name == "right-to-left":
            app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        else:
            theme.scale = 2.0
            app.setFont(fonts.font())
        window = await stage.window()
        opened = await _with_two_accounts(stage, window)
        stage.album.take(opened, "settings", name)
        opened.nav.choose(Page.DESKTOP)
        others = (("tel", "Linphone"), ("sip", "Linphone"), ("callto", ""))
        await show_desktop(opened, LinksState(others=others))
        stage.album.take(opened, "settings", f"{name}-desktop")
        await show_own_network(stage, opened)
        stage.album.take(opened, "settings", f"{name}-network")
        opened.nav.choose(Page.DESKTOP)
        if name == "text-200":
            opened.resize(*NARROW)
            stage.album.take(opened, "settings", "text-200-narrow-desktop")
            opened.nav.choose(Page.ACCOUNTS)
            stage.album.take(opened, "settings", "text-200-narrow")
        await stage.close(window)
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme.scale = 1.0
        app.setFont(fonts.font())
