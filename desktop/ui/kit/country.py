"""The code of a number's country in a small frame: alone, and inside the field where the number is typed."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.kit.field import Field
from desktop.ui.kit.fonts import font
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Plain
from desktop.ui.kit.theme import theme, u

WIDTH, HEIGHT = 28, 18
_GAP = 8


def paint_country(ink: Ink, x: float, y: float, code: str) -> None:
    """Paint a country's two letters in their frame."""
    roles = theme.roles
    ink.box(x, y, WIDTH, HEIGHT, roles.window, roles.line, radius=4)
    ink.text(x, y + 1, code, roles.dim, 11, 600, height=16, spacing=0.03, centre=x + WIDTH / 2)


class CountryChip(Plain):
    """Shows a country's code; `name` is the country, for readers. Without a code it keeps its room."""

    def __init__(self, code: str = "", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(code, name=name, parent=parent)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the frame's size."""
        return QSize(u(WIDTH), u(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, if there is a code."""
        if self.text():
            with Ink.on(self) as ink:
                paint_country(ink, 0, 0, self.text())


class CountryField(Field):
    """A field for a number, with the code of its country before the text once it is known."""

    def __init__(self, *, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        self._code = ""
        super().__init__(hint, name=name, height=36, parent=parent)
        self.setFont(font(14, tabular=True))

    @property
    def code(self) -> str:
        """Return the country's code that is shown."""
        return self._code

    def set_code(self, code: str) -> None:
        """Show a country's code, or none."""
        if code != self._code:
            self._code = code
            self._lead = WIDTH + _GAP if code else 0
            self._settle()

    def paint_lead(self, ink: Ink) -> None:
        """Paint the code."""
        if self._code:
            paint_country(ink, self._edge, (ink.height - HEIGHT) / 2, self._code)
