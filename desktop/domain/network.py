"""The way to the providers: a proxy that stands between, and certificates that count besides the system's."""

from dataclasses import dataclass, field

SYSTEM, NONE = "system", "none"
"""Proxies that have no address here: what the system says, and none whatever the system says."""


@dataclass(frozen=True, slots=True)
class Route:
    """How the providers are reached now.

    `proxy` is SYSTEM, NONE or a proxy's own address (`http://proxy.example:3128`); `user` and `password` are
    what that one asks for, "" when it asks for nothing. `ca_file` is a file of certificates, "" for none.
    """

    proxy: str = SYSTEM
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
