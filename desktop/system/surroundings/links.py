"""The kernel's own news of links and addresses (rtnetlink, see netlink(7) and rtnetlink(7)).

They say more than matters: each announcement of an IPv6 router renews its addresses, each search for wireless
networks reports its link, and each container that starts has links of its own. So what is told is only that
hardware came up, that the address by which we reach the outside is another one, or that it was taken away.
"""

import asyncio
import logging
import socket
import struct
from collections.abc import Callable
from contextlib import suppress

log = logging.getLogger(__name__)

_LINK, _ADDRESS_4, _ADDRESS_6 = 1, 0x10, 0x100  # RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR
_HEAD = struct.Struct("=LHHLL")  # length, type, flags, sequence, port
_LINK_HEAD = struct.Struct("=BxHiII")  # family, kind, index, flags, change
_ADDRESS_HEAD = struct.Struct("=BBBBI")  # family, prefix, flags, scope, index
_FIELD = struct.Struct("=HH")  # length, type
_NEW_LINK, _DELETED_LINK, _DELETED_ADDRESS = 16, 17, 21
_CARRIER = 0x10000  # IFF_LOWER_UP
_LINK_INFO, _LINK_KIND = 18, 1  # IFLA_LINKINFO, and IFLA_INFO_KIND in it: "veth", "bridge", "tun"
_FIELDS_OF_AN_ADDRESS = frozenset({1, 2})  # IFA_ADDRESS, IFA_LOCAL
_OUTSIDE = ((socket.AF_INET, ("192.0.2.1", 9)), (socket.AF_INET6, ("2001:db8::1", 9)))
"""Addresses of documentation (RFC 5737, RFC 3849). Nothing is sent there: only a route is looked up."""

Way = tuple[str, ...]


class Links:
    """Calls `changed`, on its loop, when the way to the outside is another one or is there again."""

    def __init__(
        self,
        changed: Callable[[], None],
        *,
        connect: Callable[[], socket.socket] | None = None,
        way: Callable[[], Way] | None = None,
    ) -> None:
        self._changed = changed
        self._connect = connect or _connect
        self._look = way or way_out
        self._socket: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._way: Way = ()
        self._with_carrier: dict[int, bool] = {}

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to read. Where the kernel gives no such socket (a strict sandbox), nothing is told."""
        try:
            self._socket = self._connect()
        except OSError as error:
            log.info("nobody tells of the network: %s", error.strerror)
            return
        self._way = self._look()
        self._loop = loop
        loop.add_reader(self._socket.fileno(), self._readable)

    def close(self) -> None:
        """Read no more; may be called twice."""
        if self._socket is not None and self._loop is not None:
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None

    def _readable(self) -> None:
        news, lost = b"", False
        assert self._socket is not None
        try:
            while data := self._socket.recv(1 << 16):
                news += data
        except BlockingIOError:
            pass
        except OSError:  # ENOBUFS: more came than fits, so some of it is lost
            lost = True
        came_up = self._read(news)
        before, self._way = self._way, self._look()
        gone = any(address in news_of_gone(news) for address in before)
        # Without a way out nobody can be reached; once there is one it is told.
        if self._way and (came_up or gone or lost or self._way != before):
            self._changed()

    def _read(self, news: bytes) -> bool:
        """Remember which links have a carrier; says whether one got it."""
        came_up = False
        for kind, body in _messages(news):
            if kind not in (_NEW_LINK, _DELETED_LINK) or len(body) < _LINK_HEAD.size:
                continue
            family, _, index, flags, _ = _LINK_HEAD.unpack_from(body)
            if family != socket.AF_UNSPEC or _is_virtual(body):
                continue  # such come up with each container that starts, and change no way
            has = kind == _NEW_LINK and bool(flags & _CARRIER)
            # A link that is heard of for the first time may have had it all along.
            came_up |= has and self._with_carrier.get(index) is False
            self._with_carrier[index] = has
        return came_up


def _is_virtual(body: bytes) -> bool:
    """Whether a link is made by software. One of hardware that is part of such a one tells of that alone."""
    return any(
        kind == _LINK_KIND
        for field, value in _fields(body[_LINK_HEAD.size :])
        if field == _LINK_INFO
        for kind, _ in _fields(value)
    )


def news_of_gone(news: bytes) -> frozenset[str]:
    """Return the addresses that were taken away."""
    gone = set()
    for kind, body in _messages(news):
        if kind != _DELETED_ADDRESS or len(body) < _ADDRESS_HEAD.size:
            continue
        family = body[0]
        for field, value in _fields(body[_ADDRESS_HEAD.size :]):
            if field in _FIELDS_OF_AN_ADDRESS:
                with suppress(ValueError, OSError):
                    gone.add(socket.inet_ntop(family, value))
    return frozenset(gone)


def way_out() -> Way:
    """Return our own addresses on the ways to the outside; empty where there is none."""
    found = []
    for family, outside in _OUTSIDE:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(outside)
            found.append(str(probe.getsockname()[0]))
    return tuple(found)


def _connect() -> socket.socket:
    made = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.NETLINK_ROUTE)
    try:
        made.bind((0, _LINK | _ADDRESS_4 | _ADDRESS_6))
    except OSError:
        made.close()
        raise
    return made


def _messages(news: bytes) -> list[tuple[int, bytes]]:
    """Take apart what came: each message's type, and what follows its head."""
    found, at = [], 0
    while at + _HEAD.size <= len(news):
        length, kind, _, _, _ = _HEAD.unpack_from(news, at)
        if length < _HEAD.size:
            break
        found.append((kind, news[at + _HEAD.size : at + length]))
        at += (length + 3) & ~3
    return found


def _fields(body: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at + _FIELD.size <= len(body):
        length, kind = _FIELD.unpack_from(body, at)
        if length < _FIELD.size:
            break
        found.append((kind, body[at + _FIELD.size : at + length]))
        at += (length + 3) & ~3
    return found
