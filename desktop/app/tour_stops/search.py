"""The command bar's rows, and quick dial."""

import dataclasses
from datetime import timedelta

from PySide6.QtCore import QPoint

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, enlarged, favourite, mirrored, provider_of
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import strings
from desktop.ui.calling.views import CardState
from desktop.ui.calling.views import Stage as CallStage
from desktop.ui.kit.marked import Part
from desktop.ui.kit.theme import theme
from desktop.ui.quickdial.window import QuickDial
from desktop.ui.recents.presenter import ListState
from desktop.ui.search.face import Row, message
from desktop.ui.search.presenter import Answer
from desktop.ui.shell.window import MainWindow

FIRST = (1180, 760)
TYPED = {
    "newest": "",
    "rows": "06 98",
    "number": "Tel.: +33 (0)1 99.00-17 42 (bureau)",
    "line": "desk",
    "emergency": "112",
    "no-number": "12345678901234567890",
    "nobody": "<b>zoë</b>",
}
LONG = "Dr. Maximiliane <b>von Hohenstein-Wartenburg</b>, Einkauf & Logistik, Niederlassung Süd"
PLACE = QPoint(340, 224)
"""Where quick dial stands in its design, in the window's pixels."""


async def searching(stage: Stage, window: MainWindow) -> None:
    """Show what the command bar finds, and quick dial with all it can say."""
    somebody = await favourite(stage, starred=True)
    number = next(one.e164 for one in somebody.numbers if one.e164)
    people = {"contact": somebody.name.split()[0][:3], "contact-number": number or ""}
    await _command_bar(stage, window, people)
    await _quick_dial(stage, window, people)
    await favourite(stage, starred=False)


async def searching_otherwise(stage: Stage) -> None:
    """Show both mirrored, and twice as large: a window that stays open would keep sizes of both scales."""
    await _mirrored(stage)
    await _large(stage)


async def _command_bar(stage: Stage, window: MainWindow, people: dict[str, str]) -> None:
    search, take = window.search, stage.album.take
    window.activateWindow()  # off screen nobody gives that back when a popover closes
    for state, text in (TYPED | people).items():
        search.start()
        window.bar.field.setText(text)
        await until(lambda: search.presenter.settled and not search.popover.isHidden())
        take(window, "search", state)
    window.bar.field.setText("06 98")
    await until(lambda: search.presenter.settled)
    window.resize(*NARROW)
    take(window, "search", "narrow")
    for state, rows in _staged(search.popover.view.rows):
        search.presenter.found.emit(Answer("x", rows))
        take(window, "search", state)
    window.resize(*FIRST)
    window.bar.field.clear()
    search.rest()


def _staged(known: tuple[Row, ...]) -> list[tuple[str, tuple[Row, ...]]]:
    trouble = Trouble(ErrorKind.STORE_DAMAGED, detail="the database disk image is malformed")
    return [
        (
            "long-text",
            tuple(
                dataclasses.replace(row, title=Part(LONG), meta=(row.title, Part(LONG), *row.meta))
                for row in known
            ),
        ),
        ("slow", (message(strings.LOOKING_UP, ""),)),
        ("failed", (message(strings.SEARCH_FAILED, trouble.sentence, "warning"),)),
    ]


async def _opened(window: MainWindow) -> QuickDial:
    window.quick_dial()
    quick = window.finding.quick
    assert quick is not None
    await until(quick.isVisible)
    return quick


def _over(window: MainWindow, quick: QuickDial) -> None:
    """Put it where the design has it, over the window."""
    corner = quick.field.mapTo(quick, QPoint(-1, -1))
    quick.move(window.mapToGlobal(PLACE * theme.scale) - corner)


async def _quick_dial(stage: Stage, window: MainWindow, people: dict[str, str]) -> None:
    take = stage.album.take
    quick = await _opened(window)
    for state, text in (TYPED | people).items():
        quick.field.setText(text)
        await until(lambda: quick.presenter.settled)
        _over(window, quick)
        take(window, "quick-dial", state)
    quick.field.setText("06 98")
    await until(lambda: quick.presenter.settled)
    for state, rows in _staged(quick.view.rows):
        quick.presenter.found.emit(Answer("x", rows))
        take(window, "quick-dial", state)
    shown = CardState(
        CallStage.SENDING,
        "+33 1 99 00 17 42",
        place="France, fixed line",
        line=window.shell.line(),
        provider=provider_of(window),
    )
    for state, card in (
        ("sending", shown),
        ("placed", dataclasses.replace(shown, stage=CallStage.PLACED, since=stage.now)),
        (
            "busy",
            dataclasses.replace(
                shown, stage=CallStage.BUSY, retry_at=stage.now + timedelta(seconds=12), retry_s=30.0
            ),
        ),
        ("linked", dataclasses.replace(shown, stage=CallStage.LINKED, call_id="1")),
        ("unknown", dataclasses.replace(shown, stage=CallStage.UNKNOWN, sentence=strings.UNKNOWN_TEXT)),
    ):
        quick.show_call(card)
        take(window, "quick-dial", state)
    quick.hide()
    accounts, window.shell.accounts = window.shell.accounts, ()
    window.shell.changed.emit()
    quick = await _opened(window)
    _over(window, quick)
    take(window, "quick-dial", "no-account")
    quick.hide()
    window.shell.accounts = accounts
    window.shell.changed.emit()


async def _in_another_window(stage: Stage, state: str) -> None:
    window = await stage.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    window.search.start()
    window.bar.field.setText("06 98")
    await until(lambda: window.search.presenter.settled and not window.search.popover.isHidden())
    stage.album.take(window, "search", state)
    window.search.rest()
    quick = await _opened(window)
    quick.field.setText("06 98")
    await until(lambda: quick.presenter.settled)
    _over(window, quick)
    stage.album.take(window, "quick-dial", state)
    quick.hide()
    await stage.close(window)


async def _mirrored(stage: Stage) -> None:
    with mirrored():
        await _in_another_window(stage, "right-to-left")


async def _large(stage: Stage) -> None:
    with enlarged():
        await _in_another_window(stage, "text-200")
