"""The one place that hears of our own bugs: from both loops, from threads, and from Qt's callbacks."""

import asyncio
import logging
import sys
import threading
from types import TracebackType
from typing import Any

from desktop.domain.errors import Trouble

log = logging.getLogger(__name__)


class Reporter:
    """Writes a bug to the log, which masks secrets and numbers, and goes on."""

    def __init__(self) -> None:
        self.reported = 0

    def __call__(self, fault: BaseException) -> None:
        """Report a bug. May be called from any thread.

        A `Trouble` that nobody showed is the environment's fault all the same, and no bug: its sentence goes
        to the log.
        """
        if isinstance(fault, Trouble):
            log.warning("%s", fault.sentence)
            return
        self.reported += 1
        log.error("a mistake of Sidetone itself", exc_info=fault)

    def install(self) -> None:
        """Hear of every exception that nobody caught, also in a callback of Qt's."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._in_thread

    def in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take what a loop could not hand to anybody; the signature of a loop's exception handler."""
        fault = context.get("exception")
        self(fault if isinstance(fault, BaseException) else RuntimeError(str(context.get("message"))))

    def _uncaught(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        self(fault.with_traceback(trace))

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self(args.exc_value)
