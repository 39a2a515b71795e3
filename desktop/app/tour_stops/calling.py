"""The question before a call, and the card after it."""

import dataclasses
from datetime import timedelta

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import open_first, provider_of, talked_about
from desktop.domain.accounts import Ability
from desktop.domain.attempts import Attempt, AttemptState, DialSource
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import sentences, sentences_calling, strings
from desktop.ui.calling.views import CardState
from desktop.ui.calling.views import Stage as CallStage
from desktop.ui.shell.window import MainWindow


async def calling(stage: Stage, window: MainWindow) -> None:
    """Show the question, and the card in every stage."""
    presenter, take = window.calling, stage.album.take
    await open_first(stage, window, talked_about)
    window.ask_about("tel:+61255501234")
    await until(lambda: window.question is not None and window.question.isActiveWindow())
    take(window, "question", "from-a-link")
    presenter.decline()
    window.ask_about("+1 900 555 0143", DialSource.CLIPBOARD)
    await until(lambda: window.question is not None and window.question.isActiveWindow())
    take(window, "question", "premium")
    presenter.decline()
    chosen = next(line for line in window.shell.lines if line.settings.forced_forward)
    presenter.wish(
        "+33 6 12 34 56 78", DialSource.TRAY, name="Dr. Maximiliane <b>von Hohenstein-Wartenburg</b>"
    )
    await until(lambda: window.question is not None and window.question.isActiveWindow())
    presenter.choose_line(chosen.id)
    await until(
        lambda: window.question is not None and chosen.name in window.question.accessibleDescription()
    )
    take(window, "question", "forwarded")
    question = window.question
    assert question is not None
    assert question.line is not None
    question.line.click()
    take(window, "question", "lines")
    presenter.decline()
    await _elsewhere(stage, window)
    presenter.wish("112", DialSource.FIELD)
    await until(lambda: presenter.card is not None)
    take(window, "call", "emergency")
    presenter.dismiss()
    line = window.shell.line()
    known = stage.rows.contact_of("+33612345678")
    shown = CardState(
        CallStage.SENDING,
        "+33 6 12 34 56 78",
        place="France, mobile",
        name=known.name if known is not None else "",
        line=line,
        provider=provider_of(window),
    )
    placed = dataclasses.replace(shown, stage=CallStage.PLACED, since=stage.now - timedelta(seconds=6))
    forbidden = Trouble(
        ErrorKind.FORBIDDEN,
        provider=provider_of(window),
        account=window.shell.accounts[0].name,
        detail="calls.create",
    )
    attempt = Attempt("1", "1", "", "1", "", AttemptState.PLACED, stage.now - timedelta(minutes=9))
    left = sentences.left_over(attempt, 1, stage.now)
    for name, card in (
        ("sending", shown),
        ("placed", placed),
        ("linked", dataclasses.replace(placed, stage=CallStage.LINKED, call_id="1")),
        ("not-seen", dataclasses.replace(placed, stage=CallStage.NOT_SEEN)),
        (
            "busy",
            dataclasses.replace(
                shown,
                stage=CallStage.BUSY,
                retry_at=stage.now + timedelta(seconds=12),
                retry_s=30.0,
                tries=1,
            ),
        ),
        (
            "still-busy",
            dataclasses.replace(shown, stage=CallStage.STILL_BUSY, sentence=strings.STILL_BUSY_TEXT),
        ),
        ("left-over", dataclasses.replace(placed, stage=CallStage.LEFT, sentence=left)),
        ("never-seen", dataclasses.replace(placed, stage=CallStage.NOT_SEEN, gone=True)),
        ("unknown", dataclasses.replace(shown, stage=CallStage.UNKNOWN, sentence=strings.UNKNOWN_TEXT)),
        ("handing", dataclasses.replace(shown, line=window.shell.softphones[0])),
        ("handed", _handed(shown, window)),
        ("failed", dataclasses.replace(shown, stage=CallStage.FAILED, sentence=forbidden.sentence)),
    ):
        window.card.show_state(card)
        take(window, "call", name)
    window.card.show_state(None)


async def _elsewhere(stage: Stage, window: MainWindow) -> None:
    """Show what is asked where the account of a number cannot call: another line, or the softphone."""
    presenter, shell = window.calling, window.shell
    quiet = next(one for one in shell.accounts if Ability.DIAL in (one.missing or {}))
    presenter.wish("+44 1632 960032", DialSource.ROW, name="Greta Ferberg", account_id=quiet.id)
    await until(lambda: window.question is not None and window.question.isActiveWindow())
    stage.album.take(window, "question", "another-account")
    presenter.choose_line(shell.softphones[1].id)
    await until(lambda: window.question is not None and "Zoiper" in window.question.accessibleDescription())
    stage.album.take(window, "question", "softphone")
    presenter.decline()
    presenter.wish("1009", DialSource.ROW, account_id=quiet.id)
    await until(lambda: window.question is not None and window.question.isActiveWindow())
    stage.album.take(window, "question", "extension-elsewhere")
    presenter.decline()


def _handed(shown: CardState, window: MainWindow) -> CardState:
    line = window.shell.softphones[0]
    said = sentences_calling.handed(line)
    return dataclasses.replace(shown, stage=CallStage.HANDED, line=line, sentence=said)
