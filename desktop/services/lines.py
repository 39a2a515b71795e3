"""Lines: which phones there are, and which one rings."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line
from desktop.numbers import normalise
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.settings import Settings
from desktop.store import Store
from desktop.store import lines as rows

DEFAULT = "dial.line"


class Lines:
    """The lines of all accounts."""

    def __init__(self, *, store: Store, accounts: Accounts, settings: Settings, changes: Changes) -> None:
        self._store = store
        self._accounts = accounts
        self._settings = settings
        self._changes = changes

    async def all(self) -> list[Line]:
        """Read all lines; the one that rings unless told otherwise has `default`."""
        lines = await self._store.read(rows.all)
        chosen = _default(lines, self._settings.text(DEFAULT))
        return [replace(line, default=line is chosen) for line in lines]

    async def refresh(self, account_id: str) -> bool:
        """Read the account's lines from the provider; says whether anything changed.

        A provider without lines leaves them as they are.
        """
        session = await self._accounts.session(account_id)
        changed = await self._accounts.read_lines(await self._accounts.get(account_id), session)
        if changed:
            self._changes.tell(Topic.LINES)
        return changed

    async def default(self) -> Line | None:
        """Return the chosen line, else the active one with the lowest id, else None."""
        return next((line for line in await self.all() if line.default), None)

    async def choose(self, line_id: str) -> Line:
        """Make a line the default. Raises `Trouble` NO_LINE when it cannot place calls."""
        line = next((line for line in await self.all() if line.id == line_id), None)
        if line is None:
            raise Trouble(ErrorKind.NO_LINE, detail=f"there is no line {line_id}")
        _must_dial(line)
        self._settings.set(DEFAULT, line.id)
        self._changes.tell(Topic.LINES)
        return replace(line, default=True)

    async def matching(self, text: str) -> list[Line]:
        """Return the lines that have this id, extension, number or name; the first of these that fits."""
        lines = await self.all()
        wanted = text.strip()
        folded = wanted.casefold()
        numbers = {account_id: await self._number(wanted, account_id) for account_id in _accounts_of(lines)}
        for fits in (
            [line for line in lines if line.id == wanted],
            [line for line in lines if line.extension == wanted],
            [line for line in lines if line.number and line.number == numbers[line.account_id]],
            [line for line in lines if line.name.casefold() == folded],
        ):
            if fits:
                return fits
        return []

    async def _number(self, text: str, account_id: str) -> str | None:
        return normalise(text, await self._accounts.region(account_id))

    async def resolve(self, text: str | None) -> Line:
        """Return the one line to call from: by id, extension, number or name; None means the default.

        Raises `Trouble` NO_LINE when there is none, it is not active, or the text fits several.
        """
        if text is None:
            line = await self.default()
            if line is None:
                raise Trouble(ErrorKind.NO_LINE)
            return line
        fits = await self.matching(text)
        if not fits:
            raise Trouble(ErrorKind.NO_LINE, detail=f"no line is {text}")
        active = [line for line in fits if line.can_dial]
        if len(active) > 1:
            ids = ", ".join(line.id for line in active)
            raise Trouble(ErrorKind.NO_LINE, detail=f"{text} fits several lines, with the ids {ids}")
        _must_dial(active[0] if active else fits[0])
        return active[0]


def _default(lines: Sequence[Line], chosen: str) -> Line | None:
    active = [line for line in lines if line.can_dial]
    kept = next((line for line in active if line.id == chosen), None)
    return kept or min(active, key=_rank, default=None)


def _rank(line: Line) -> tuple[int, str]:
    """Order ids as numbers, since ours are row numbers written as text."""
    return (int(line.id), "") if line.id.isdecimal() else (0, line.id)


def _must_dial(line: Line) -> None:
    if not line.can_dial:
        raise Trouble(ErrorKind.NO_LINE, detail=f"{line.name} is {line.status.value.replace('_', ' ')}")


def _accounts_of(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(line.account_id for line in lines)
