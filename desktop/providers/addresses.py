"""Checking the addresses of an account's form, and spelling those of records."""

from urllib.parse import quote, urlsplit

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import is_loopback


def web_address(text: str, *, label: str, example: str, provider: str, at_stake: str) -> str:
    """Return an address without its last slash. Raises `Trouble` USAGE for one that cannot be used.

    `at_stake` says what is sent there: only this machine may do without encryption.
    """
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    wrong = None
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        wrong = f"The {label} is no web address: it should look like {example}."
    elif parts.scheme == "http" and not is_loopback(host):
        wrong = f"The {label} must start with https://, or the {at_stake} could be read on its way."
    if wrong is not None:
        raise Trouble(ErrorKind.USAGE, provider=provider, detail=wrong)
    return text.rstrip("/")


def path_to(*parts: str) -> str:
    """Join a path; parts that came from outside cannot leave their place in it."""
    return "/".join(_FOLDERS.get(part) or quote(part, safe="") for part in parts)


_FOLDERS = {".": "%2E", "..": "%2E%2E"}  # which `quote` leaves as they are
