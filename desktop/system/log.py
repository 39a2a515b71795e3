"""The log: a file in the profile and standard error, without secrets and without whole numbers."""

import logging
import os
import re
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

MASK = "***"
FILE_BYTES = 1_000_000
FILES = 3

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"

# What follows these words in headers, forms and JSON is a secret, whoever wrote it.
_BEARER = re.compile(r"\b(Bearer|Basic|Token)\s+[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE)
_NAMED = re.compile(
    r"((?:access_token|refresh_token|client_secret|api[_-]?key|password|passphrase|authorization)"
    r"[\"']?\s*[=:]\s*[\"']?)(?!Bearer|Basic|Token)[^\s\"'&,;}]+",
    re.IGNORECASE,
)
# Digits with what people put between them; not a part of a word, an address, a decimal or a date.
_NUMBER = re.compile(
    r"(?:(?<![\w.:/-])|(?<=[:/])(?=\+))(?!\d{4}-\d\d-\d\d|\d+\.\d+(?![\d.]))"
    r"\+?\(?\d(?:[ ().\u00a0-]{0,3}\d){6,}(?![\w:-])"
)

_secrets: set[str] = set()


def register_secret(secret: str) -> None:
    """Keep a value out of every line that is logged from now on. Very short ones would mask half a log."""
    if len(secret) >= 4:
        _secrets.add(secret)


def masked(text: str) -> str:
    """Return a text without registered secrets, tokens, and all but the last two digits of numbers."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, MASK)
    text = _BEARER.sub(rf"\1 {MASK}", text)
    text = _NAMED.sub(rf"\1{MASK}", text)
    return _NUMBER.sub(_last_two, text)


def _last_two(found: re.Match[str]) -> str:
    digits = [char for char in found[0] if char.isdigit()]
    return MASK + "".join(digits[-2:])


class MaskingFormatter(logging.Formatter):
    """Masks whole entries, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry as it may be shown to anybody."""
        stamp = self.formatTime(record, self.datefmt)
        whole = super().format(record)
        # The stamp is ours, and looks like a number.
        return stamp + masked(whole.removeprefix(stamp)) if whole.startswith(stamp) else masked(whole)


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner reads."""

    def _open(self) -> TextIOWrapper:
        """Open as the base class does, with a mode of our own."""
        opened = open(self.baseFilename, self.mode, encoding="utf-8", errors="replace", opener=_private)  # noqa: SIM115
        assert isinstance(opened, TextIOWrapper)
        return opened


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def set_up(file: Path | None, *, verbose: bool = False, quiet: bool = False) -> None:
    """Send the log to a file (if given) and to standard error; a second call replaces the first.

    The file gets everything from INFO on. Standard error gets warnings (Qt's, which speak of the machine,
    only from ERROR on); with `verbose` the same as the file, with `quiet` errors only. A file that cannot
    be written is said there and no reason to stop.
    """
    shut_down()
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    # At INFO httpx logs each address, and a search stands in the address.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    shown = logging.StreamHandler(sys.stderr)
    shown.setLevel(logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING)
    if not verbose:
        shown.addFilter(_is_for_the_terminal)
    _add(shown)
    if file is not None:
        try:
            _add(_PrivateFile(file, maxBytes=FILE_BYTES, backupCount=FILES - 1))
        except OSError as error:
            logging.getLogger(__name__).warning("no log file: %s", error.strerror)


def _is_for_the_terminal(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR or record.name.partition(".")[0] != "qt"


def shut_down() -> None:
    """Close what `set_up` opened, and nobody else's handlers."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each.formatter, MaskingFormatter)]:
        root.removeHandler(handler)
        handler.close()


def _add(handler: logging.Handler) -> None:
    handler.setFormatter(MaskingFormatter(_FORMAT))
    logging.getLogger().addHandler(handler)
