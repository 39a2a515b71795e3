"""Everything at 300 %, in a window that fills a common screen: what does not fit has to scroll."""

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.campaigns import settled
from desktop.app.tour_stops.common import enlarged, with_words
from desktop.app.tour_stops.detail import other_tabs
from desktop.app.tour_stops.network import without_proxy
from desktop.app.tour_stops.settings import show_desktop
from desktop.domain.attempts import DialSource
from desktop.domain.presence import SCHEMES, LinksState
from desktop.ui.recents.presenter import ListState
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.vault import PassphraseDialog
from desktop.ui.shell.window import MainWindow

FULL = (1920, 1080)
SMALL = (1280, 720)


async def three_times_as_large(stage: Stage) -> None:
    """Show the main screens, the dialogs and quick dial."""
    with enlarged(3.0):
        door = MainWindow()
        door.resize(*FULL)
        door.show()
        door.door().offer()
        stage.album.take(door, "scaled", "door")
        door.resize(*SMALL)
        stage.album.take(door, "scaled", "door-small")
        door.hide()
        door.deleteLater()
        window = await stage.window()
        window.resize(*FULL)
        await until(lambda: window.recents.page.state is ListState.READY)
        stage.album.take(window, "scaled", "list")
        window.recents.page.open_filter()
        stage.album.take(window, "scaled", "filter")
        window.recents.page.popover.hide()
        await with_words(stage, window)
        window.recents.show_detail()
        await until(lambda: not window.recents.sliding)
        await until(lambda: not window.recents.detail.conversation.turns.measuring)
        stage.album.take(window, "scaled", "detail")
        other_tabs(stage, window, "scaled")
        await _frame(stage, window)
        await _tabs(stage, window)
        await _settings(stage, window)
        await stage.close(window)


async def _frame(stage: Stage, window: MainWindow) -> None:
    """Show what opens over the window."""
    take = stage.album.take
    window.activateWindow()  # off screen nobody gives that back when a popover closes
    window.search.start()
    window.bar.field.setText("06 98")
    await until(lambda: window.search.presenter.settled and not window.search.popover.isHidden())
    take(window, "scaled", "search")
    window.bar.field.clear()
    window.search.rest()
    window.bar.menu.click()
    take(window, "scaled", "menu")
    window.bar.main_menu.close()
    window.show_keys()
    assert window.access.sheet is not None
    take(window, "scaled", "keys")
    window.access.sheet.reject()
    window.ask_about("+1 900 555 0143", DialSource.CLIPBOARD)
    await until(lambda: window.question is not None and window.question.isActiveWindow())
    take(window, "scaled", "question")
    window.calling.decline()
    window.quick_dial()
    quick = window.finding.quick
    assert quick is not None
    await until(quick.isVisible)
    take(quick, "scaled", "quick-dial")
    quick.hide()
    window.add_account()
    take(window, "scaled", "sign-in")
    window.resize(*SMALL)
    take(window, "scaled", "sign-in-small")
    window.resize(*FULL)
    window.sign_in.back.click()


async def _tabs(stage: Stage, window: MainWindow) -> None:
    window.show_contacts()
    await until(lambda: window.contacts is not None)
    assert window.contacts is not None
    contacts = window.contacts
    await until(lambda: contacts.presenter.settled)
    stage.album.take(window, "scaled", "contacts")
    window.show_campaigns()
    assert window.campaigns is not None
    await settled(window.campaigns)
    stage.album.take(window, "scaled", "campaigns")
    window.show_recents()


async def _settings(stage: Stage, window: MainWindow) -> None:
    window.open_settings()
    settings = window.settings.window
    assert settings is not None
    settings.resize(*FULL)
    for page in Page:
        settings.nav.choose(page)
        settings.nav.chosen.emit(page)
        if page is Page.NETWORK:
            await without_proxy(settings)
        elif page is Page.DESKTOP:
            await show_desktop(settings, LinksState(frozenset(SCHEMES)), starts=True)
        stage.album.take(settings, "scaled", f"settings-{page.value}")
    asked = PassphraseDialog(settings, changes=True)
    asked.open()
    stage.album.take(settings, "scaled", "passphrase")
    settings.resize(*SMALL)
    asked.place_over(settings)
    stage.album.take(settings, "scaled", "passphrase-small")
    asked.reject()
    asked.deleteLater()
    settings.close()
