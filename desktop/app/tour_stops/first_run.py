"""The guide of the first start, page by page."""

from dataclasses import replace

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.accounts import CONNECTED, fill_in
from desktop.app.tour_stops.common import NARROW, enlarged, longer_words, mirrored
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.presence import SCHEMES, AutostartState, LinksState
from desktop.ui import strings
from desktop.ui.accounts.presenter import connected
from desktop.ui.firstrun.calling import CallingPage
from desktop.ui.firstrun.guide import Guide
from desktop.ui.firstrun.presenter import CountryView
from desktop.ui.firstrun.steps import GuideStep
from desktop.ui.firstrun.welcome import DEMO, WelcomePage
from desktop.ui.shell.entry import GUIDE_KEY
from desktop.ui.shell.window import MainWindow

REFUSED = "Starting with the system is switched off by your administrator (/etc/sidetone/policy.toml)."
UNCHANGEABLE = "This session cannot change how the desktop starts programs."
LOCKED = "Set by your administrator in /etc/sidetone/policy.toml."
BY_HAND = "Choose Sidetone for telephone links in the system's settings, under Default apps."
_OTHERS = LinksState(others=tuple((scheme, "Linphone") for scheme in SCHEMES))
_OURS = LinksState(ours=frozenset(SCHEMES))


async def _no_demo() -> None:
    """Stand for the demo, which the tour does not open."""


async def first_run(stage: Stage) -> None:
    """Show the guide where there is no account yet."""
    window = await stage.window(demo=_no_demo)
    guide, take = await _begun(window), stage.album.take
    welcome = guide.page(GuideStep.WELCOME)
    assert isinstance(welcome, WelcomePage)
    take(window, "first-run", "welcome")
    welcome.cards.cards[DEMO].setChecked(True)
    welcome.next.click()
    await until(lambda: welcome.foot_note.text() == strings.DEMO_OPENING)
    take(window, "first-run", "welcome-demo")
    welcome.cards.cards[0].setChecked(True)
    welcome.next.click()
    window.activateWindow()
    await until(window.isActiveWindow)
    fill_in(window)
    window.entry.presenter.shown.emit(connected(CONNECTED))
    take(window, "first-run", "account")
    await stage.close(window)


async def first_run_with_account(stage: Stage) -> None:
    """Show the rest of the guide, as one goes on with it after a restart."""
    window, guide = await _resumed(stage)
    shell, take = window.shell, stage.album.take
    calling = guide.page(GuideStep.CALLING)
    assert isinstance(calling, CallingPage)
    take(window, "first-run", "calling")
    calling.list.go_to(calling.list.lines.rowCount() - 1)
    calling.show_country(CountryView("FR", LOCKED, able=False))
    take(window, "first-run", "calling-locked")
    calling.list.go_to(1)
    window.resize(*NARROW)
    take(window, "first-run", "calling-narrow")
    window.resize(1180, 760)
    known, softphones = shell.lines, shell.softphones
    shell.lines, shell.softphones = (), ()
    shell.changed.emit()
    take(window, "first-run", "calling-without-lines")
    shell.lines, shell.softphones = known, softphones
    shell.changed.emit()
    await _computer(guide)
    for name, starts, opens in (
        ("computer", AutostartState(), _OTHERS),
        ("computer-on", AutostartState(enabled=True), replace(_OURS, by_hand=BY_HAND)),
        ("computer-refused", AutostartState(refusal=REFUSED), LinksState(refusal=UNCHANGEABLE)),
    ):
        _desktop(guide, starts, opens)
        take(window, "first-run", name)
    guide.presence.autostart_trouble = Trouble(ErrorKind.DISK, detail="No space left on device").sentence
    _desktop(guide, AutostartState(), _OTHERS)
    take(window, "first-run", "computer-failed")
    guide.go_to(GuideStep.READY)
    _desktop(guide, AutostartState(enabled=True), _OTHERS)
    take(window, "first-run", "ready")
    guide.end()
    await stage.close(window)


async def first_run_otherwise(stage: Stage) -> None:
    """Show the guide mirrored, with everything twice as large, and with longer words."""
    for name, context in (
        ("right-to-left", mirrored),
        ("text-200", enlarged),
        ("long-words", longer_words),
    ):
        with context():
            window, guide = await _resumed(stage)
            if name == "text-200":
                window.resize(*NARROW)
            stage.album.take(window, "first-run", f"{name}-calling")
            await _computer(guide)
            _desktop(guide, AutostartState(enabled=True), _OTHERS)
            stage.album.take(window, "first-run", f"{name}-computer")
            guide.go_to(GuideStep.READY)
            stage.album.take(window, "first-run", f"{name}-ready")
            guide.end()
            await stage.close(window)


async def _begun(window: MainWindow) -> Guide:
    await until(lambda: window.entry.guiding)
    assert window.entry.guide is not None
    return window.entry.guide


async def _resumed(stage: Stage) -> tuple[MainWindow, Guide]:
    """Open a window on a profile whose guide was broken off after the account."""
    settings = stage.container.services.settings
    await stage.bridge.call(lambda: settings.set(GUIDE_KEY, GuideStep.CALLING.value))
    window = await stage.window()
    guide = await _begun(window)
    guide.presenter.about(window.shell.accounts[0].name)
    await until(lambda: guide.presenter.country is not None)
    return window, guide


async def _computer(guide: Guide) -> None:
    guide.go_to(GuideStep.COMPUTER)
    await until(lambda: guide.presence.links is not None)


def _desktop(guide: Guide, starts: AutostartState, opens: LinksState) -> None:
    guide.presence.autostart, guide.presence.links = starts, opens
    guide.presence.changed.emit()
