"""The opened call."""

from datetime import timedelta

from desktop.app.tour import Stage
from desktop.app.tour_stops.common import PROVIDER, open_first, with_words
from desktop.domain.calls import Direction, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui.detail.views import Said, SaidView
from desktop.ui.shell.window import MainWindow


async def details(stage: Stage, window: MainWindow) -> None:
    """Show the opened call: conversation in every state, and the facts."""
    detail, take = window.recents.detail_presenter, stage.album.take
    await open_first(stage, window, lambda call: call.outcome is Outcome.MISSED)
    take(window, "detail", "missed")
    await open_first(stage, window, lambda call: call.direction is Direction.INTERNAL)
    take(window, "detail", "internal")
    call = await with_words(stage, window)
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
