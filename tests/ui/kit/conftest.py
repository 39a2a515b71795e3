"""Each test of the kit starts in the light theme at normal size, and leaves no window behind."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.kit.dress import dress
from desktop.ui.kit.theme import Scheme, theme


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    dress(qapp, Scheme.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def kit(dressed: QApplication) -> Iterator[QApplication]:
    yield dressed
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.scale = 1.0
    theme.use(Scheme.LIGHT)
    dressed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def shown(qtbot) -> Callable[..., QWidget]:
    """Show a widget as a window and wait until it is there."""

    kept = []  # a window without a parent lives as long as someone holds it

    def show(widget: QWidget, width: int = 0, height: int = 0) -> QWidget:
        qtbot.addWidget(widget)
        kept.append(widget)
        if width:
            widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show
