"""Every piece of the kit in every state, page by page: what the tour shows first, in each theme."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.kit import (
    gallery_controls,
    gallery_forms,
    gallery_parts,
    gallery_player,
    gallery_tables,
    gallery_wholes,
)
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.theme import theme, u

PAGES: dict[str, Callable[[], QWidget]] = {
    "buttons": gallery_parts.buttons,
    "choices": gallery_parts.choices,
    "controls": gallery_controls.controls,
    "cards": gallery_controls.cards,
    "forms": gallery_forms.forms,
    "labels": gallery_parts.labels,
    "icons": gallery_parts.icon_family,
    "states": gallery_wholes.states,
    "lists": gallery_wholes.lists,
    "conversation": gallery_wholes.conversation,
    "player": gallery_player.player,
    "tables": gallery_tables.tables,
    "dropping": gallery_tables.dropping,
    "floats": gallery_wholes.floats,
}
"""The pages by name, in the order they are shown."""


class Gallery(QWidget):
    """Shows one page at a time: `show_page(name)` for a name of `PAGES`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Gallery")
        self.resize(u(1180), u(760))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = Pane("panel", "b", margins=(24, 6, 24, 6))
        self._title = Text("", px=16, weight=600)
        head.add(self._title)
        column.addWidget(head)
        self._column = column
        self._page: QWidget | None = None
        self.show_page(next(iter(PAGES)))

    def show_page(self, name: str) -> None:
        """Build a page anew and show it."""
        if self._page is not None:
            self._page.setParent(None)
            self._page.deleteLater()
        self._page = PAGES[name]()
        self._column.addWidget(self._page, 1)
        self._title.setText(f"{name.capitalize()}, {theme.scheme}")
