"""One row of a page: title, explaining text, what is wrong, and the control at the end."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.settings import Setting
from desktop.ui import strings_policy
from desktop.ui import strings_settings as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.focus import give
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Paragraph, Tag, Text
from desktop.ui.kit.spin import MOST, Spin
from desktop.ui.kit.switch import RING, Switch
from desktop.ui.kit.theme import theme, u
from desktop.ui.settings.catalogue import Control, Entry

LIT_MS = 2000
_EDGE = 16


def side_by_side(*controls: QWidget, room: int = 8) -> QWidget:
    """Return one control made of several, for the end of a row; `room` between them in design pixels."""
    end = QWidget()
    line = QHBoxLayout(end)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(u(room))
    for control in controls:
        line.addWidget(control)
    return end


class Row(QWidget):
    """Holds any widget at its end. `light` shows for a moment that the search meant this one."""

    def __init__(self, entry: Entry, control: QWidget | None = None) -> None:
        super().__init__()
        self.entry = entry
        self._first = False
        self._lit = False
        self._timer = QTimer(self, singleShot=True, interval=LIT_MS)
        self._timer.timeout.connect(self._dim)
        self.title = Text(entry.title, weight=500)
        self.text = Paragraph(entry.text, "dim", 12)
        self.text.setVisible(bool(entry.text))
        self.trouble = Paragraph("", "missed", 12)
        self.trouble.hide()
        self.lock = Tag(strings_policy.LOCKED, "neutral", icon="lock")
        self.lock.hide()
        self.reset = Button(strings.RESET, kind="link", px=12, name=f"{strings.RESET}: {entry.title}")
        self.reset.hide()
        head = QHBoxLayout()
        head.setSpacing(u(12))
        head.addWidget(self.title)
        head.addWidget(self.lock)
        head.addWidget(self.reset)
        head.addStretch(1)
        self.words = QVBoxLayout()
        self.words.setSpacing(0)
        self.words.addLayout(head)
        self.words.addWidget(self.text)
        self.words.addWidget(self.trouble)
        line = QHBoxLayout(self)
        ring = RING if isinstance(control, Switch) else 0  # the room of a switch's ring lies outside the edge
        line.setContentsMargins(0, u(12), 0, u(12))
        line.setSpacing(0)
        line.addSpacing(u(_EDGE))
        line.addLayout(self.words, 1)
        self.control = control
        if control is not None:
            line.addSpacing(u(24))
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
            self.title.setBuddy(control)
            self._describe(entry.text)
        line.addSpacing(u(_EDGE - ring))

    def set_first(self, first: bool) -> None:
        """Say whether it is the first of its card, which has no hairline over it."""
        self._first = first

    def say(self, text: str) -> None:
        """Show another explaining text."""
        self.text.set_text(text)
        self.text.setVisible(bool(text))

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with what was asked for; "" takes it back."""
        self.trouble.set_text(sentence)
        self.trouble.setVisible(bool(sentence))
        self._describe(sentence or self.text.text())

    def _describe(self, text: str) -> None:
        if self.control is not None:
            # A choice is read by what is chosen: what it is for stands in its description.
            named = f"{self.entry.title}. " if isinstance(self.control, Combo) else ""
            self.control.setAccessibleDescription(named + text)

    def light(self, *, ring: bool) -> None:
        """Show that this is the row that was looked for, and give its control the focus."""
        self._lit = True
        self._timer.start()
        self.update()
        target = self.focus_target()
        if target is not None:
            give(target, ring=ring)

    def focus_target(self) -> QWidget | None:
        """Return what takes the focus in this row."""
        for widget in (self.control, *self.findChildren(QWidget)):
            if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                return widget
        return None

    @property
    def lit(self) -> bool:
        """Whether it is shown as the one that was looked for."""
        return self._lit

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline over it, and its light."""
        roles = theme.roles
        with Ink.on(self) as ink:
            if self._lit:
                ink.box(4, 4, ink.width - 8, ink.height - 8, roles.selection, radius=6)
            if not self._first:
                ink.fill(0, 0, ink.width, 1, roles.line)

    def _dim(self) -> None:
        self._lit = False
        self.update()


class SettingRow(Row):
    """A row of a setting. `wanted` carries its key and the value that the person asks for."""

    wanted = Signal(str, object)
    reset_wanted = Signal(str)

    def __init__(self, entry: Entry, setting: Setting) -> None:
        control, show = _control(entry, setting)
        super().__init__(entry, control)
        self._show = show
        self._shown: object = None
        self._locked = False
        self.setting = setting
        if isinstance(control, Switch):
            control.switched.connect(self._switched)
        elif isinstance(control, Combo):
            control.picked.connect(self._picked)
        elif isinstance(control, Spin):
            control.settled.connect(self._picked)
        self.reset.clicked.connect(self._reset)

    def set_lock(self, sentence: str) -> None:
        """Show that an administrator has settled the value, and where; nobody can change it here."""
        self._locked = True
        self.lock.show()
        self.say(" ".join(part for part in (self.entry.text, sentence) if part))
        self._describe(self.text.text())
        assert self.control is not None
        self.control.setEnabled(False)

    def show_value(self, value: object, default: object) -> None:
        """Show what is kept; the same again takes no refusal away that the person may be reading."""
        if value == self._shown and not self.trouble.isHidden():
            return
        self._shown = value
        self._show(value)
        self.refuse("")
        self.reset.setVisible(value != default and not self._locked)

    def refuse(self, sentence: str, *, keep: object = None) -> None:
        """Say why a value is not kept; `keep` is shown again unless it is None."""
        super().refuse(sentence)
        if isinstance(self.control, Spin):
            self.control.set_wrong(bool(sentence) and keep is None)
        if keep is not None:
            self._show(keep)

    def _switched(self, on: bool) -> None:
        self.refuse("")
        self.wanted.emit(self.entry.key, on)

    def _picked(self, value: object) -> None:
        self.refuse("")
        self.wanted.emit(self.entry.key, value)

    def _reset(self) -> None:
        target = self.focus_target()
        self.refuse("")
        self.reset_wanted.emit(self.entry.key)
        if target is not None and self.reset.hasFocus():
            give(target, ring=self.reset.ring)  # the link is about to go, and the focus with it


def _control(entry: Entry, setting: Setting) -> tuple[QWidget, Callable[[object], None]]:
    if entry.control is Control.SWITCH:
        switch = Switch(name=entry.title)
        return switch, lambda value: switch.show_on(bool(value))
    if entry.control is Control.CHOICE:
        combo = Combo(entry.choices, name=entry.title)
        return combo, lambda value: _show_choice(combo, entry, value)
    least, most = int(setting.least or 0), int(setting.most) if setting.most is not None else MOST
    colon = entry.unit.startswith(":")
    spin = Spin(name=entry.title, least=least, most=most, step=entry.step, unit="" if colon else entry.unit)
    if colon:
        spin.setSuffix(entry.unit)
    return spin, lambda value: spin.show_value(int(str(value)))


def _show_choice(combo: Combo, entry: Entry, value: object) -> None:
    """Offer a value that stands between ours, set by the command line, beside them."""
    known = dict(entry.choices)
    choices = list(entry.choices)
    if value not in known:
        label = f"{round(value * 100)} %" if isinstance(value, float) else str(value)
        choices.append((value, label))
    if combo.count() != len(choices) or value not in known:
        combo.set_choices(choices)
    combo.choose(value)
