"""The SSL context: the system's certificates and a file of one's own, read once, off the loop.

truststore asks the system's own verifier on Windows and macOS. On Linux it reads the whole store again
at each handshake (20 ms on the loop, measured), so OpenSSL's default context, which reads the same
store once, is taken where it finds certificates; where it finds none (a frozen OpenSSL on another
distribution) truststore knows the other usual places. It takes certificates of one's own besides
(its `load_verify_locations`), also where the system verifies.
"""

import asyncio
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import truststore

_MOST_BYTES = 4 << 20
_UNREADABLE = "there is a certificate in it that cannot be read"


@dataclass(frozen=True, slots=True)
class Trust:
    """Who is believed. `trouble` says why certificates of one's own do not count, "" when they do."""

    context: ssl.SSLContext
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Certificates:
    """What a file holds: how many certificates, and of the authorities among them name and last day."""

    count: int
    authorities: tuple[tuple[str, date], ...] = ()


@cache
def ssl_context() -> ssl.SSLContext:
    """Return the one context of this process. The first call reads files: keep it off a loop."""
    return _system_context()


def _system_context() -> ssl.SSLContext:
    if sys.platform not in {"win32", "darwin"}:
        context = ssl.create_default_context()
        if context.cert_store_stats()["x509_ca"]:
            return context
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


async def warm() -> ssl.SSLContext:
    """Build the context in a thread, so that no loop stands still for it."""
    if ssl_context.cache_info().currsize:
        return ssl_context()
    return await asyncio.to_thread(ssl_context)


async def trust(ca_file: str = "") -> Trust:
    """Return whom to believe; a file that cannot be used leaves the system's certificates, and says why."""
    if not ca_file:
        return Trust(await warm())
    return await asyncio.to_thread(_trust, ca_file)


_known: dict[str, tuple[tuple[int, int], Trust]] = {}


def _trust(ca_file: str) -> Trust:
    """Read the file anew if it is another one than before."""
    try:
        found = Path(ca_file).stat()
        state = (found.st_mtime_ns, found.st_size)
        before = _known.get(ca_file)
        if before is None or before[0] != state:
            _known[ca_file] = before = (state, Trust(_context_with(read_file(ca_file))))
    except (OSError, ValueError) as error:
        _known.pop(ca_file, None)
        return Trust(ssl_context(), trouble_with(error))
    return before[1]


def _context_with(data: str | bytes) -> ssl.SSLContext:
    context = _system_context()
    context.load_verify_locations(cadata=data)
    # A company's own authority often lacks what Python 3.13 asks of all (RFC 5280 to the letter); 3.11 and
    # 3.12 never did. And whoever names the one that signed the server's certificate need not have its root.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def read_file(ca_file: str) -> str | bytes:
    """Return what a file of certificates holds: text (PEM), or one certificate in bytes (DER).

    Raises OSError, and ValueError for what holds no certificate.
    """
    with Path(ca_file).open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError("it is too large for certificates")
    if b"-----BEGIN " not in data:
        if not data.startswith(b"\x30"):  # the sequence that every certificate in bytes is
            raise ValueError("there is no certificate in it")
        return data
    parts = data.decode("latin-1").split("-----BEGIN CERTIFICATE-----")[1:]
    if not parts:
        raise ValueError("there is no certificate in it")
    # Some programs write names beside the certificates, in any encoding.
    bodies = [part.partition("-----END CERTIFICATE-----")[0] for part in parts]
    if not all(body.isascii() for body in bodies):
        raise ValueError(_UNREADABLE)
    return "".join(
        f"-----BEGIN CERTIFICATE-----\n{body.strip()}\n-----END CERTIFICATE-----\n" for body in bodies
    )


def certificates_in(ca_file: str) -> Certificates:
    """Look what a file holds. Raises OSError and ValueError; blocks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=read_file(ca_file))
    authorities = tuple((_name(found), _last_day(found)) for found in context.get_ca_certs())
    return Certificates(context.cert_store_stats()["x509"], authorities)


def _name(certificate: Mapping[str, Any]) -> str:
    fields = {key: value for part in certificate.get("subject", ()) for key, value in part}
    for key in ("commonName", "organizationalUnitName", "organizationName"):
        if key in fields:
            return str(fields[key])
    return ""


def _last_day(certificate: Mapping[str, Any]) -> date:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC).date()


def trouble_with(error: Exception) -> str:
    """Say in half a sentence what is wrong with a file of certificates."""
    if isinstance(error, ssl.SSLError):  # which is an OSError
        return _UNREADABLE
    if isinstance(error, OSError):
        return (error.strerror or "it cannot be read").lower()
    return str(error)
