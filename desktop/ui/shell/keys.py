"""The window's keys, declared once: what is bound here works, and stands in the sheet of shortcuts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui import (
    first_words,
    strings,
    strings_book,
    strings_campaigns,
    strings_contact,
    strings_settings,
)

Deed = Literal[
    "sync", "find", "filter", "back", "call", "next", "leave", "search", "quick", "line", "sheet",
    "clipboard", "missed", "remedy", "region", "region_back", "menu", "theme", "settings",
    "conversation", "person", "details", "hit", "hit_back", "newest", "ask",
    "recents", "contacts", "campaigns", "new", "edit", "favourite", "undo",
]  # fmt: skip
"""What a key does, by a short name."""


@dataclass(frozen=True, slots=True)
class Key:
    """One or more key sequences (Qt's portable text) for one thing, and what a person reads of it.

    A key that is held down does its thing once, unless it `repeats`: no call is placed again and again.
    """

    sequences: tuple[str, ...]
    text: str
    group: str
    repeats: bool = False


KEYS: dict[Deed, Key] = {
    "call": Key(("Ctrl+R",), strings.KEY_CALL, strings.KEYS_CALLS),
    "next": Key(("Ctrl+Down",), strings.KEY_NEXT, strings.KEYS_CALLS, repeats=True),
    "line": Key(("Ctrl+Shift+L",), strings.KEY_LINE, strings.KEYS_CALLS),
    "clipboard": Key(("Ctrl+Shift+V",), strings.KEY_CLIPBOARD, strings.KEYS_CALLS),
    "find": Key(("Ctrl+F",), strings.KEY_FIND, strings.KEYS_CALLS),
    "missed": Key(("Ctrl+M",), strings.KEY_MISSED, strings.KEYS_CALLS),
    "filter": Key(("Ctrl+Shift+F",), strings.KEY_FILTER, strings.KEYS_CALLS),
    "back": Key(("Alt+Left",), strings.KEY_BACK, strings.KEYS_CALLS),
    "search": Key(("Ctrl+K", "Ctrl+L"), strings.KEY_SEARCH, strings.KEYS_CALLS),
    "quick": Key(("Ctrl+Shift+D",), strings.KEY_QUICK, strings.KEYS_CALLS),
    "new": Key(("Ctrl+N",), strings_book.NEW_CONTACT, strings_book.KEYS_CONTACTS),
    "edit": Key(("F2",), strings_book.KEY_EDIT, strings_book.KEYS_CONTACTS),
    "favourite": Key(("Ctrl+D",), strings_book.KEY_FAVOURITE, strings_book.KEYS_CONTACTS),
    "undo": Key(("Ctrl+Z",), strings_book.KEY_UNDO, strings_book.KEYS_CONTACTS),
    "conversation": Key(("Alt+1",), strings.KEY_TAB_1, strings.KEYS_TRANSCRIPT),
    "person": Key(("Alt+2",), strings.KEY_TAB_2, strings.KEYS_TRANSCRIPT),
    "details": Key(("Alt+3",), strings.KEY_TAB_3, strings.KEYS_TRANSCRIPT),
    "hit": Key(("F3", "Ctrl+G"), strings.KEY_FIND_NEXT, strings.KEYS_TRANSCRIPT, repeats=True),
    "hit_back": Key(
        ("Shift+F3", "Ctrl+Shift+G"), strings.KEY_FIND_PREVIOUS, strings.KEYS_TRANSCRIPT, repeats=True
    ),
    "ask": Key(("Ctrl+Shift+A",), strings.KEY_ASK, strings.KEYS_TRANSCRIPT),
    "newest": Key(("Ctrl+Shift+P",), strings.KEY_NEWEST, strings.KEYS_PLAYER),
    "recents": Key(("Ctrl+1",), strings.RECENTS, strings.KEYS_WINDOW),
    "contacts": Key(("Ctrl+2",), strings_book.CONTACTS, strings.KEYS_WINDOW),
    "campaigns": Key(("Ctrl+3",), first_words.CAMPAIGNS, strings.KEYS_WINDOW),
    "sync": Key(("F5",), strings.SYNC_NOW, strings.KEYS_WINDOW),
    "leave": Key(("Escape",), strings.KEY_LEAVE, strings.KEYS_WINDOW),
    "remedy": Key(("Ctrl+Shift+S",), strings.KEY_REMEDY, strings.KEYS_WINDOW),
    "region": Key(("F6",), strings.KEY_REGION, strings.KEYS_WINDOW),
    "region_back": Key(("Shift+F6",), strings.KEY_REGION_BACK, strings.KEYS_WINDOW),
    "menu": Key(("F10",), strings.KEY_MENU, strings.KEYS_WINDOW),
    "theme": Key(("Ctrl+Shift+T",), strings.KEY_THEME, strings.KEYS_WINDOW),
    "settings": Key(("Ctrl+,",), strings_settings.SETTINGS, strings.KEYS_WINDOW),
    "sheet": Key(("F1", "Ctrl+?"), strings.KEY_SHEET, strings.KEYS_WINDOW),
}

BY_PLACE: tuple[Key, ...] = (
    Key(("Up", "Down"), strings.KEY_ROWS, strings.KEYS_CALLS),
    Key(("Enter",), strings.KEY_OPEN, strings.KEYS_CALLS),
    Key(("Menu", "Shift+F10"), strings.KEY_ROW_MENU, strings.KEYS_CALLS),
    Key(("Del",), strings_book.KEY_DELETE, strings_book.KEYS_CONTACTS),
    Key(("Shift+Up", "Shift+Down", "Ctrl+A"), strings_book.KEY_CHOOSE_MORE, strings_book.KEYS_CONTACTS),
    Key(("Ctrl+S", "Ctrl+Enter"), strings_contact.KEY_SAVE, strings_book.KEYS_CONTACTS),
    Key(("Ctrl+N",), strings_campaigns.ADD_NUMBER, strings_campaigns.KEYS_CAMPAIGNS),
    Key(("Enter",), strings_campaigns.KEY_TO_NUMBERS, strings_campaigns.KEYS_CAMPAIGNS),
    Key(("Space",), strings_campaigns.KEY_TICK, strings_campaigns.KEYS_CAMPAIGNS),
    Key(("Del",), strings_campaigns.KEY_DELETE, strings_campaigns.KEYS_CAMPAIGNS),
    Key(("Space",), strings.KEY_PLAY, strings.KEYS_PLAYER),
    Key(("Left", "Right"), strings.KEY_STEP, strings.KEYS_PLAYER),
    Key(("Shift+Left", "Shift+Right"), strings.KEY_LONG_STEP, strings.KEYS_PLAYER),
    Key(("Home", "End"), strings.KEY_ENDS, strings.KEYS_PLAYER),
    Key(("[", "]"), strings.KEY_SPEED, strings.KEYS_PLAYER),
    Key(("1", "2", "3"), strings.KEY_FULL_SPEEDS, strings.KEYS_PLAYER),
    Key(("M",), strings.KEY_MUTE, strings.KEYS_PLAYER),
    Key(("L",), strings.KEY_LOOP, strings.KEYS_PLAYER),
    Key(("S",), strings.KEY_SKIP_SILENCE, strings.KEYS_PLAYER),
    Key(("Enter",), strings.KEY_TURN, strings.KEYS_TRANSCRIPT),
    Key(("Shift+Up", "Shift+Down"), strings.KEY_CHOOSE_TURNS, strings.KEYS_TRANSCRIPT),
    Key(("Ctrl+C",), strings.KEY_COPY_TURNS, strings.KEYS_TRANSCRIPT),
    Key(("Ctrl+Q",), strings.KEY_QUIT, strings.KEYS_WINDOW),
)
"""Keys that a part of the window has for itself, and the one that works before the window is filled."""

GROUPS = (
    strings.KEYS_CALLS,
    strings_book.KEYS_CONTACTS,
    strings_campaigns.KEYS_CAMPAIGNS,
    strings.KEYS_PLAYER,
    strings.KEYS_TRANSCRIPT,
    strings.KEYS_WINDOW,
)
"""The groups of the sheet, in its order."""


def keycap(deed: Deed) -> str:
    """Return the first key of a deed as it stands on a key cap: `Ctrl K`."""
    native = QKeySequence(KEYS[deed].sequences[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("+", " ")


class Keys(QObject):
    """Binds the window's keys. A thing that nothing is bound to has no key and no place in the sheet."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bound: dict[Deed, list[QShortcut]] = {}

    def bind(self, deed: Deed, slot: Callable[[], object]) -> None:
        """Have the keys of `deed` call a bound method, wherever in the window the focus is."""
        shortcuts = self._bound.setdefault(deed, [])
        for sequence in KEYS[deed].sequences:
            shortcut = QShortcut(QKeySequence(sequence), self._window)
            shortcut.setAutoRepeat(KEYS[deed].repeats)
            shortcut.activated.connect(slot)
            shortcuts.append(shortcut)

    def set_enabled(self, deeds: Iterable[Deed], enabled: bool) -> None:
        """Let these keys work, or leave them to whatever has the focus: one screen has no use for them."""
        for deed in deeds:
            for shortcut in self._bound.get(deed, ()):
                shortcut.setEnabled(enabled)

    @property
    def bound(self) -> tuple[Deed, ...]:
        """Return what has a key, in the order of `KEYS`."""
        return tuple(deed for deed in KEYS if deed in self._bound)
