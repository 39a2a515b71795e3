"""Dresses the application once: fonts, style, palette."""

from PySide6.QtWidgets import QApplication

from desktop.ui.kit import fonts
from desktop.ui.kit.style import KitStyle
from desktop.ui.kit.theme import Scheme, theme


def dress(app: QApplication, scheme: Scheme = Scheme.SYSTEM, *, scale: float = 1.0) -> None:
    """Give the application its look, before its first window is built.

    `scale` (1 to 2) makes everything larger, texts and boxes alike; it counts for what is built afterwards.
    """
    theme.scale = scale
    fonts.load()
    app.setStyle(KitStyle())
    app.setFont(fonts.font())
    theme.follow_system()
    theme.use(scheme)
