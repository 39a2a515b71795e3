"""The pages: a heading over cards of rows, and what the rows of each page have at their end."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u
from desktop.ui.settings.catalogue import HEADS, Control, Page, entries_of
from desktop.ui.settings.presenter import SettingsPresenter
from desktop.ui.settings.rows import Row, SettingRow

WIDEST = 1040
"""Wider than this, a row's control would be too far from its words."""


_WIDE, _NARROW = (32, 24, 32, 24), (16, 16, 16, 16)


class PageView(Pane):
    """A heading with room for a button at its end, and below it what a page has, which scrolls."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__("window", parent=parent)
        self.page = page
        head = HEADS[page]
        self.setAccessibleName(head.title)
        inner = self._inner = Pane("window", vertical=False, margins=_WIDE)
        holder = QWidget()
        holder.setMaximumWidth(u(WIDEST))
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(u(16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(head.title, px=22, weight=600))
        words.addWidget(Paragraph(head.text, "dim"))
        self.head = QHBoxLayout()
        self.head.setSpacing(u(16))
        self.head.addLayout(words, 1)
        self.column.addLayout(self.head)
        inner.add(holder, 1)
        inner.box.addStretch()
        self.area = QScrollArea()
        plain_scrolling(self.area)
        # Only the height at its width counts: the least one is that of paragraphs at their narrowest.
        inner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.area.setWidget(inner)
        self.add(self.area, 1)

    def set_narrow(self, narrow: bool) -> None:
        """Leave less room round what it has."""
        self._inner.box.setContentsMargins(*(u(margin) for margin in (_NARROW if narrow else _WIDE)))

    def row(self, key: str) -> Row | None:
        """Return the row of a key, if this page has it."""
        return next((row for row in self.findChildren(Row) if row.entry.key == key), None)

    def show_row(self, key: str, *, ring: bool) -> None:
        """Scroll to a row and light it."""
        row = self.row(key)
        if row is not None:
            self.area.ensureWidgetVisible(row, 0, u(24))
            row.light(ring=ring)


Places = dict[str, Callable[[], Row]]
"""How the rows are built that are no plain setting, by their keys."""


class SettingsPage(PageView):
    """A page that is built from the catalogue."""

    def __init__(
        self,
        page: Page,
        presenter: SettingsPresenter,
        places: Places,
        groups: Sequence[Sequence[str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Build it; `groups` names the keys of each card, all in one when it is empty."""
        super().__init__(page, parent)
        self._presenter = presenter
        entries = {entry.key: entry for entry in entries_of(page)}
        self.rows: dict[str, Row] = {}
        for keys in groups or [tuple(entries)]:
            card = Card(margins=(1, 1, 1, 1), spacing=0)
            for place, key in enumerate(keys):
                entry = entries[key]
                row: Row
                if entry.control is Control.PLACE:
                    row = places[key]()
                else:
                    row = SettingRow(entry, presenter.declared[key])
                    if key in presenter.locks:
                        row.set_lock(presenter.locks[key].sentence)
                    row.wanted.connect(presenter.keep)
                    row.reset_wanted.connect(presenter.reset)
                row.set_first(place == 0)
                self.rows[key] = row
                card.add(row)
            self.column.addWidget(card)
        self.column.addStretch(1)
        presenter.changed.connect(self._show)
        presenter.refused.connect(self._refused)
        self._show()

    def _show(self) -> None:
        for key, row in self.rows.items():
            if isinstance(row, SettingRow) and key in self._presenter.values:
                row.show_value(self._presenter.values[key], self._presenter.defaults[key])

    def _refused(self, key: str, why: str, on_disk: bool) -> None:
        row = self.rows.get(key)
        if isinstance(row, SettingRow):
            row.refuse(why, keep=self._presenter.values.get(key) if on_disk else None)
