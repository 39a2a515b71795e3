"""What was copied, asked of the X server itself, by a thread that may wait for it.

Whoever copied a text still has it, and hands it over when asked. Qt asks from the window's thread and waits
five seconds for a program that hangs, and nearly one for 60 MB (measured with Qt 6.11); here nobody but the
caller's thread waits, and not for long. The calls are those of libxcb, which is there wherever Qt's own X11
plug-in is; the protocol is ICCCM 2.0, chapter 2. No binding of it is published ready to run.
"""

import ctypes
import ctypes.util
import select
import time
from contextlib import closing
from functools import cache

PATIENCE_S = 0.5
MOST = 80_000  # bytes: a longer text is looked through no further

_COPY_DEPTH, _INPUT_ONLY, _SELECTION_NOTIFY, _SENT_BY_A_PROGRAM = 0, 2, 31, 0x80
_NOW, _ANY_TYPE = 0, 0


class _Screens(ctypes.Structure):
    """`xcb_screen_iterator_t`, of whose screens only the root window counts, which stands first."""

    _fields_ = (("root", ctypes.POINTER(ctypes.c_uint32)), ("left", ctypes.c_int), ("index", ctypes.c_int))


class _Atom(ctypes.Structure):
    """`xcb_intern_atom_reply_t`."""

    _fields_ = (("head", ctypes.c_uint8 * 8), ("atom", ctypes.c_uint32))


class _Property(ctypes.Structure):
    """`xcb_get_property_reply_t`."""

    _fields_ = (
        ("kind", ctypes.c_uint8),
        ("format", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
    )


class _Selected(ctypes.Structure):
    """`xcb_selection_notify_event_t`, and so much of it as every event has."""

    _fields_ = (
        ("kind", ctypes.c_uint8),
        ("pad", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("time", ctypes.c_uint32),
        ("requestor", ctypes.c_uint32),
        ("selection", ctypes.c_uint32),
        ("target", ctypes.c_uint32),
        ("property", ctypes.c_uint32),
    )


def copied_text(display: str | None = None, *, patience_s: float = PATIENCE_S) -> str | None:
    """Return the beginning of the copied text; "" for none; None when nobody answers in time.

    `display` is the server's name, of the environment if it is None. Waits for at most `patience_s` seconds,
    without Python's lock. What is handed over in pieces (hundreds of kilobytes) counts as no answer.
    """
    try:
        xcb, free = _libraries()
    except (OSError, AttributeError):
        return None
    with closing(_Client(xcb, free, display)) as client:
        return client.ask(time.monotonic() + patience_s) if client.connected else None


@cache
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    xcb, libc = ctypes.CDLL("libxcb.so.1"), ctypes.CDLL(None)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_get_setup.restype = ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.restype = _Screens
    xcb.xcb_intern_atom_reply.restype = ctypes.POINTER(_Atom)
    xcb.xcb_get_property_reply.restype = ctypes.POINTER(_Property)
    xcb.xcb_get_property_value.restype = ctypes.c_void_p
    xcb.xcb_poll_for_event.restype = ctypes.POINTER(_Selected)
    libc.free.argtypes = (ctypes.c_void_p,)
    return xcb, libc


class _Client:
    """One connection with a window that is never shown, to which the text is handed over."""

    def __init__(self, xcb: ctypes.CDLL, libc: ctypes.CDLL, display: str | None) -> None:
        self._xcb = xcb
        self._libc = libc
        name = None if display is None else display.encode()
        self._at = ctypes.c_void_p(xcb.xcb_connect(name, None))
        self.connected = not xcb.xcb_connection_has_error(self._at)

    def close(self) -> None:
        """Hang up, which takes the window away."""
        self._xcb.xcb_disconnect(self._at)

    def ask(self, until: float) -> str | None:
        xcb, at = self._xcb, self._at
        setup = ctypes.c_void_p(xcb.xcb_get_setup(at))
        root = xcb.xcb_setup_roots_iterator(setup).root[0]
        window = xcb.xcb_generate_id(at)
        xcb.xcb_create_window(at, _COPY_DEPTH, window, root, 0, 0, 1, 1, 0, _INPUT_ONLY, 0, 0, None)
        clipboard, utf8 = self._atom("CLIPBOARD"), self._atom("UTF8_STRING")
        xcb.xcb_convert_selection(at, window, clipboard, utf8, self._atom("SIDETONE_COPIED"), _NOW)
        xcb.xcb_flush(at)
        found = self._answer(until)
        if not found:
            return "" if found == 0 else None
        return self._value(window, found, utf8)

    def _atom(self, name: str) -> int:
        xcb, raw = self._xcb, name.encode()
        cookie = xcb.xcb_intern_atom(self._at, 0, len(raw), raw)
        reply = xcb.xcb_intern_atom_reply(self._at, cookie, None)
        if not reply:
            return 0
        atom = int(reply.contents.atom)
        self._libc.free(reply)
        return atom

    def _answer(self, until: float) -> int | None:
        """Return the property that holds the text, 0 for no text, None when time is over."""
        descriptor = self._xcb.xcb_get_file_descriptor(self._at)
        while True:
            event = self._xcb.xcb_poll_for_event(self._at)
            if event:
                kind, found = event.contents.kind & ~_SENT_BY_A_PROGRAM, int(event.contents.property)
                self._libc.free(event)
                if kind == _SELECTION_NOTIFY:
                    return found
                continue
            left = until - time.monotonic()
            if left <= 0 or self._xcb.xcb_connection_has_error(self._at):
                return None
            poll = select.poll()  # not `select`, which takes no descriptor over 1023
            poll.register(descriptor, select.POLLIN)
            poll.poll(left * 1000)

    def _value(self, window: int, found: int, utf8: int) -> str | None:
        xcb, at = self._xcb, self._at
        cookie = xcb.xcb_get_property(at, 1, window, found, _ANY_TYPE, 0, MOST // 4)
        reply = xcb.xcb_get_property_reply(at, cookie, None)
        if not reply:
            return None
        try:
            if reply.contents.type != utf8 or reply.contents.format != 8:
                return None
            length = xcb.xcb_get_property_value_length(reply)
            value = ctypes.c_void_p(xcb.xcb_get_property_value(reply))
            return ctypes.string_at(value, length).decode(errors="ignore") if length else ""
        finally:
            self._libc.free(reply)
