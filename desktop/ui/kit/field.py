"""The text field: a real QLineEdit, so input, selection, undo and input methods stay native."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kit import fonts
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Text
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme, u

_GAP = 8
_CLEAR = 24
_LOCK = 16
_OWN_MARGIN = 2  # what QLineEdit adds to its text margins


class Field(KeyFocus, QLineEdit):
    """A field with a hint; where asked for an icon, a key hint ("Ctrl K"), a note ("3 of 17"), a cross."""

    _lead = 0
    """The room, in design pixels, of what a kind of field paints before its text."""

    def __init__(
        self,
        hint: str = "",
        *,
        name: str = "",
        icon: str = "",
        key_hint: str = "",
        height: int = 32,
        px: int = 14,
        fill: Role = "panel",
        framed: bool = True,
        clearable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clear: Button | None = None
        self._icon = icon
        self._icon_size = 14 if height <= 32 else 16 if height <= 40 else 18
        self._key_hint = key_hint
        self._note = ""
        self._height = height
        self._edge = 11 if height <= 32 else 13 if height <= 40 else 16
        self._gap = _GAP if height <= 40 else 12
        self._tail = 0
        self._fill: Role = fill
        self._framed = framed
        self._wrong = False
        self._locked = False
        self.setFrame(False)
        self.setFont(fonts.font(px))
        self.setPlaceholderText(hint)
        self.setAccessibleName(name or hint)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        clear_base = QPalette()
        clear_base.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(clear_base)
        if clearable:
            # Its name is put in by `set_clear_name` where the interface's language is known.
            self._clear = Button(
                kind="quiet", icon="close", name="Clear", icon_size=14, height=_CLEAR, parent=self
            )
            self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._clear.setCursor(Qt.CursorShape.ArrowCursor)
            self._clear.hide()
            self._clear.clicked.connect(self._cleared)
            self.textChanged.connect(self._changed)
        self._settle()

    def set_clear_name(self, name: str) -> None:
        """Name the clear button in the person's language."""
        if self._clear:
            self._clear.set_icon("close", name)

    def set_note(self, note: str) -> None:
        """Show a dimmed note at the end, such as a count of hits."""
        self._note = note
        self._settle()

    def set_wrong(self, wrong: bool) -> None:
        """Mark what is written as wrong; say why in a text beside it."""
        self._wrong = wrong
        self.update()

    def set_locked(self, locked: bool) -> None:
        """Show that somebody else settled what stands here: it can be read and copied, and not changed."""
        self._locked = locked
        self.setReadOnly(locked)
        self._settle()

    def sizeHint(self) -> QSize:
        """Return a width to start from, and the fixed height."""
        return QSize(u(200), u(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the width of a few letters, and the fixed height."""
        return QSize(u(96), u(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and what stands in it, then let Qt write the text."""
        roles = theme.roles
        with Ink.on(self) as ink:
            if self._framed:
                self._box(ink)
            if self._icon:
                top = (self._height - self._icon_size) / 2
                ink.icon(self._icon, self._edge, top, self._icon_size, roles.dim)
            self.paint_lead(ink)
            end = ink.width - self._edge
            if self._locked:
                end -= _LOCK
                ink.icon("lock", end, (ink.height - _LOCK) / 2, _LOCK, roles.dim)
                end -= _GAP
            if self._clear and not self._clear.isHidden():
                end -= _CLEAR - 4
            elif self._tail:
                end -= self._tail
            elif self._key_hint:
                wide = self._key_width()
                ink.box(end - wide, (ink.height - 20) / 2, wide, 20, None, roles.line, radius=4)
                ink.text(end - wide + 7, (ink.height - 16) / 2, self._key_hint, roles.dim, 12)
            if self._note:
                ink.text(0, (ink.height - 16) / 2, self._note, roles.dim, 12, right=end)
        super().paintEvent(event)

    def paint_lead(self, ink: Ink) -> None:
        """Paint what stands before the text; `_lead` is its room."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the clear button at the end."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Mirror the margins with the direction."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LayoutDirectionChange, QEvent.Type.EnabledChange}:
            self._changed(self.text())

    def _box(self, ink: Ink) -> None:
        roles = theme.roles
        able = self.isEnabled() and not self._locked
        fill = roles.colour(self._fill) if able else roles.hover
        focused = self.ring or self.hasFocus()
        edge = roles.missed if self._wrong else roles.accent if focused else roles.line
        ink.box(0, 0, ink.width, ink.height, fill, edge)
        if focused:
            # Typing is where the focus goes by the mouse too: the ring shows for both.
            ring = roles.missed_wash if self._wrong else roles.selection
            ink.box(1, 1, ink.width - 2, ink.height - 2, None, ring, radius=7, pen=2)

    def _settle(self) -> None:
        start = self._edge + (self._icon_size + self._gap if self._icon else 0) + self._lead
        end = self._edge + (_LOCK + _GAP if self._locked else 0)
        if self._clear and not self._clear.isHidden():
            end += _CLEAR
        elif self._tail:
            end += self._tail
        elif self._key_hint:
            end += round(self._key_width()) + _GAP
        if self._note:
            end += round(face(12).width(self._note)) + _GAP
        start, end = u(start) - _OWN_MARGIN, u(end) - _OWN_MARGIN
        side = Qt.AlignmentFlag.AlignLeft
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            start, end = end, start
            side = Qt.AlignmentFlag.AlignRight
        # Left alone, a number or an English hint would stand at the end of a mirrored field.
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        # Two pixels below put the text on the line box of the design.
        self.setTextMargins(start, 0, end, u(2))
        self._place()
        self.update()

    def _place(self) -> None:
        if self._clear is None:
            return
        edge = u(_CLEAR)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inset = u(max(4, self._edge - 5))
        x = inset if rtl else self.width() - inset - edge
        self._clear.setGeometry(x, (self.height() - edge) // 2, edge, edge)

    def _changed(self, text: str) -> None:
        if self._clear is not None:
            self._clear.setVisible(bool(text) and self.isEnabled())
        self._settle()

    def _cleared(self) -> None:
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key_width(self) -> float:
        return 14 + face(12).width(self._key_hint)


class FormField(QWidget):
    """A label above a field, and a line under it for help or for what is wrong."""

    def __init__(
        self, label: str, field: Field, *, help_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._help = help_text
        self._help_role: Role = "dim"
        self._line = Text(help_text, "dim", 12)
        self._line.setVisible(bool(help_text))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(4))
        column.addWidget(Text(label, "dim", 12, 600))
        column.addWidget(field)
        column.addWidget(self._line)
        column.addStretch(1)
        field.setAccessibleName(label)
        field.setAccessibleDescription(help_text)

    def set_help(self, text: str, role: Role = "dim") -> None:
        """Say something else of help, in the colour of a role, and nothing of what was wrong."""
        self._help, self._help_role = text, role
        self.set_trouble("")

    def set_trouble(self, sentence: str) -> None:
        """Say what is wrong with the value, or nothing for an empty sentence."""
        self.field.set_wrong(bool(sentence))
        self.field.setAccessibleDescription(sentence or self._help)
        self._line.setText(sentence or self._help)
        self._line.set_role("missed" if sentence else self._help_role)
        self._line.setVisible(bool(sentence or self._help))
