"""What a screen reader is told, on every page of the gallery."""

import gc
import re
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QScrollBar, QSlider, QTabBar, QWidget

import desktop.ui.kit as kit_package
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.gallery import PAGES, Gallery
from desktop.ui.kit.labels import Text
from desktop.ui.kit.progress import ProgressBar

ROLE = QAccessible.Role


@pytest.mark.parametrize("page", PAGES)
def test_what_can_have_the_focus_has_a_name_and_a_role(page, shown):
    gallery = Gallery()
    gallery.show_page(page)
    shown(gallery)
    nameless = []
    for widget in gallery.findChildren(QWidget):
        if isinstance(widget, QScrollBar) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if widget.parent() is not None and widget.objectName().startswith("qt_"):
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        if not face.text(QAccessible.Text.Name) or face.role() in {ROLE.Client, ROLE.NoRole}:
            nameless.append((widget, face.role()))
    assert nameless == []


@pytest.mark.parametrize(
    ("make", "role", "name"),
    [
        (lambda: Button("Call", kind="go"), ROLE.Button, "Call"),
        (lambda: Button(icon="menu", name="Menu"), ROLE.Button, "Menu"),
        (lambda: Button("Okafor & Sons"), ROLE.Button, "Okafor & Sons"),
        (lambda: Text("<b>Ada</b>"), ROLE.StaticText, "<b>Ada</b>"),
        (lambda: ProgressBar(name="Upload"), ROLE.ProgressBar, "Upload"),
    ],
)
def test_roles_and_names(make, role, name):
    widget = make()
    face = QAccessible.queryAccessibleInterface(widget)
    assert face.role() == role
    assert face.text(QAccessible.Text.Name) == name


def test_the_native_kinds_stay_native(shown):
    gallery = shown(Gallery())
    gallery.show_page("choices")
    roles = {
        kind: {QAccessible.queryAccessibleInterface(one).role() for one in gallery.findChildren(kind)}
        for kind in (QLineEdit, QTabBar, QAbstractButton)
    }
    assert roles[QLineEdit] == {ROLE.EditableText}
    assert roles[QTabBar] == {ROLE.PageTabList}
    assert roles[QAbstractButton] == {ROLE.RadioButton, ROLE.Button}
    gallery.show_page("player")
    assert {QAccessible.queryAccessibleInterface(one).role() for one in gallery.findChildren(QSlider)} >= {
        ROLE.Slider
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_gone_leaves_no_widget(page, shown):
    def settle():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return len(QApplication.allWidgets())

    gallery = shown(Gallery())
    gallery.show_page(page)
    gallery.grab()
    gallery.show_page("labels")
    before = settle()
    for _ in range(3):
        gallery.show_page(page)
        gallery.grab()
        gone = weakref.ref(gallery._page)
        gallery.show_page("labels")
    assert settle() == before
    assert gone() is None


def _sources():
    return sorted(Path(kit_package.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", _sources(), ids=lambda path: path.name)
def test_no_style_sheet_and_no_lambda_on_a_signal(path):
    text = path.read_text(encoding="utf-8")
    assert "setStyleSheet" not in text
    assert not re.search(r"\.connect\(\s*(lambda|partial)", text)
