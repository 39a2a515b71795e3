"""Joins a field with its rows: the newest text's answer is shown, and Enter means that answer."""

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from desktop.services.lookup import MatchKind
from desktop.ui import strings
from desktop.ui.search.face import message
from desktop.ui.search.field import SearchField
from desktop.ui.search.presenter import Answer, SearchPresenter
from desktop.ui.search.results import ResultsView

SLOW_MS = 250
"""What takes longer says so; before that, the rows of the text before stay, so that nothing flashes."""


class SearchBox(QObject):
    """What a person does with a search field and its rows, wherever the two stand.

    `call_wanted` carries a `Match`; `open_wanted` a `Match` or None, and the text; `shown` says that there
    are other rows. Enter while the answer is on its way waits for it, and calls the number that the text is:
    it never means an older text's row, nor somebody that nobody has seen there yet.
    """

    call_wanted = Signal(object)
    open_wanted = Signal(object, str)
    shown = Signal()

    def __init__(
        self, field: SearchField, view: ResultsView, presenter: SearchPresenter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._view = view
        self._presenter = presenter
        self._entered = False
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._say_slow)
        field.textChanged.connect(self.look)
        field.stepped.connect(self._step)
        field.entered.connect(self._enter)
        field.opened.connect(self._open)
        view.clicked.connect(self._clicked)
        presenter.found.connect(self._found)
        presenter.renamed.connect(self._renamed)

    def look(self) -> None:
        """Ask for what stands in the field."""
        self._entered = False
        self._presenter.ask(self._field.text())
        if not self._slow.isActive():
            self._slow.start()

    def rest(self) -> None:
        """Look for nothing, and show nothing."""
        self._entered = False
        self._slow.stop()
        self._presenter.forget()
        self._view.show_rows((), choose=False)

    def _found(self, answer: Answer) -> None:
        self._slow.stop()
        # With nothing typed, Enter must not call whoever called last.
        self._view.show_rows(answer.rows, choose=bool(answer.text.strip()))
        self.shown.emit()
        if self._entered:
            self._entered = False
            exact = [
                row for row in answer.rows if row.match is not None and row.match.kind is MatchKind.EXACT
            ]
            if len(exact) == 1 and self._view.chosen is exact[0]:
                self.call_wanted.emit(exact[0].match)

    def _renamed(self, answer: Answer) -> None:
        self._view.rename(answer.rows)

    def _say_slow(self) -> None:
        if not self._presenter.settled:
            self._view.show_rows((message(strings.LOOKING_UP, ""),), choose=False)
            self.shown.emit()

    def _step(self, step: int) -> None:
        if self._view.rows:
            self._view.step(step)
        elif self._presenter.settled:
            self.look()

    def _enter(self) -> None:
        self._entered = not self._presenter.settled
        chosen = self._view.chosen
        if not self._entered and chosen is not None:
            self.call_wanted.emit(chosen.match)

    def _open(self) -> None:
        chosen = self._view.chosen if self._presenter.settled else None
        if chosen is not None or self._field.text().strip():
            self.open_wanted.emit(chosen.match if chosen else None, self._field.text().strip())

    def _clicked(self, index: QModelIndex) -> None:
        row = self._view.rows[index.row()]
        if row.match is not None:
            self.call_wanted.emit(row.match)
