"""The stops of the tour: each brings the window into a state and has its picture taken."""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop.app.tour import Stage, until
from desktop.domain.accounts import AccountState
from desktop.domain.attempts import DialSource
from desktop.domain.calls import CallFilter, CallRecord, DayCount, Direction, Outcome
from desktop.domain.changes import SyncProgress, SyncStatus
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import CallRows
from desktop.domain.transcripts import TranscriptState
from desktop.services.health import AccountHealth
from desktop.ui import strings
from desktop.ui.accounts.presenter import SignInView, Step
from desktop.ui.calling.presenter import CardState
from desktop.ui.calling.presenter import Stage as CallStage
from desktop.ui.detail.presenter import Said, SaidView
from desktop.ui.kit import fonts
from desktop.ui.kit.gallery import PAGES, Gallery
from desktop.ui.kit.theme import theme
from desktop.ui.player.presenter import Phase
from desktop.ui.recents.presenter import ListContent, ListState
from desktop.ui.shell.window import MainWindow

NARROW, WIDE = (960, 640), (1600, 900)
PROVIDER = "SIPSIM"


async def all_stops(stage: Stage, fill: Callable[[], Awaitable[object]]) -> None:
    """Go through everything in one theme; `fill` signs in and reads the history."""
    gallery(stage)
    await signing_in(stage)
    await fill()
    window = await stage.window()
    await recents(stage, window)
    await details(stage, window)
    await player(stage, window)
    await status(stage, window)
    await calling(stage, window)
    await menus(stage, window)
    await sizes(stage, window)
    await stage.close(window)
    await long_text(stage)
    await right_to_left(stage)
    await twice_as_large(stage)


def gallery(stage: Stage) -> None:
    """Show every piece of the kit in every state."""
    pages = Gallery()
    pages.show()
    for name in PAGES:
        pages.show_page(name)
        stage.album.take(pages, "gallery", name)
    pages.hide()
    pages.deleteLater()


async def signing_in(stage: Stage) -> None:
    """Show the form of the first start, and what it says."""
    window = await stage.window()
    await until(lambda: window.signing_in)
    form, take = window.sign_in, stage.album.take
    take(window, "sign-in", "first-start")
    form.save.click()
    take(window, "sign-in", "missing")
    form.field("name").setText("SIPSIM, Paris office")
    form.field("client_id").setText("st-paris-7f21c09e")
    form.field("client_secret").setText("not-the-right-one")
    window.sign_in_presenter.shown.emit(SignInView(Step.TESTING))
    take(window, "sign-in", "testing")
    window.sign_in_presenter.shown.emit(
        SignInView(Step.REFUSED, strings.KEY_REFUSED_TEXT, strings.KEY_REFUSED)
    )
    take(window, "sign-in", "refused")
    await stage.close(window)


def _calls(stage: Stage, wanted: CallFilter | None = None, days: int = 40) -> list[CallRecord]:
    """Read the newest calls, in the list's order."""
    wanted = wanted or CallFilter()
    found: list[CallRecord] = []
    for day in stage.rows.days(wanted)[:days]:
        found += stage.rows.rows(wanted, day.day, 0, day.calls)
    return found


def _talked_about(call: CallRecord) -> bool:
    return call.has_recording and call.outcome is Outcome.ANSWERED and bool(call.other)


async def _open(stage: Stage, window: MainWindow, fits: Callable[[CallRecord], bool]) -> CallRecord:
    """Choose the newest call that fits, and wait until all of it is there."""
    call = next(call for call in _calls(stage) if fits(call))
    await _open_call(window, call)
    return call


async def _open_call(window: MainWindow, call: CallRecord) -> None:
    window.recents.list.go_to_call(call)
    detail, sound = window.recents.detail_presenter, window.recents.player_presenter
    await until(lambda: detail.view is not None and detail.view.call.id == call.id)
    await until(lambda: detail.settled and detail.said_view.said is not Said.LOADING)
    await until(lambda: sound.view.phase is not Phase.LOADING)


async def recents(stage: Stage, window: MainWindow) -> None:
    """Show the list: rows, hover, keyboard, segments, search, and why it is empty."""
    page, take = window.recents.page, stage.album.take
    await until(lambda: page.state is ListState.READY)
    take(window, "recents", "all")
    await _open(stage, window, _talked_about)
    page.list.hover_row(page.list.current_row + 2)
    take(window, "recents", "chosen-and-hovered")
    page.list.hover_row(-1)
    page.list.setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "recents", "keyboard")
    page.list.clearFocus()
    page.segments.choose(1)
    await until(lambda: window.recents.model.wanted.outcomes)
    take(window, "recents", "missed")
    page.segments.choose(0)
    await until(lambda: not window.recents.model.wanted.outcomes)
    other = next(call.other for call in _calls(stage) if call.other and call.other.startswith("+33"))
    page.search.setText(f"{other[-4:-2]} {other[-2:]}")
    await until(lambda: window.recents.model.wanted.numbers)
    take(window, "recents", "search")
    page.search.setText("999 999 999")
    await until(lambda: page.state is ListState.NOTHING)
    take(window, "recents", "filtered-to-nothing")
    page.search.setText("")
    await until(lambda: page.state is ListState.READY)
    for state, sentence in (
        (ListState.LOADING, ""),
        (ListState.EMPTY, ""),
        (ListState.NO_MISSED, ""),
        (ListState.FAILED, Trouble(ErrorKind.STORE_DAMAGED).sentence),
    ):
        page.show_view(ListContent(state, CallFilter(), sentence=sentence))
        take(window, "recents", state.value.replace(" ", "-"))
    window.recents.presenter.reload()
    await until(lambda: page.state is ListState.READY)


async def details(stage: Stage, window: MainWindow) -> None:
    """Show the opened call: conversation in every state, and the facts."""
    detail, take = window.recents.detail_presenter, stage.album.take
    await _open(stage, window, lambda call: call.outcome is Outcome.MISSED)
    take(window, "detail", "missed")
    await _open(stage, window, lambda call: call.direction is Direction.INTERNAL)
    take(window, "detail", "internal")
    call = await _with_words(stage, window)
    take(window, "detail", "transcript")
    window.recents.detail.header.tabs.setCurrentIndex(1)
    take(window, "detail", "details")
    window.recents.detail.header.tabs.setCurrentIndex(0)
    ready = detail.said_view
    asked = stage.now - timedelta(seconds=42)
    refused = Trouble(ErrorKind.SERVER, provider=PROVIDER, account=call.account, status=503)
    missing = Trouble(ErrorKind.UNSUPPORTED, account=call.account, detail="the token lacks the permission")
    for name, view in (
        ("loading", SaidView(Said.LOADING)),
        ("none", SaidView(Said.NONE, can_ask=True)),
        ("not-offered", SaidView(Said.UNSUPPORTED, sentence=missing.sentence)),
        ("pending", SaidView(Said.PENDING, since=asked)),
        ("failed", SaidView(Said.FAILED, can_ask=True)),
        ("unreadable", SaidView(Said.UNREADABLE, sentence=refused.sentence)),
    ):
        detail.said.emit(view)
        take(window, "detail", f"transcript-{name}")
    detail.said.emit(ready)


async def _with_words(stage: Stage, window: MainWindow) -> CallRecord:
    """Open the newest call whose transcript has a summary and several turns."""
    presenter = window.recents.detail_presenter
    for call in _calls(stage):
        if not _talked_about(call):
            continue
        await _open_call(window, call)
        said = presenter.said_view.transcript
        if said and said.state is TranscriptState.READY and said.summary and len(said.segments) > 5:
            return call
    raise LookupError("no call of the sandbox has a transcript")


async def player(stage: Stage, window: MainWindow) -> None:
    """Show the player: paused in the middle, playing, fast, fetching, failed."""
    presenter, take = window.recents.player_presenter, stage.album.take
    await _with_words(stage, window)
    view = presenter.view
    said = window.recents.detail_presenter.said_view.transcript
    presenter.seek(said.segments[3].start_s + 1 if said else 0)
    take(window, "player", "paused")
    presenter.shown.emit(dataclasses.replace(view, playing=True, speed=1.5))
    take(window, "player", "playing")
    presenter.shown.emit(dataclasses.replace(view, phase=Phase.LOADING, waveform=None))
    take(window, "player", "loading")
    failed = Trouble(ErrorKind.BAD_SOUND).sentence
    presenter.shown.emit(dataclasses.replace(view, phase=Phase.FAILED, sentence=failed))
    take(window, "player", "failed")
    presenter.shown.emit(view)


async def status(stage: Stage, window: MainWindow) -> None:
    """Show the status line in every mood."""
    shell, take = window.shell, stage.album.take
    health, sync = shell.health, shell.sync
    account = shell.accounts[0].name
    running = SyncProgress(account, 0.42, 14_200)
    offline = AccountHealth(account, AccountState.OFFLINE, Trouble(ErrorKind.OFFLINE).sentence)
    signed_out = AccountHealth(
        account,
        AccountState.SIGN_IN,
        Trouble(ErrorKind.SIGN_IN, provider=PROVIDER, account=account).sentence,
    )
    for name, ailing, doing in (
        ("syncing", (), SyncStatus(running=(running,))),
        ("offline", (offline,), SyncStatus(last_done=stage.now, next_due=stage.now + timedelta(seconds=24))),
        ("sign-in-needed", (signed_out,), sync),
    ):
        shell.health, shell.sync = ailing, doing
        shell.changed.emit()
        take(window, "status", name)
    assert window.status.remedy is not None
    window.status.remedy.click()
    take(window, "sign-in", "again")
    window.sign_in.back.click()
    shell.health, shell.sync = health, sync
    shell.changed.emit()


async def calling(stage: Stage, window: MainWindow) -> None:
    """Show the question, and the card in every stage."""
    presenter, take = window.calling, stage.album.take
    await _open(stage, window, _talked_about)
    window.ask_about("tel:+61255501234")
    await until(lambda: window.question is not None and window.question.isActiveWindow())
    take(window, "question", "from-a-link")
    presenter.decline()
    window.ask_about("+1 900 555 0143", DialSource.CLIPBOARD)
    await until(lambda: window.question is not None and window.question.isActiveWindow())
    take(window, "question", "premium")
    presenter.decline()
    presenter.wish("112", DialSource.FIELD)
    await until(lambda: presenter.card is not None)
    take(window, "call", "emergency")
    presenter.dismiss()
    line = window.shell.line()
    shown = CardState(
        CallStage.SENDING,
        "+33 6 12 34 56 78",
        place="France, mobile",
        line=line,
        provider=PROVIDER,
    )
    placed = dataclasses.replace(shown, stage=CallStage.PLACED, since=stage.now - timedelta(seconds=6))
    forbidden = Trouble(
        ErrorKind.FORBIDDEN, provider=PROVIDER, account=window.shell.accounts[0].name, detail="calls.create"
    )
    for name, card in (
        ("sending", shown),
        ("placed", placed),
        ("linked", dataclasses.replace(placed, stage=CallStage.LINKED, call_id="1")),
        ("not-seen", dataclasses.replace(placed, stage=CallStage.NOT_SEEN)),
        (
            "busy",
            dataclasses.replace(
                shown, stage=CallStage.BUSY, retry_at=stage.now + timedelta(seconds=12), retry_s=30.0
            ),
        ),
        (
            "still-busy",
            dataclasses.replace(shown, stage=CallStage.STILL_BUSY, sentence=strings.STILL_BUSY_TEXT),
        ),
        ("unknown", dataclasses.replace(shown, stage=CallStage.UNKNOWN, sentence=strings.UNKNOWN_TEXT)),
        ("failed", dataclasses.replace(shown, stage=CallStage.FAILED, sentence=forbidden.sentence)),
    ):
        window.card.show_state(card)
        take(window, "call", name)
    window.card.show_state(None)


async def menus(stage: Stage, window: MainWindow) -> None:
    """Show the menus of the frame and of a row."""
    take = stage.album.take
    window.bar.line.click()
    take(window, "menu", "lines")
    window.bar.lines_menu.close()
    window.bar.menu.click()
    take(window, "menu", "main")
    window.bar.main_menu.close()
    rows = window.recents.list
    row = rows.current_row
    place = rows.visualRect(rows.model().index(row, 0)).center()
    rows.menu_wanted.emit(row, rows.viewport().mapToGlobal(place + QPoint(20, 0)))
    take(window, "menu", "row")
    window.recents.menu.close()


async def sizes(stage: Stage, window: MainWindow) -> None:
    """Show the smallest window and a wide one."""
    await _with_words(stage, window)
    for name, size in (("narrow", NARROW), ("wide", WIDE)):
        window.resize(*size)
        await until(lambda: not window.recents.detail.conversation.turns.measuring)
        stage.album.take(window, "window", name)


class _LongRows:
    """The store's calls with names and tags that are too long for every place."""

    NAME = "Dr. Maximiliane <b>von Hohenstein-Wartenburg</b>, Einkauf & Logistik, Niederlassung Süd"

    def __init__(self, rows: CallRows) -> None:
        self._rows = rows

    def days(self, wanted: CallFilter) -> Sequence[DayCount]:
        return self._rows.days(wanted)

    def rows(self, wanted: CallFilter, day: date, offset: int, limit: int) -> Sequence[CallRecord]:
        return [self._long(call) for call in self._rows.rows(wanted, day, offset, limit)]

    def get(self, call_id: str) -> CallRecord | None:
        call = self._rows.get(call_id)
        return self._long(call) if call else None

    def _long(self, call: CallRecord) -> CallRecord:
        return dataclasses.replace(call, name=self.NAME)


async def long_text(stage: Stage) -> None:
    """Show names that do not fit, with characters that HTML would eat."""
    window = await stage.window(_LongRows(stage.rows))
    await until(lambda: window.recents.page.state is ListState.READY)
    await _with_words(stage, window)
    stage.album.take(window, "window", "long-text")
    window.resize(*NARROW)
    await until(lambda: not window.recents.detail.conversation.turns.measuring)
    stage.album.take(window, "window", "long-text-narrow")
    await stage.close(window)


async def right_to_left(stage: Stage) -> None:
    """Show the window mirrored."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window = await stage.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    await _with_words(stage, window)
    stage.album.take(window, "window", "right-to-left")
    await stage.close(window)
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


async def twice_as_large(stage: Stage) -> None:
    """Show the window with text at 200 %."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.scale = 2.0
    app.setFont(fonts.font())
    window = await stage.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    await _with_words(stage, window)
    stage.album.take(window, "window", "text-200")
    await stage.close(window)
    theme.scale = 1.0
    app.setFont(fonts.font())
