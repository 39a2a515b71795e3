"""The popover that chooses the line that rings: all lines, and the facts of the one in question."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.lines import Line
from desktop.ui import strings
from desktop.ui.kit.float import Popover
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.rows import ROW_HEIGHT
from desktop.ui.kit.theme import u
from desktop.ui.lines.choice import LinesFoot, LinesStack, default_of, refuse
from desktop.ui.lines.facts import WIDTH as FACTS_WIDTH
from desktop.ui.lines.facts import LineFacts
from desktop.ui.lines.list import LineList
from desktop.ui.lines.presenter import LinesState, LinesView
from desktop.ui.shell.presenter import ShellPresenter

LIST_WIDTH = 344
_ROWS = 6.5  # half a row says that there are more
_EMPTY = 232


class LinePopover(Popover):
    """Shows all lines under whatever opens it. What is chosen is kept, and `chosen` carries its id.

    With `line_id` it is a question's own choice: that line is marked, `chosen` is told, nothing is kept.
    """

    chosen = Signal(str)

    def __init__(
        self, shell: ShellPresenter, parent: QWidget | None = None, *, line_id: str | None = None
    ) -> None:
        super().__init__(parent, name=strings.CHOOSE_LINE, margins=(0, 8, 0, 0), spacing=0)
        self._presenter = shell.line_choice
        self._line_id = line_id
        self._shown: LinesView | None = None
        self.list = LineList()
        self.list.setFixedWidth(u(LIST_WIDTH))
        self.facts = LineFacts()
        self._stack = LinesStack(self._choice())
        self._foot = LinesFoot(below=8)
        self.refresh = self._foot.refresh
        self.refresh.clicked.connect(self._presenter.refresh)
        self.box.addWidget(self._stack, 1)
        self.box.addWidget(_rule())
        self.box.addLayout(self._foot)
        self.list.picked.connect(self._pick)
        self.list.pointed.connect(self._point)
        self._presenter.changed.connect(self._heard)

    def open_under(self, anchor: QWidget, *, at_end: bool = False, above: bool = False) -> None:
        """Show it below a widget, with what is known now."""
        self._presenter.look()
        self._read()
        super().open_under(anchor, at_end=at_end, above=above)

    @property
    def state(self) -> LinesState | None:
        """Return what it shows."""
        return self._shown.state if self._shown else None

    def _choice(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(_rule(upright=True))
        row.addWidget(self.facts)
        return page

    def _heard(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        """Show what is known; what has not changed stays as it is, under pointer and keys."""
        view = self._presenter.view
        if view == self._shown:
            return
        before, self._shown = self._shown, view
        self._foot.show_view(view)
        self._stack.show_view(view)
        if view.lines and (before is None or before.lines != view.lines):
            self._show_lines(view)
        elif not view.lines:
            self._stack.setFixedSize(u(LIST_WIDTH + FACTS_WIDTH) + u(1), u(_EMPTY))
        if self.isVisible():
            self.adjustSize()

    def _show_lines(self, view: LinesView) -> None:
        current = self.list.lines.line_at(self.list.current_row)
        self.list.show_lines(view.lines, self._line_id or default_of(view))
        if current is not None and self.isVisible():
            self.list.go_to(self.list.lines.row_of(current.id))
        self.facts.make_room(view.lines)
        self._point(self.list.line)
        high = min(self.list.height_of_all(), u(ROW_HEIGHT * _ROWS))
        self._stack.setFixedSize(
            u(LIST_WIDTH + FACTS_WIDTH) + u(1), max(high + u(8), self.facts.minimumHeight())
        )

    def _point(self, line: Line | None) -> None:
        if line is not None:
            self.facts.show_line(line)

    def _pick(self, line: Line) -> None:
        if not line.can_dial:
            refuse(self.list, line)
            return
        if self._line_id is None:
            self._presenter.choose(line.id)
        self.close()
        self.chosen.emit(line.id)


def _rule(*, upright: bool = False) -> Pane:
    rule = Pane("line")
    if upright:
        rule.setFixedWidth(u(1))
    else:
        rule.setFixedHeight(u(1))
    return rule
