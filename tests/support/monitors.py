"""Divides an X screen into monitors, and takes one away: `python -m tests.support.monitors WxH+X+Y ...`."""

import ctypes
import re
import sys
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_ulong, c_void_p


class _Monitor(Structure):
    """XRRMonitorInfo."""

    _fields_ = [
        *((name, c_ulong) for name in ("name",)),
        *((name, c_int) for name in ("primary", "automatic", "outputs_count", "x", "y")),
        *((name, c_int) for name in ("width", "height", "mm_width", "mm_height")),
        ("outputs", POINTER(c_ulong)),
    ]


class _Resources(Structure):
    """The beginning of XRRScreenResources."""

    _fields_ = [
        ("timestamp", c_ulong),
        ("config_timestamp", c_ulong),
        ("crtcs_count", c_int),
        ("crtcs", POINTER(c_ulong)),
        ("outputs_count", c_int),
        ("outputs", POINTER(c_ulong)),
    ]


def divide(*places: tuple[int, int, int, int]) -> None:
    """Have monitors of these sizes and corners, and no others."""
    x11, randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
    x11.XOpenDisplay.restype = c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = c_ulong
    randr.XRRGetScreenResources.restype = POINTER(_Resources)
    randr.XRRGetMonitors.restype = POINTER(_Monitor)
    display = c_void_p(x11.XOpenDisplay(None))
    root = c_ulong(x11.XDefaultRootWindow(display))
    resources = randr.XRRGetScreenResources(display, root).contents
    count = c_int()
    before = randr.XRRGetMonitors(display, root, 0, byref(count))
    names = [before[place].name for place in range(count.value) if not before[place].automatic]
    kept = []
    for place, (wide, high, x, y) in enumerate(places):
        name = x11.XInternAtom(display, c_char_p(f"monitor-{place}".encode()), 0)
        kept.append(name)
        # The only output goes to the first: otherwise a monitor over everything would stay.
        outputs = resources.outputs if place == 0 else None
        made = _Monitor(name, place == 0, 0, int(place == 0), x, y, wide, high, wide // 4, high // 4, outputs)
        randr.XRRSetMonitor(display, root, byref(made))
    for name in names:
        if name not in kept:
            randr.XRRDeleteMonitor(display, root, c_ulong(name))
    # Xvfb takes a monitor away and says BadValue all the same, which by itself would end us.
    ignored = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda _display, _error: 0)
    x11.XSetErrorHandler(ignored)
    x11.XSync(display, 0)
    x11.XCloseDisplay(display)


if __name__ == "__main__":
    divide(*(tuple(map(int, re.split(r"[x+]", place))) for place in sys.argv[1:]))  # type: ignore[arg-type]
