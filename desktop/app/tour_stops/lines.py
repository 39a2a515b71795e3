"""The popover of lines."""

import dataclasses

from desktop.app.tour import Stage
from desktop.app.tour_stops.common import provider_of
from desktop.domain.accounts import Ability
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line, LineStatus
from desktop.services.softphones import OURS
from desktop.ui.shell.window import MainWindow


async def lines(stage: Stage, window: MainWindow) -> None:
    """Show the lines of one account and of two, one in question, and why there are none."""
    shell, take = window.shell, stage.album.take
    window.bar.open_lines()
    popover = window.bar.lines
    assert popover is not None
    take(window, "lines", "chosen")
    listed = popover.list
    for state, row in (("forwarded", _forwarded(shell.lines)), ("inactive", _inactive(shell.lines))):
        listed.scrollTo(listed.lines.index(row, 0))
        listed.hover_row(row)
        take(window, "lines", state)
    silent = next(row for row in range(listed.lines.rowCount()) if _cannot(listed.lines.line_at(row)))
    for state, row in (("cannot-call", silent), ("softphone", listed.lines.row_of("softphone"))):
        listed.scrollTo(listed.lines.index(row, 0))
        listed.hover_row(row)
        take(window, "lines", state)
    listed.hover_row(-1)
    known, accounts, softphones = shell.lines, shell.accounts, shell.softphones
    ours = dataclasses.replace(
        softphones[0], name="Sidetone", status=LineStatus.INACTIVE, trouble=OURS.format(others="")
    )
    shell.softphones = (dataclasses.replace(ours, default=True), *softphones[1:])
    shell.changed.emit()
    listed.go_to(listed.lines.row_of("softphone"))
    take(window, "lines", "softphone-is-us")
    shell.softphones = softphones
    other = dataclasses.replace(accounts[0], id="9", name="Lyon branch, <i>reception</i> & warehouse")
    more = [
        dataclasses.replace(one, id=f"9{one.id}", account_id="9", account=other.name, default=False)
        for one in known
    ]
    long = dataclasses.replace(
        more[0], name="Reception and switchboard of the Lyon branch, ground floor, left of the entrance"
    )
    shell.lines = (*known, long, *more[1:])
    shell.changed.emit()
    listed.scrollTo(listed.lines.index(len(known) + 3, 0))
    listed.hover_row(len(known) + 2)
    take(window, "lines", "two-accounts")
    listed.hover_row(-1)
    presenter = shell.line_choice
    missing = {Ability.LINES: "the token lacks the permission phones.read"}
    shell.lines, shell.accounts = (), (dataclasses.replace(accounts[0], missing=missing),)
    shell.softphones = ()
    shell.changed.emit()
    take(window, "lines", "none")
    shell.known = False
    shell.changed.emit()
    take(window, "lines", "loading")
    shell.known, shell.lines, shell.accounts, shell.softphones = True, known, accounts, softphones
    presenter.trouble = Trouble(ErrorKind.OFFLINE, provider=provider_of(window)).sentence
    shell.changed.emit()
    take(window, "lines", "failed")
    presenter.trouble = ""
    shell.changed.emit()
    popover.close()


def _cannot(line: Line | None) -> bool:
    return line is not None and bool(line.trouble)


def _forwarded(lines: tuple[Line, ...]) -> int:
    return next(row for row, line in enumerate(lines) if line.settings.forced_forward)


def _inactive(lines: tuple[Line, ...]) -> int:
    return next(row for row, line in enumerate(lines) if line.status is LineStatus.NOT_ACTIVATED)
