"""A large dialog of several steps: its head with the steps, the page of now, a foot with a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import IconLabel, Paragraph, Plain, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.roles import Role
from desktop.ui.kit.shadow import shadow_drop, shadow_room
from desktop.ui.kit.steps import Steps
from desktop.ui.kit.theme import theme, u

BAND = 64
"""The height of head and foot."""
_AROUND, _LITTLE, _LOW = 24, 8, 600
"""What the window keeps free round the dialog; less of it where the window is low (design pixels)."""
_ROOM_TO_SAY = 420
"""A lower dialog leaves the sentence in its foot out: what the page shows needs the room."""
_LEAST_CHOICE, _CROSS = 96, 32


class Wide(Dialog):
    """A dialog of a given size that shrinks with its window, and stays in the middle of it.

    Put pages into `pages`; the foot has a sentence at its start (`say`) and the buttons at its end.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        title: str,
        close_name: str,
        width: int,
        height: int,
        steps: Sequence[str] = (),
    ) -> None:
        super().__init__(window, title=title, width=width, scrolls=False)
        self._size = (width, height)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        self.title = Text(title, px=16, weight=600)
        if steps:  # which give way before it does
            self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.steps = Steps(steps) if steps else None
        self.leave = Button(kind="quiet", icon="close", name=close_name)
        self.leave.setFixedSize(u(_CROSS), u(_CROSS))
        self.leave.clicked.connect(self.reject)
        self.pages = QStackedWidget()
        self.foot = _Band(top=True)
        self._note = Paragraph("", "dim", 12)
        self._sign = IconLabel("bell", 16, "waiting")
        self._sign.hide()
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._note)
        middle.addStretch(1)
        self.foot.add(self._sign)
        self.foot.add_layout(middle, 1)
        self.box.addWidget(self._head())
        self.box.addWidget(self.pages, 1)
        self.box.addWidget(self.foot)
        window.window().installEventFilter(self)

    def _head(self) -> QWidget:
        head = _Band(top=False)
        head.add(self.title)
        head.add_stretch()
        if self.steps is not None:
            head.add_space(16)
            head.add(self.steps)
            head.add_space(24)
        head.add(self.leave)
        return head

    def add_button(self, button: Button) -> Button:
        """Put a button at the end of the foot."""
        self.foot.add(button)
        return button

    def say(self, sentence: str, icon: str = "") -> None:
        """Show a sentence at the start of the foot, behind an icon where it is a warning."""
        self._note.set_text(sentence)
        self._warns = bool(icon)
        if icon:
            self._sign.set_icon(icon, "waiting")
        self._sign.setVisible(self._warns and self._note.isVisibleTo(self))

    _warns = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size and place."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move} and self.isVisible():
            self.fit()
        return super().eventFilter(watched, event)

    def place_over(self, window: QWidget) -> None:
        """Take the size that the window has room for, in its middle."""
        low = window.height() / theme.scale < _LOW
        around = 2 * u(_LITTLE if low else _AROUND)
        wide, high = (u(each) for each in self._size)
        wide, high = min(wide, window.width() - around), min(high, window.height() - around)
        says = high / theme.scale >= _ROOM_TO_SAY
        self._note.setVisible(says)
        self._sign.setVisible(says and self._warns)
        edge = 2 * shadow_room()
        self.setFixedSize(wide + edge, high + edge + shadow_drop())
        centre = window.mapToGlobal(QPoint(0, 0))
        self.move(
            centre.x() + (window.width() - wide) // 2 - shadow_room(),
            centre.y() + (window.height() - high) // 2 - shadow_room(),
        )


class _Band(Pane):
    """The head or the foot: a row with a hairline, and no fill, since the corners are round."""

    def __init__(self, *, top: bool) -> None:
        margins = (24, 17, 24, 15) if top else (24, 16, 16, 15)
        super().__init__("panel", vertical=False, margins=margins, spacing=8 if top else 0)
        self._top = top
        self.setMinimumHeight(u(BAND))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # a sentence in it may take several lines
        self.setSizePolicy(policy)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with Ink.on(self) as ink:
            ink.fill(0, 0 if self._top else ink.height - 1, ink.width, 1, theme.roles.line)


class Captioned(QWidget):
    """A choice with its name above, and a mark where the program found the value by itself."""

    def __init__(
        self, caption: str, choice: Combo, *, found: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.choice = choice
        choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._found = _Found(found)
        self._found.hide()
        line = QHBoxLayout()
        line.setSpacing(u(4))
        line.addWidget(Text(caption, "dim", 12, 500), 1)
        line.addWidget(self._found)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(4))
        column.addLayout(line)
        column.addWidget(choice)

    def set_found(self, found: bool) -> None:
        """Show whether the value was found, and not chosen."""
        self._found.setVisible(found)


class _Found(QWidget):
    def __init__(self, word: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(2))
        line.addWidget(IconLabel("check", 12, "answered"))
        line.addWidget(Text(word, "answered", 12, 500))


class FileFact(QWidget):
    """A file: its symbol in a square, its name, and what is known of it with a link or two."""

    def __init__(self, icon: str, links: Sequence[Button] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Text("", weight=600)
        self._facts = Text("", "dim", 12)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(12))
        self._tile = Tile(icon)
        line.addWidget(self._tile)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._name)
        below = QHBoxLayout()
        below.setSpacing(u(8))
        below.addWidget(self._facts)
        for link in links:
            below.addWidget(link)
        below.addStretch(1)
        words.addLayout(below)
        words.addStretch(1)
        line.addLayout(words, 1)

    def show_file(self, icon: str, name: str, facts: str) -> None:
        """Show another file."""
        self._tile.set_icon(icon)
        self._name.setText(name)
        self._facts.setText(facts)


class Tile(Plain):
    """An icon in a square wash."""

    def __init__(self, icon: str, wash: Role = "chip", role: Role = "accent") -> None:
        super().__init__("")
        self._icon, self._wash, self._role = icon, wash, role
        self.setFixedSize(u(40), u(40))

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the wash and the icon."""
        roles = theme.roles
        with Ink.on(self) as ink:
            ink.box(0, 0, 40, 40, roles.colour(self._wash))
            ink.icon(self._icon, 10, 10, 20, roles.colour(self._role))


class Strip(Pane):
    """The band below the head: what the page is about at its start, the choices at its end."""

    def __init__(self) -> None:
        super().__init__("window", "b", vertical=False, margins=(24, 12, 24, 13), spacing=16)
        self._rest = QHBoxLayout()
        self._choices: tuple[tuple[QWidget, int], ...] = ()
        self._rest.setSpacing(u(16))

    def hold(self, fact: QWidget, choices: Sequence[tuple[QWidget, int]]) -> None:
        """Put a fact at the start, and choices of these widths (design pixels) at the end."""
        self.add(fact, 1)
        for choice, wide in choices:
            choice.setMaximumWidth(u(wide))
            self._rest.addWidget(choice)
        self._choices = tuple(choices)
        self.add_layout(self._rest)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Put the choices below the fact, or beside it."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self.box.setDirection(way)
        place = Qt.AlignmentFlag.AlignLeading if narrow else Qt.AlignmentFlag(0)
        self.box.setAlignment(self._rest, place)
        for choice, wide in self._choices:
            choice.setMinimumWidth(u(_LEAST_CHOICE if narrow else wide))
