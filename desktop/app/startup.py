"""Tells an X11 desktop that a start has ended which shows no window of its own.

Who starts a program shows that it is busy (the pointer, the bar) until a window comes or 15 to 30 seconds are
over. A second start hands over and has none, so it takes that back itself, by the messages of
freedesktop.org's startup notification protocol. On Wayland the token that is handed over does the same.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import MutableMapping

_CLIENT_MESSAGE, _PROPERTY_CHANGE, _BYTES = 33, 1 << 22, 20


def ended(environment: "MutableMapping[str, str]" = os.environ) -> None:
    """Say that this start has ended, where a desktop on X11 waits for it; elsewhere nothing happens."""
    started = environment.pop("DESKTOP_STARTUP_ID", "")
    if (
        not started
        or sys.platform != "linux"
        or "DISPLAY" not in environment
        or "WAYLAND_DISPLAY" in environment
    ):
        return
    escaped = started.replace("\\", "\\\\").replace('"', '\\"')
    try:
        _send(f'remove: ID="{escaped}"'.encode())
    except (ImportError, OSError, AttributeError):  # no such library: the desktop waits a little longer
        return


def _send(text: bytes) -> None:
    from ctypes import CDLL, Structure, Union, byref, c_char, c_int, c_long, c_ulong, c_void_p

    class Message(Structure):
        """`XClientMessageEvent`."""

        _fields_ = (
            ("type", c_int),
            ("serial", c_ulong),
            ("send_event", c_int),
            ("display", c_void_p),
            ("window", c_ulong),
            ("message_type", c_ulong),
            ("format", c_int),
            ("data", c_char * _BYTES),
        )

    class Event(Union):
        """`XEvent`, which is larger than any of its kinds."""

        _fields_ = (("message", Message), ("pad", c_long * 24))

    x11 = CDLL("libX11.so.6")
    for name in ("XOpenDisplay", "XDefaultRootWindow", "XCreateSimpleWindow", "XInternAtom"):
        getattr(x11, name).restype = c_void_p
    opened = x11.XOpenDisplay(None)
    if not opened:
        return
    display = c_void_p(opened)
    root = c_ulong(x11.XDefaultRootWindow(display))
    window = c_ulong(x11.XCreateSimpleWindow(display, root, -100, -100, 1, 1, 0, c_ulong(0), c_ulong(0)))
    kind = b"_NET_STARTUP_INFO_BEGIN"
    for begin in range(0, len(text) + 1, _BYTES):  # the last one holds the zero that ends the text
        event = Event()
        message = event.message
        message.type, message.format, message.window = _CLIENT_MESSAGE, 8, window.value
        message.message_type = x11.XInternAtom(display, kind, 0)
        message.data = text[begin : begin + _BYTES]
        x11.XSendEvent(display, root, 0, c_long(_PROPERTY_CHANGE), byref(event))
        kind = b"_NET_STARTUP_INFO"
    x11.XDestroyWindow(display, window)
    x11.XCloseDisplay(display)
