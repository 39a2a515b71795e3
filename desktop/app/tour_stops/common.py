"""What several stops need: choosing a call and waiting until all of it is there."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.app.tour import Stage, until
from desktop.domain.calls import CallFilter, CallRecord, Outcome
from desktop.domain.contacts import Contact
from desktop.domain.transcripts import TranscriptState
from desktop.ui import (
    sentences_campaigns,
    sentences_files,
    sentences_recents,
    sentences_upload,
    strings,
    strings_adding,
    strings_book,
    strings_campaigns,
    strings_contact,
    strings_do_not_call,
    strings_files,
    strings_guide,
    strings_settings,
    strings_upload,
)
from desktop.ui.detail.views import Said
from desktop.ui.kit import fonts
from desktop.ui.kit.theme import theme
from desktop.ui.player.presenter import Phase
from desktop.ui.shell.window import MainWindow

NARROW, WIDE = (960, 640), (1600, 900)


@contextmanager
def mirrored() -> Iterator[None]:
    """Lay out what is built meanwhile from right to left."""
    app = _application()
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        yield
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@contextmanager
def enlarged(scale: float = 2.0) -> Iterator[None]:
    """Make texts and all else so many times as large in what is built meanwhile."""
    _enlarge(scale)
    try:
        yield
    finally:
        _enlarge(1.0)


def _enlarge(scale: float) -> None:
    theme.scale = scale
    _application().setFont(fonts.font())


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


@contextmanager
def longer_words() -> Iterator[None]:
    """Make fixed texts as long as those of another language, for the window that is built meanwhile."""
    tables = [vars(strings), vars(strings_book), vars(strings_contact)]
    tables += [vars(strings_files), vars(strings_settings), vars(strings_upload)]
    tables += [vars(strings_campaigns), vars(strings_do_not_call), vars(strings_adding)]
    tables += [vars(strings_guide)]
    tables += [
        vars(sentences_campaigns)[name] for name in ("STATUSES", "TYPES", "MODES", "SORTS", "ID_TITLES")
    ]
    tables += [vars(sentences_files)[name] for name in ("VERDICTS", "ROLES")]
    tables += [vars(sentences_upload)[name] for name in ("VERDICTS", "STATES", "PIECES")]
    tables += [vars(sentences_recents)[name] for name in ("PRESETS", "DIRECTIONS", "OUTCOMES")]
    before = [dict(table) for table in tables]
    for table in tables:
        for name, text in list(table.items()):
            if isinstance(text, str) and not str(name).startswith("_"):
                table[name] = text + ("ement" * len(text))[: math.ceil(len(text) * 0.4)]
    try:
        yield
    finally:
        for table, kept in zip(tables, before, strict=True):
            table.update(kept)


def provider_of(window: MainWindow) -> str:
    """Return the title of the first account's provider."""
    return window.shell.manifests[window.shell.accounts[0].provider].title


def calls_of(stage: Stage, wanted: CallFilter | None = None, days: int = 40) -> list[CallRecord]:
    """Read the newest calls, in the list's order."""
    wanted = wanted or CallFilter()
    found: list[CallRecord] = []
    for day in stage.rows.days(wanted)[:days]:
        found += stage.rows.rows(wanted, day.day, 0, day.calls)
    return found


async def favourite(stage: Stage, *, starred: bool) -> Contact:
    """Make somebody a favourite who has several numbers and was called lately, or take them out again."""
    known = (stage.rows.contact(call.contact_id) for call in calls_of(stage) if call.contact_id)
    several = next(one for one in known if one is not None and sum(bool(n.e164) for n in one.numbers) > 1)
    await stage.bridge.run(stage.container.services.contacts.favourite(several.id, starred))
    return several


def talked_about(call: CallRecord) -> bool:
    """Whether a call was answered, recorded and with somebody."""
    return call.has_recording and call.outcome is Outcome.ANSWERED and bool(call.other)


async def open_first(stage: Stage, window: MainWindow, fits: Callable[[CallRecord], bool]) -> CallRecord:
    """Choose the newest call that fits, and wait until all of it is there."""
    call = next(call for call in calls_of(stage) if fits(call))
    await open_call(window, call)
    return call


async def open_call(window: MainWindow, call: CallRecord) -> None:
    """Choose a call, and wait until its words and its sound are there."""
    window.recents.list.go_to_call(call)
    detail, sound = window.recents.detail_presenter, window.recents.player_presenter
    await until(lambda: detail.view is not None and detail.view.call.id == call.id)
    await until(lambda: detail.settled and detail.said_view.said is not Said.LOADING)
    await until(lambda: sound.view.phase is not Phase.LOADING)


async def with_words(stage: Stage, window: MainWindow) -> CallRecord:
    """Open the newest call whose transcript has a summary and several turns."""
    presenter = window.recents.detail_presenter
    for call in calls_of(stage):
        if not talked_about(call):
            continue
        await open_call(window, call)
        said = presenter.said_view.transcript
        if said and said.state is TranscriptState.READY and said.summary and len(said.segments) > 5:
            return call
    raise LookupError("no call of the sandbox has a transcript")
