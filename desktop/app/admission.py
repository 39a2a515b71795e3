"""Opens the profile with the person's help, who answers the keyring or knows or chooses a passphrase."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from desktop.app.container import Container
    from desktop.app.opener import Opener
    from desktop.domain.ports import Vault
    from desktop.ui.shell.door import Door

SESSION_ONLY = "There is no keyring and no passphrase: this session's data is gone when Sidetone quits."
SLOW_S = 2.0  # after this long a person is told why it may take long


class Answer(NamedTuple):
    """What the person wants at the door: to try again, with a passphrase or without, or to keep nothing."""

    passphrase: str | None = None
    session: bool = False


class Admission:
    """One opening. `closed_by` is what keeps the profile closed as long as nobody has helped."""

    def __init__(
        self,
        opener: "Opener",
        door: "Callable[[], Door]",
        there: "Callable[[Awaitable[Container | None]], Awaitable[Container | None]]",
        asking: Callable[[], Awaitable[None]],
    ) -> None:
        """Take what shows the door, what runs on the engine's loop, and who hears that somebody is asked."""
        self.closed_by: Trouble | None = None
        self._opener = opener
        self._door = door
        self._there = there
        self._asking = asking

    async def open(self, *, vault: "Vault | None") -> "tuple[Container, str]":
        """Open the profile; returns a notice with it where nothing is kept."""
        # A browser, a folder or a softphone that the window opens need not know it.
        passphrase = os.environ.pop("SIDETONE_PASSPHRASE", None) or None
        while True:
            try:
                opened = await self._patiently(self._opener.open(passphrase, vault=vault))
            except Trouble as trouble:
                self.closed_by = trouble
                opened = await self._ask(trouble)
            if not isinstance(opened, Answer):
                self.closed_by = None
                return opened, ""
            if opened.session:
                self.closed_by = None
                return await self.open_for_session(), SESSION_ONLY
            passphrase = opened.passphrase or passphrase

    async def open_for_session(self, *, demo: bool = False) -> "Container":
        """Open one that lasts as long as the session."""
        opened = await self._there(self._opener.open_for_session(demo=demo))
        assert opened is not None
        return opened

    async def _patiently(self, opening: "Awaitable[Container]") -> "Container | Answer":
        """Wait for the engine; say so when that takes long, since a keyring may be asking the person.

        Then the person may have it asked again, for a prompter can be lost, or keep nothing.
        """
        work = asyncio.ensure_future(self._there(opening))
        try:
            await asyncio.wait({work}, timeout=SLOW_S)
            if not work.done():
                answer = await self._while_waiting(work)
                if answer is not None:
                    return answer
            opened = await work
            assert opened is not None
            return opened
        finally:
            work.cancel()

    async def _while_waiting(self, work: "asyncio.Future[Container | None]") -> Answer | None:
        self._door().wait(keyring=self._opener.asks_keyring)
        while not work.done():
            with self._answer() as answer:
                await self._asking()
                first: set[asyncio.Future[Any]] = {work, answer}
                await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
                # Once there is the key, the opening is nobody's to break off.
                if answer.done() and not work.done() and self._opener.asks_keyring:
                    await self._there(self._opener.give_up())
                    return answer.result()
        return None

    async def _ask(self, trouble: Trouble) -> Answer:
        """Show why it does not open, and wait for what the person wants."""
        door = self._door()
        match trouble.kind:
            case ErrorKind.NO_PASSPHRASE | ErrorKind.WRONG_PASSPHRASE:
                door.ask("" if trouble.kind is ErrorKind.NO_PASSPHRASE else trouble.sentence)
            case ErrorKind.VAULT_LOCKED:
                door.tell_locked()
            case ErrorKind.NO_VAULT if self._opener.is_new:
                door.offer()
            case ErrorKind.NO_VAULT:
                door.tell_away()
            case _:
                door.tell(trouble.sentence)
        with self._answer() as answer:
            await self._asking()
            return await answer

    @contextmanager
    def _answer(self) -> "Iterator[asyncio.Future[Answer]]":
        """Hear the door's next answer."""
        ear = _Ear(asyncio.get_running_loop().create_future())
        door = self._door()
        door.answered.connect(ear.tried)
        door.chosen.connect(ear.tried)
        door.session_wanted.connect(ear.session)
        try:
            yield ear.answer
        finally:
            door.answered.disconnect(ear.tried)
            door.chosen.disconnect(ear.tried)
            door.session_wanted.disconnect(ear.session)
            ear.answer.cancel()


class _Ear(QObject):
    def __init__(self, answer: asyncio.Future[Answer]) -> None:
        super().__init__()
        self.answer = answer

    def tried(self, passphrase: str) -> None:
        if not self.answer.done():
            self.answer.set_result(Answer(passphrase or None))

    def session(self) -> None:
        if not self.answer.done():
            self.answer.set_result(Answer(session=True))
