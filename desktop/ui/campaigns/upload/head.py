"""The head of the list: what each column of the file is called, and what it is used as."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.services.campaigns.values import UploadChoice
from desktop.services.importing.values import FileFacts
from desktop.ui import sentences_files
from desktop.ui import strings_upload as strings
from desktop.ui.campaigns.upload.columns import NOT_USED, Part, offered
from desktop.ui.campaigns.upload.table import UploadTable
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.table import HEAD, PAD, cells
from desktop.ui.kit.theme import theme, u
from desktop.ui.sentences import tip

_TALL, _COMBO = 66, 28


class ListHead(QWidget):
    """Names over a table; where the rows are from a file, with a choice below each of its columns.

    `picked` carries a column's place in the file, and what it is used as.
    """

    picked = Signal(int, object)

    def __init__(self, table: UploadTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._parts: tuple[Part, ...] = ()
        self._facts: FileFacts | None = None
        self.combos: list[UseCombo] = []
        self.setFixedHeight(u(HEAD))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        table.laid_out.connect(self._place)

    def show_parts(self, parts: Sequence[Part], facts: FileFacts | None, choice: UploadChoice | None) -> None:
        """Show columns; without a file there is nothing to choose."""
        self._parts, self._facts = tuple(parts), facts
        wanted = len(parts) if facts is not None else 0
        while len(self.combos) < wanted:
            combo = UseCombo(self)
            combo.used_as.connect(self.picked)
            self.combos.append(combo)
        for combo in self.combos[wanted:]:
            combo.hide()
        if facts is not None:
            for combo, part in zip(self.combos, parts, strict=False):
                samples = [row[part.place] for row in facts.samples if part.place < len(row)]
                combo.show_part(part, offered(choice, part.use), sentences_files.sampled(samples))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the choices below their names."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        has = self._facts is not None and not self._table.low
        self.setFixedHeight(u(_TALL if has else HEAD))
        places = cells(self._table.columns, self.width() / theme.scale)
        shown = self._parts[: self._table.fits] if has else ()
        for at, combo in enumerate(self.combos):
            cell = places.get(shown[at].key) if at < len(shown) else None
            combo.setVisible(cell is not None)
            if cell is not None:
                x = u(cell.x)
                wide = u(cell.width)
                left = self.width() - x - wide if self.isRightToLeft() else x
                combo.setGeometry(left, u(29), wide, u(_COMBO))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names between two hairlines."""
        roles = theme.roles
        with Ink.on(self) as ink:
            ink.fill(0, 0, ink.width, 1, roles.line)
            ink.fill(0, ink.height - 1, ink.width, 1, roles.line)
            if self._table.low:
                ink.text(24, 9, strings.ROWS, roles.dim, 12, 600)
                return
            columns = self._table.columns
            for column, cell in zip(columns, cells(columns, ink.width).values(), strict=True):
                own = column.key.startswith(("part", "file"))
                top = 9 if own or ink.height < _TALL - 1 else 41
                room = cell.width + (PAD if own else 0)
                ink.text(cell.x, top, column.title, roles.dim, 12, 600, room=room)


class UseCombo(Combo):
    """What one column of the file is used as."""

    used_as = Signal(int, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(name=strings.USED_AS, small=True, parent=parent)
        self._place = -1
        self.picked.connect(self._picked)

    def show_part(self, part: Part, choices: Sequence[tuple[int, str]], samples: str) -> None:
        """Show what a column is used as; its tool tip tells what stands in it."""
        self._place = part.place
        self.set_choices(choices)
        self.choose(part.use)
        self.set_quiet(part.use == NOT_USED)
        self.setToolTip(tip(f"{part.title}: {samples}"))
        self.setAccessibleName(f"{part.title}, {strings.USED_AS}")
        self.setAccessibleDescription(f"{part.title}: {samples}")

    def _picked(self, value: object) -> None:
        self.used_as.emit(self._place, value)
