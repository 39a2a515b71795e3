"""What a screen reader would be told of widgets, asked in their own process: popovers and menus too."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QScrollBar, QWidget

from desktop.ui.kit.focus import KeyFocus

_ROLE = QAccessible.Role
# What a person can use or stand on.
_USED = {
    *(_ROLE.Button, _ROLE.CheckBox, _ROLE.RadioButton, _ROLE.EditableText, _ROLE.ComboBox, _ROLE.SpinBox),
    *(_ROLE.Slider, _ROLE.PageTab, _ROLE.PageTabList, _ROLE.Table, _ROLE.List, _ROLE.Link, _ROLE.ProgressBar),
    *(_ROLE.MenuItem, _ROLE.ButtonMenu, _ROLE.ButtonDropDown, _ROLE.Dialog, _ROLE.ScrollBar),
}
_NO_ROLES = {_ROLE.NoRole, _ROLE.Client, _ROLE.Pane, _ROLE.Grouping}


def walk(face: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Give a thing and all that is seen in it; of a table only itself."""
    if face.state().invisible:
        return
    yield face
    if face.role() != _ROLE.Table:
        for index in range(face.childCount()):
            child = face.child(index)
            if child is not None:
                yield from walk(child)


def nameless(widget: QWidget) -> list[str]:
    """Return what can be used in a widget and has no name, or can have the focus and has no role."""
    found = []
    for face in walk(QAccessible.queryAccessibleInterface(widget)):
        thing, role = face.object(), face.role()
        if isinstance(thing, QScrollBar) or (isinstance(thing, QWidget) and not _is_seen(thing)):
            continue
        if role in _USED and not face.text(QAccessible.Text.Name):
            found.append(f"no name: {thing}")
        if isinstance(thing, QWidget) and _takes_tab(thing) and role in _NO_ROLES:
            found.append(f"no role: {thing}")
    return found


def unringed(widget: QWidget) -> list[QWidget]:
    """Return what takes the focus by Tab without knowing whether to show a ring for it.

    Texts that can be marked show their cursor, and an area that scrolls has its contents' ring.
    """
    return [
        one
        for one in widget.findChildren(QWidget)
        if _is_seen(one)
        and _takes_tab(one)
        and not isinstance(one, KeyFocus | QLabel)
        and not (type(one).__module__.startswith("PySide6") and isinstance(one, QAbstractScrollArea))
        and not one.objectName().startswith("qt_")
    ]


def _is_seen(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def _takes_tab(widget: QWidget) -> bool:
    return widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
