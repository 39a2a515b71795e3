"""A second start: its wish goes to the window that runs, and this process has loaded next to nothing.

Whoever binds a key to `sidetone --quick-dial` waits for this at every press, and an interpreter that does
nothing takes as long as `pathlib` and `dataclasses` take to load. So there are paths as text here, a socket
without its module of constants, and JSON that is put together by hand (`WindowWish.message` is its pattern).
It tries only where the socket lies as a rule, and whatever is not as usual is left to the long way, which
looks with care: nothing was done then.
"""

import os
import sys

from desktop.app.peer import is_ours
from desktop.app.start import HIDDEN, QUICK_DIAL, alone

PATIENCE_S = 15.0
"""How long the window's process may take to answer; it may be busy with its own start."""

_READY, _DONE = b'{"ready": true}', b'{"exit": 0}'


def knock(argv: list[str]) -> int | None:
    """Hand over what the arguments want of the window, and return the exit code.

    None leaves them to others: they want something else, or nobody was there.
    """
    found = alone(argv)
    if found is None:
        return None
    link, flags, profile = found
    try:
        request = _request(link, flags)
        heard = _say(place(profile), request)
    except (ImportError, OSError, ValueError):
        return None
    if not heard.startswith(_READY):
        return None
    if "DESKTOP_STARTUP_ID" in os.environ:
        from desktop.app.startup import ended

        ended()
    return 0 if _DONE in heard else 1  # the window took it, and went away before it said so


def place(profile: str | None) -> str:
    """Return where the socket of a profile lies unless that is too long; None is the default profile."""
    if profile is not None:
        folder = os.path.join(os.path.abspath(os.path.expanduser(profile)), "runtime")  # noqa: PTH100, PTH111, PTH118
    elif sys.platform == "win32":  # not run
        folder = os.environ.get("LOCALAPPDATA", "") + r"\Temp\sidetone"
    elif sys.platform == "darwin":  # not run
        folder = os.path.expanduser("~/Library/Caches/TemporaryItems/sidetone")  # noqa: PTH111
    else:
        folder = os.environ.get("XDG_RUNTIME_DIR", "") + "/sidetone"
    return os.path.join(folder, "sidetone.sock")  # noqa: PTH118


def _request(link: str | None, flags: frozenset[str]) -> bytes:
    """Put the wish together. Raises ValueError for a link that is no text."""
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    quick_dial, hidden = ("true" if flag in flags else "false" for flag in (QUICK_DIAL, HIDDEN))
    wish = (
        f'{{"link": {"null" if link is None else _quoted(link)}, "quick_dial": {quick_dial}, '
        f'"hidden": {hidden}, "token": {_quoted(token)}}}'
    )
    return f'{{"window": {wish}}}\n'.encode("ascii")


def _quoted(text: str) -> str:
    """Return a JSON string, with every letter by its number."""
    units = text.encode("utf-16-be").hex()
    return '"' + "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)) + '"'


def _say(socket_place: str, request: bytes) -> bytes:
    """Send a request, and return all that comes back. Raises OSError where nobody takes it."""
    # Not `socket`: its constants become enums, which takes 5 ms.
    import _socket

    if sys.platform == "win32":  # not run
        import ctypes

        # Only who has been started by the person may let another process come in front.
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
        with open(socket_place, encoding="ascii") as file:  # noqa: PTH123
            port, token = file.read().split()
        link = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        address, request = ("127.0.0.1", int(port)), token.encode("ascii") + b"\n" + request
    else:
        link, address = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM), socket_place
    try:
        link.settimeout(PATIENCE_S)
        link.connect(address)
        if sys.platform != "win32" and not is_ours(link):
            return b""
        link.sendall(request)
        heard = b""
        while piece := link.recv(4096):
            heard += piece
        return heard
    finally:
        link.close()
