"""Shift+F10, the other menu key."""

import sys

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget


def menu_asked(widget: QWidget, event: QKeyEvent) -> QContextMenuEvent | None:
    """Return what the menu key would send for Shift+F10, else None; Windows sends that by itself."""
    pressed = event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    if not pressed or sys.platform == "win32":
        return None
    place = widget.rect().center()
    return QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(QPoint(place)))
