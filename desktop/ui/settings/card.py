"""The card of one account: who it is, how it does, what helps, and how its last day went."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import sentences as common
from desktop.ui import sentences_settings as sentences
from desktop.ui import strings_policy
from desktop.ui import strings_settings as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Menu
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Avatar, IconLabel, Paragraph, Tag, Text, Tone, tone
from desktop.ui.kit.panes import Card
from desktop.ui.kit.theme import theme, u
from desktop.ui.settings.account_view import CardView, Remedy
from desktop.ui.settings.accounts_presenter import Tested
from desktop.ui.settings.beats import Beats, Key
from desktop.ui.settings.facts import Facts
from desktop.ui.settings.locked import LockedFields

_ROOM = 12
_ROOMY = 760
"""The width, in design pixels, at which a third button leaves the name its room."""
_CLOSE = 620
"""Below this width the words about a lock would stand in the name's."""

_ICONS: dict[Tone, str] = {"waiting": "info", "missed": "warning", "neutral": "pause", "answered": "check"}


class Note(QWidget):
    """A sentence in a wash, 36 px high when it fits on one line, with room above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = "waiting"
        self._icon = IconLabel("info", 16, "waiting")
        self._text = Paragraph("", "waiting")
        line = QHBoxLayout(self)
        line.setContentsMargins(u(16), u(_ROOM + 8), u(16), u(8))
        line.setSpacing(u(12))
        icon = QVBoxLayout()
        icon.setContentsMargins(0, u(2), 0, 0)
        icon.addWidget(self._icon)
        line.addLayout(icon)
        line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)  # a stretch would make the whole card expand
        line.addWidget(self._text, 1)
        self.hide()

    def text(self) -> str:
        """Return what it says."""
        return self._text.text()

    def say(self, sentence: str, tone_name: Tone) -> None:
        """Say something, or go for an empty sentence."""
        self._tone = tone_name
        colour = tone(tone_name)[1]
        self._icon.set_icon(_ICONS[tone_name], colour)
        self._text.set_role(colour)
        self._text.set_text(sentence)
        self.setVisible(bool(sentence))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the wash."""
        roles = theme.roles
        wash = roles.colour(tone(self._tone)[0])
        with Ink.on(self) as ink:
            edge = roles.line if wash == roles.panel else None
            ink.box(0, _ROOM, ink.width, ink.height - _ROOM, wash, edge)


class AccountCard(Card):
    """Shows a `CardView`. Each signal carries the account's name."""

    test_wanted = Signal(str)
    sign_in_wanted = Signal(str)
    pause_wanted = Signal(str, bool)
    rename_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, view: CardView, parent: QWidget | None = None) -> None:
        super().__init__(margins=(17, 17, 17, 17), spacing=0, parent=parent)
        self._view = view
        self._testing = False
        self._shown: tuple[CardView, Tested | None, bool] | None = None
        self.mark = Avatar(view.letters, size=40, square=True, wash="chip")
        self._tile = QWidget()
        tile = QHBoxLayout(self._tile)
        tile.setContentsMargins(0, 0, 0, 0)
        tile.setSpacing(0)
        tile.addWidget(self.mark)
        tile.addSpacing(u(8))
        self._narrow = False
        self._title = QHBoxLayout()
        self.name = Text(view.name, px=16, weight=600)
        self.pill = Tag("")
        self.lock = Tag(strings_policy.LOCKED, "neutral", icon="lock")
        self.about = Text("", "dim", 12)
        self.change = Button(strings.SIGN_IN_AGAIN)
        self.change.clicked.connect(self._sign_in)
        self.locked = LockedFields()
        self.remedy = Button(strings.TEST)
        self.remedy.clicked.connect(self._helped)
        self.more = Button(icon="more", name=strings.MORE)
        self.more.clicked.connect(self._open_menu)
        self.menu = Menu(self)
        self.lacks = Paragraph("", "dim", 12)
        self.note = Note()
        self.result = Note()
        self.beats = Beats()
        self.facts = Facts()
        self._figures = QWidget()
        self.add_layout(self._head())
        self._lacking = QWidget()
        lacking = QVBoxLayout(self._lacking)
        lacking.setContentsMargins(0, u(_ROOM), 0, 0)
        lacking.addWidget(self.lacks)
        self.add(self._lacking)
        self.add(self.note)
        self.add(self.result)
        self.add(self.locked)
        self._lay_figures()
        self.add(self._figures)
        self.show_view(view, None, testing=False)

    @property
    def view(self) -> CardView:
        """Return what it shows."""
        return self._view

    def show_view(self, view: CardView, tested: Tested | None, *, testing: bool) -> None:
        """Show how the account does now, and how a test of it ended; what is the same is left alone."""
        self._view, self._testing = view, testing
        self.locked.show_fields(view.locked, view.settled)
        head = (replace(view, facts=(), figures=None), tested, testing)
        if head != self._shown:
            self._shown = head
            self._show_head(view, tested)
        self._figures.setVisible(bool(view.facts))
        self.facts.show_facts(view.facts)
        if view.figures is not None:
            self.beats.show_hours(view.figures)
        facts = [f"{fact.label}: {fact.value}" for fact in view.facts]
        self.setAccessibleName(sentences.account_state(view.name, view.pill[0], facts))

    def set_narrow(self, narrow: bool) -> None:
        """Where there is no room, leave the provider's tile away and put the state below the name."""
        self._narrow = narrow
        self._tile.setVisible(not narrow)
        self.locked.set_narrow(narrow)
        self._fit_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave to the menu what the head has no room for, and to the line below the name what hides that."""
        super().resizeEvent(event)
        self._fit_change()
        self._fit_title()

    def _fit_title(self) -> None:
        stacked = self._narrow or (bool(self._view.locked) and self.width() < u(_CLOSE))
        below = QBoxLayout.Direction.TopToBottom
        self._title.setDirection(below if stacked else QBoxLayout.Direction.LeftToRight)
        self._title.setSpacing(u(4 if stacked else 8))
        side = Qt.AlignmentFlag.AlignLeading if stacked else Qt.AlignmentFlag(0)
        self._title.setAlignment(self.pill, side)
        self._title.setAlignment(self.lock, side)
        self._fit_pill()

    def _fit_change(self) -> None:
        wanted = bool(self._view.change) and self._view.remedy is not Remedy.SIGN_IN
        self.change.setVisible(wanted and self.width() >= u(_ROOMY))

    def _fit_pill(self) -> None:
        # A long name is cut, not the state.
        for pill in (self.pill, self.lock):
            pill.setMinimumWidth(0 if self._narrow else pill.sizeHint().width())

    def _show_head(self, view: CardView, tested: Tested | None) -> None:
        self.mark.setText(view.letters)
        self.name.setText(view.name)
        self.pill.set_state(*view.pill)
        self.pill.setToolTip(view.pill[0])
        # Where all is well, that somebody else has settled it is what there is to know.
        self.lock.setVisible(bool(view.locked))
        self.pill.setHidden(bool(view.locked) and view.pill[1] == "answered")
        self._fit_change()
        self.change.setText(view.change)
        self.change.setAccessibleName(f"{view.change}: {view.name}")
        self._fit_pill()
        self.about.setText(view.about)
        self.name.setToolTip(common.tip(view.name))
        self.about.setToolTip(common.tip(view.about))
        self.lacks.set_text(view.lacks)
        self._lacking.setVisible(bool(view.lacks))
        self._show_remedy()
        self.note.say(view.banner, view.banner_tone)
        worked = tested is not None and tested.worked
        same = tested is not None and tested.sentence == view.banner
        self.result.say(tested.sentence if tested and not same else "", "answered" if worked else "missed")

    def _show_remedy(self) -> None:
        remedy = self._view.remedy
        sign_in = remedy is Remedy.SIGN_IN
        self.remedy.kind = "go" if sign_in else "plain"
        self.remedy.setText(strings.TESTING if self._testing else remedy.value)
        self.remedy.set_icon("key" if sign_in else "")
        self.remedy.setEnabled(not self._testing)
        self.remedy.setAccessibleName(f"{self.remedy.text()}: {self._view.name}")
        self.more.setAccessibleName(f"{strings.MORE}: {self._view.name}")

    def _head(self) -> QHBoxLayout:
        title = self._title
        title.setSpacing(u(8))
        title.addWidget(self.name)
        title.addWidget(self.pill)
        title.addWidget(self.lock)
        title.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(title)
        words.addWidget(self.about)
        head = QHBoxLayout()
        head.setSpacing(u(8))
        head.addWidget(self._tile)
        head.addLayout(words, 1)
        head.addSpacing(u(8))
        head.addWidget(self.change)
        head.addWidget(self.remedy)
        head.addWidget(self.more)
        return head

    def _lay_figures(self) -> None:
        column = QVBoxLayout(self._figures)
        column.setContentsMargins(0, u(16), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.facts)
        column.addSpacing(u(16))
        column.addWidget(self.beats)
        column.addSpacing(u(4))
        legend = QHBoxLayout()
        legend.setSpacing(u(8))
        legend.addWidget(Text(strings.DAY_AGO, "dim", 12))
        legend.addStretch(1)
        legend.addWidget(Text(strings.BAR_IS, "dim", 12))
        legend.addSpacing(u(8))
        legend.addWidget(Key())
        legend.addWidget(Text(strings.WITH_FAILURE, "dim", 12))
        legend.addStretch(1)
        legend.addWidget(Text(strings.NOW, "dim", 12))
        column.addLayout(legend)

    def _helped(self) -> None:
        name, remedy = self._view.name, self._view.remedy
        if remedy is Remedy.SIGN_IN:
            self.sign_in_wanted.emit(name)
        elif remedy is Remedy.RESUME:
            self.pause_wanted.emit(name, False)
        else:
            self.test_wanted.emit(name)

    def _open_menu(self) -> None:
        self.menu.clear()
        if self._view.remedy is not Remedy.TEST:
            self.menu.add(strings.TEST, "sync").triggered.connect(self._test)
        self.menu.add(strings.SIGN_IN_AGAIN, "key").triggered.connect(self._sign_in)
        self.menu.add(strings.RENAME, "edit").triggered.connect(self._rename)
        if self._view.remedy is not Remedy.RESUME:
            self.menu.add(strings.PAUSE, "pause").triggered.connect(self._pause)
        self.menu.addSeparator()
        self.menu.add(strings.REMOVE, "bin").triggered.connect(self._remove)
        self.menu.open_under(self.more, at_end=True)

    def _test(self) -> None:
        self.test_wanted.emit(self._view.name)

    def _sign_in(self) -> None:
        self.sign_in_wanted.emit(self._view.name)

    def _rename(self) -> None:
        self.rename_wanted.emit(self._view.name)

    def _pause(self) -> None:
        self.pause_wanted.emit(self._view.name, True)

    def _remove(self) -> None:
        self.remove_wanted.emit(self._view.name)
