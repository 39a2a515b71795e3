"""The opened call."""

import dataclasses
from datetime import timedelta
from pathlib import Path

from desktop.app.tour import Stage
from desktop.app.tour_stops.common import calls_of, open_call, open_first, provider_of, with_words
from desktop.domain.attempts import Attempt, AttemptState, Sighting
from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.persons import NumberHistory
from desktop.ui import sentences_detail as sentences
from desktop.ui.detail.presenter import DetailPresenter
from desktop.ui.detail.views import CallView, Said, SaidView, Tried
from desktop.ui.shell.window import MainWindow


async def details(stage: Stage, window: MainWindow) -> None:
    """Show the opened call: conversation in every state, the person, and the facts."""
    take = stage.album.take
    await open_first(stage, window, lambda call: call.outcome is Outcome.MISSED)
    take(window, "detail", "missed")
    await open_first(stage, window, lambda call: call.direction is Direction.INTERNAL)
    take(window, "detail", "internal")
    call = await with_words(stage, window)
    take(window, "detail", "transcript")
    await _passing_on(stage, window)
    await _person(stage, window)
    await open_call(window, call)
    _states(stage, window, call)


def other_tabs(stage: Stage, window: MainWindow, what: str) -> None:
    """Show the search, the person with attempts, and the facts, where sizes or names are unusual (`what`)."""
    take, detail, presenter = stage.album.take, window.recents.detail, window.recents.detail_presenter
    detail.search()
    detail.conversation.toolbar.field.setText("the")
    take(window, "detail", f"find-{what}")
    detail.conversation.finder.leave()
    view = _view(presenter)
    presenter.opened.emit(_with_attempts(stage, window, view))
    detail.show_person()
    take(window, "detail", f"person-{what}")
    presenter.opened.emit(view)
    detail.show_details()
    take(window, "detail", f"details-{what}")
    detail.show_conversation()


async def _passing_on(stage: Stage, window: MainWindow) -> None:
    """Show the search in a call, what it does not find, the chosen turns and the kinds of files."""
    take, conversation = stage.album.take, window.recents.detail.conversation
    field = conversation.toolbar.field
    assert window.recents.detail.search()
    field.setText("the")
    conversation.finder.step(1)
    take(window, "detail", "find")
    field.setText("zebra")
    take(window, "detail", "find-nothing")
    conversation.finder.leave()
    conversation.turns.go_to(2)
    conversation.turns.selectAll()
    take(window, "detail", "chosen-turns")
    conversation.copy()
    take(window, "detail", "copied")
    turns = conversation.turns
    turns.menu_wanted.emit(
        3, turns.viewport().mapToGlobal(turns.visualRect(turns.model().index(3, 0)).center())
    )
    take(window, "detail", "turn-menu")
    conversation.menu.close()
    window.recents.detail.passing.hush()
    conversation.turns.clearSelection()
    conversation.toolbar.save.click()
    take(window, "detail", "save-menu")
    conversation.toolbar.menu.close()
    conversation.turns.set_running(2, animate=False)
    conversation.turns.go_to(30)
    take(window, "detail", "away-from-now")
    conversation.turns.back_to_now()
    take(window, "detail", "running")
    conversation.turns.set_running(-1, animate=False)
    conversation.turns.scrollToTop()


async def _person(stage: Stage, window: MainWindow) -> None:
    """Show the person with calls and attempts, with nothing else, and one who withheld the number."""
    take, detail, presenter = stage.album.take, window.recents.detail, window.recents.detail_presenter
    detail.show_person()
    calls = calls_of(stage)
    numbers = [call.other for call in calls if call.other and call.direction is not Direction.INTERNAL]
    often = max(dict.fromkeys(numbers), key=numbers.count)
    same = [call for call in calls if call.other == often]
    await open_call(window, same[min(2, len(same) - 1)])
    view = _view(presenter)
    take(window, "detail", "person")
    presenter.opened.emit(_with_attempts(stage, window, view))
    take(window, "detail", "person-attempts")
    bar = detail.person.verticalScrollBar()
    bar.setValue(bar.maximum())
    take(window, "detail", "person-end")
    alone = dataclasses.replace(_view(presenter), history=NumberHistory(calls=1), tried=())
    presenter.opened.emit(alone)
    take(window, "detail", "person-alone")
    hidden = dataclasses.replace(_view(presenter).call, other=None, caller=None)
    withheld = dataclasses.replace(
        _view(presenter), call=hidden, title="Number withheld", place="", there="", history=NumberHistory()
    )
    presenter.opened.emit(withheld)
    take(window, "detail", "person-withheld")
    detail.show_conversation()


def _with_attempts(stage: Stage, window: MainWindow, view: CallView) -> CallView:
    """Return a person whom we tried to reach again and again."""
    refused = Trouble(
        ErrorKind.FORBIDDEN, provider=provider_of(window), account=view.call.account, detail="calls.create"
    )
    tried = []
    for number, (state, trouble, sighting) in enumerate(
        (
            (AttemptState.PLACED, None, Sighting.WAITING),
            (AttemptState.BUSY, None, Sighting.NOT_SEEN),
            (AttemptState.UNKNOWN, None, Sighting.NOT_SEEN),
            (AttemptState.FAILED, refused.sentence, Sighting.NOT_SEEN),
        )
    ):
        attempt = Attempt(
            id=str(number),
            account_id=view.call.account_id,
            account=view.call.account,
            line_id="1",
            number=view.call.other or "",
            state=state,
            created_at=stage.now - timedelta(minutes=3 * number + 1),
            request_id=f"0d5b0d86-6e0e-4c1b-8a53-6f4f2f2b7c1{number}",
            trouble=trouble,
        )
        tried.append(Tried(attempt, sentences.attempt_state(attempt, sighting), "Sales desk"))
    today = sentences.today(3, 1, Direction.INBOUND)
    return dataclasses.replace(view, tried=tuple(tried), today=today)


def _states(stage: Stage, window: MainWindow, call: CallRecord) -> None:
    """Show the facts, and each state of the transcript."""
    take, presenter, detail = stage.album.take, window.recents.detail_presenter, window.recents.detail
    detail.show_details()
    take(window, "detail", "details")
    detail.show_conversation()
    view, ready = _view(presenter), presenter.said_view
    presenter.opened.emit(dataclasses.replace(view, gone=sentences.gone_there(provider_of(window))))
    take(window, "detail", "gone-there")
    presenter.opened.emit(view)
    presenter.unsaved.emit(Trouble(ErrorKind.NOT_SAVED, name="call.srt", detail="disk is full").sentence)
    take(window, "detail", "unsaved")
    presenter.saved.emit(Path("call.srt"))
    detail.passing.hush()
    refused = Trouble(ErrorKind.SERVER, provider=provider_of(window), account=call.account, status=503)
    missing = Trouble(ErrorKind.UNSUPPORTED, account=call.account, detail="the token lacks the permission")
    for name, said in (
        ("loading", SaidView(Said.LOADING)),
        ("none", SaidView(Said.NONE, can_ask=True)),
        ("no-sound", SaidView(Said.NO_SOUND)),
        ("not-offered", SaidView(Said.UNSUPPORTED, sentence=missing.sentence)),
        ("pending", SaidView(Said.PENDING, since=stage.now - timedelta(seconds=42))),
        ("late", SaidView(Said.PENDING, since=stage.now - timedelta(minutes=11))),
        ("failed", SaidView(Said.FAILED, can_ask=True)),
        ("unreadable", SaidView(Said.UNREADABLE, sentence=refused.sentence)),
        ("unasked", SaidView(Said.UNASKED, sentence=refused.sentence)),
    ):
        presenter.said.emit(said)
        take(window, "detail", f"transcript-{name}")
    presenter.opened.emit(None)
    presenter.gone.emit()
    take(window, "detail", "gone-here")
    presenter.opened.emit(view)
    presenter.said.emit(ready)


def _view(presenter: DetailPresenter) -> CallView:
    assert presenter.view is not None
    return presenter.view
