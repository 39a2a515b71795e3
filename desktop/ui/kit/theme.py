"""The theme in force: its roles, the palette made of them, and the factor for large text."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.kit import roles as variants
from desktop.ui.kit.roles import Roles


class Scheme(StrEnum):
    """What the person chose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"


_VARIANTS = {
    Scheme.LIGHT: variants.LIGHT,
    Scheme.DARK: variants.DARK,
    Scheme.CONTRAST_LIGHT: variants.CONTRAST_LIGHT,
    Scheme.CONTRAST_DARK: variants.CONTRAST_DARK,
}


class Theme(QObject):
    """The one theme of the program. Widgets read `roles` when they paint and `scale` when they are built."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.roles: Roles = variants.LIGHT
        self.scheme = Scheme.LIGHT
        self.scale = 1.0

    def use(self, scheme: Scheme) -> None:
        """Switch the whole program to a scheme; the same scheme again changes nothing."""
        self.scheme = scheme
        self._apply()

    def opposite(self) -> Scheme:
        """Return the dark scheme for a light one and the other way round, with the same contrast."""
        contrast = self.roles in (variants.CONTRAST_LIGHT, variants.CONTRAST_DARK)
        if self.roles.dark:
            return Scheme.CONTRAST_LIGHT if contrast else Scheme.LIGHT
        return Scheme.CONTRAST_DARK if contrast else Scheme.DARK

    def follow_system(self) -> None:
        """Listen to the desktop's colour scheme and contrast; called once, after the application exists."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        hints.accessibility().contrastPreferenceChanged.connect(self._apply)

    def _apply(self) -> None:
        chosen = _system() if self.scheme is Scheme.SYSTEM else self.scheme
        roles = _VARIANTS[chosen]
        if roles is self.roles and QGuiApplication.palette() == palette(roles):
            return
        self.roles = roles
        QApplication.setPalette(palette(roles))
        self.changed.emit()


def _system() -> Scheme:
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Scheme.CONTRAST_DARK if dark else Scheme.CONTRAST_LIGHT
    return Scheme.DARK if dark else Scheme.LIGHT


def palette(roles: Roles) -> QPalette:
    """Return the palette that native parts (fields, menus, tool tips) are painted with."""
    role = QPalette.ColorRole
    made = QPalette()
    for name, colour in (
        (role.Window, roles.window),
        (role.WindowText, roles.text),
        (role.Base, roles.panel),
        (role.AlternateBase, roles.hover),
        (role.Text, roles.text),
        (role.Button, roles.panel),
        (role.ButtonText, roles.text),
        (role.BrightText, roles.missed),
        (role.Highlight, roles.selection),
        (role.HighlightedText, roles.text),
        (role.Link, roles.accent),
        (role.LinkVisited, roles.accent),
        (role.ToolTipBase, roles.panel),
        (role.ToolTipText, roles.text),
        (role.PlaceholderText, roles.dim),
        (role.Accent, roles.accent),
        (role.Mid, roles.line),
        (role.Midlight, roles.hover),
        (role.Light, roles.panel),
        (role.Dark, roles.line),
        (role.Shadow, roles.line),
    ):
        made.setColor(role(name), colour)
    faint = QColor(roles.dim)
    faint.setAlphaF(0.6)
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, faint)
    return made


theme = Theme()


def u(pixels: float) -> int:
    """Return design pixels as the pixels of this window, for layouts and fixed sizes."""
    return round(pixels * theme.scale)
