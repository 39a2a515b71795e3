"""Who is at the other end of a profile's socket, as the kernel tells; nothing is loaded for it."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Link(Protocol):
        """A connected Unix socket."""

        def getsockopt(self, level: int, option: int, length: int, /) -> bytes:
            """Return an option's bytes."""


_LINUX = (1, 17, 12)
"""`SOL_SOCKET`, `SO_PEERCRED`, and the bytes of `struct ucred`: process, user, group (unix(7))."""
_MACOS = (0, 1, 76)
"""`SOL_LOCAL`, `LOCAL_PEERCRED`, and the bytes of `struct xucred`: version, user and groups. Not run."""


def is_ours(link: "Link") -> bool:
    """Whether the process at the other end is of the same user.

    Either end asks: commands of others must not run here, and no passphrase may go to them, wherever a
    profile's folder lies. Other systems than Linux and macOS leave it to the socket's mode.
    """
    option = {"linux": _LINUX, "darwin": _MACOS}.get(sys.platform)
    if option is None:
        return True
    return int.from_bytes(link.getsockopt(*option)[4:8], sys.byteorder) == os.getuid()
