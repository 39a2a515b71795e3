"""Which country numbers without one belong to: the likely ones in a short list, all of them to search in."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop import numbers
from desktop.domain.numbers import Country
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.rowpaint import RowDelegate, RowState
from desktop.ui.kit.rows import AnyIndex, ListView
from desktop.ui.kit.theme import theme, u

NOWHERE = ""
OTHER = "other"
_ROW, _ROWS = 36, 8

Index = QModelIndex | QPersistentModelIndex


class CountryChoice(Combo):
    """`country_chosen` carries a region, or None for numbers that are left as they are."""

    country_chosen = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self._region: str | None = None
        self._likely: dict[str, None] = {}
        self.dialog: CountryDialog | None = None
        self.picked.connect(self._picked)

    def offer(self, region: str | None, likely: str | None) -> None:
        """Show the region that is chosen, beside the phonebook's and this computer's."""
        own = QLocale.territoryToCode(QLocale.system().territory())
        for each in (likely, own, region):
            if each and numbers.country(each):
                self._likely[each] = None
        self._region = region
        each_named = [(code, sentences.region(code)) for code in self._likely]
        nowhere = [] if likely or region else [(NOWHERE, strings.NO_COUNTRY)]
        self.set_choices([*nowhere, *each_named, (OTHER, strings.OTHER_COUNTRY)])
        self.choose(region or NOWHERE)

    def _picked(self, value: object) -> None:
        if value != OTHER:
            self.country_chosen.emit(value or None)
            return
        self.choose(self._region or NOWHERE)  # what holds until another one is chosen
        dialog = self.dialog = CountryDialog(self.window())
        dialog.chosen.connect(self.country_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class CountryDialog(Dialog):
    """All countries, narrowed by name or calling code while one types."""

    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, title=strings.COUNTRY_TITLE, width=400)
        self.field = Field(strings.COUNTRY_SEARCH, icon="search", height=36)
        self.list = ListView(name=strings.COUNTRY_TITLE, row_height=_ROW)
        self.countries = _Countries(self)
        self.list.setModel(self.countries)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFixedHeight(u(_ROW * _ROWS))
        self._stack = QStackedWidget()
        self._stack.setFixedHeight(u(_ROW * _ROWS))
        self._stack.addWidget(self.list)
        self._stack.addWidget(Paragraph(strings.NO_SUCH_COUNTRY, "dim", align="centre"))
        self.box.addWidget(Text(strings.COUNTRY_TITLE, px=16, weight=600))
        self.box.addWidget(self.field)
        self.box.addWidget(self._stack)
        self.add_button(Button(strings.CANCEL)).clicked.connect(self.reject)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._take_current)
        self.list.opened.connect(self._take)
        self.list.clicked.connect(self._clicked)
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the countries from the field too."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.field.hasFocus():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(0, self.list.current_row + step), self.countries.rowCount() - 1)
            if row >= 0:
                self.list.go_to(row)
            return
        super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        self.countries.narrow(text)
        found = self.countries.rowCount()
        self._stack.setCurrentIndex(0 if found else 1)
        if found:
            self.list.go_to(0)

    def _take_current(self) -> None:
        self._take(max(0, self.list.current_row))

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        country = self.countries.at(row)
        if country is not None:
            self.accept()
            self.chosen.emit(country.region)


class _Countries(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: Sequence[Country] = numbers.countries()

    def narrow(self, text: str) -> None:
        """Keep those whose name has this part, or whose code begins so; names that begin so come first."""
        part = text.strip().casefold()
        digits = part.lstrip("+0")
        fits = [
            country
            for country in numbers.countries()
            if part in country.name.casefold()
            or country.region.casefold() == part
            or (digits.isdigit() and str(country.code).startswith(digits))
        ]
        self.beginResetModel()
        self._shown = sorted(fits, key=lambda country: not country.name.casefold().startswith(part))
        self.endResetModel()

    def at(self, row: int) -> Country | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentences.region(self._shown[index.row()].region)
        return None

    def headerData(self, _section: int, _way: Qt.Orientation, _role: int = 0) -> Any:
        return ""


class _Delegate(RowDelegate):
    def content(self, ink: Ink, index: AnyIndex, _state: RowState) -> None:
        model = index.model()
        country = model.at(index.row()) if isinstance(model, _Countries) else None
        if country is None:
            return
        roles = theme.roles
        wide = ink.text(0, 8, f"+{country.code}", roles.dim, tabular=True, right=ink.width - 12)
        ink.text(12, 8, country.name, roles.text, room=ink.width - wide - 36)
