"""Dresses the application once: fonts and palette for the first paint, then the style."""

from PySide6.QtWidgets import QApplication

from desktop.ui.kit import fonts
from desktop.ui.kit.theme import Scheme, theme


def dress(app: QApplication, scheme: Scheme = Scheme.SYSTEM, *, scale: float = 1.0) -> None:
    """Give the application its look, before its first window is built.

    `scale` (1 to 3) makes everything larger, texts and boxes alike; it counts for what is built afterwards.
    """
    dress_first(app, scheme, scale=scale)
    dress_rest(app)


def dress_first(app: QApplication, scheme: Scheme = Scheme.SYSTEM, *, scale: float = 1.0) -> None:
    """Do what the first paint needs, where nothing native is to be seen."""
    theme.scale = scale
    fonts.load()
    app.setFont(fonts.font())
    theme.use(scheme)


def dress_rest(app: QApplication) -> None:
    """Do what native parts need, before the first of them is built."""
    from desktop.ui.kit.style import KitStyle  # noqa: PLC0415 - not needed for the first paint

    app.setStyle(KitStyle())
    theme.follow_system()
