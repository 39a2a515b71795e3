"""Lines: which phones there are, and which one rings."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.accounts import Ability
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line, is_softphone
from desktop.numbers import normalise
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.settings import Settings
from desktop.services.softphones import Softphones
from desktop.store import Db, Store
from desktop.store import accounts as account_rows
from desktop.store import lines as rows

DEFAULT = "dial.line"


class Lines:
    """The lines of all accounts, and this computer's softphone beside them."""

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        settings: Settings,
        changes: Changes,
        softphones: Softphones,
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._settings = settings
        self._changes = changes
        self._softphones = softphones

    @property
    def chosen(self) -> str:
        """Return the id of the line that a person chose; "" when nobody has chosen yet."""
        return self._settings.text(DEFAULT)

    async def all(self) -> list[Line]:
        """Read all lines of accounts; the one that rings unless told otherwise has `default`."""
        lines = await self._store.read(_read)
        default = _default(lines, self.chosen)
        return [replace(line, default=line is default) for line in lines]

    async def softphones(self, *, fresh: bool = False) -> list[Line]:
        """Return this computer's softphones, as they were last found unless it is to be a fresh look."""
        chosen = self.chosen
        found = await self._softphones.lines(chosen, fresh=fresh)
        return [replace(line, default=line.id == chosen) for line in found]

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
        """Return the chosen line, else the active one with the lowest id, else None.

        A chosen softphone stays the one also when it cannot call now: another phone would be a surprise.
        """
        if is_softphone(self.chosen):
            return next((line for line in await self.softphones() if line.default), None)
        return next((line for line in await self.all() if line.default), None)

    async def region(self, line: Line | None) -> str | None:
        """Return the country of a line's account; without one, that of the first account that has any."""
        if line is not None and line.account_id:
            return await self._accounts.region(line.account_id)
        for account in await self._accounts.all():
            if region := await self._accounts.region(account.id):
                return region
        return None

    async def choose(self, line_id: str) -> Line:
        """Make a line the default. Raises `Trouble` NO_LINE or NO_SOFTPHONE when it cannot place calls."""
        if is_softphone(line_id):
            line = await self._softphones.line(line_id)
        else:
            found = next((line for line in await self.all() if line.id == line_id), None)
            if found is None:
                raise Trouble(ErrorKind.NO_LINE, detail=f"there is no line {line_id}")
            line = found
            _must_dial(line)
        self.keep(line)
        return replace(line, default=True)

    def keep(self, line: Line) -> None:
        """Remember the line that somebody chose. Raises `Trouble` DISK."""
        self._settings.set(DEFAULT, line.id)
        self._changes.tell(Topic.LINES)

    async def matching(self, text: str) -> list[Line]:
        """Return the lines that have this id, extension, number or name; the first of these that fits.

        A softphone has ids too ("softphone", "softphone:ID"), and is found by its program's name after lines.
        """
        lines = await self.all()
        wanted = text.strip()
        folded = wanted.casefold()
        if is_softphone(wanted):
            return [await self._softphones.line(wanted)]
        numbers = {account_id: await self._number(wanted, account_id) for account_id in _accounts_of(lines)}
        for fits in (
            [line for line in lines if line.id == wanted],
            [line for line in lines if line.extension == wanted],
            [line for line in lines if line.number and line.number == numbers[line.account_id]],
            [line for line in lines if line.name.casefold() == folded],
        ):
            if fits:
                return fits
        if is_softphone(folded):
            return [await self._softphones.line(folded)]
        softphones = await self.softphones(fresh=True) if wanted else []
        return [line for line in softphones if line.can_dial and line.name.casefold() == folded]

    async def _number(self, text: str, account_id: str) -> str | None:
        return normalise(text, await self._accounts.region(account_id))

    async def resolve(self, text: str | None) -> Line:
        """Return the one line to call from: by id, extension, number or name; None means the default.

        Raises `Trouble` NO_LINE when there is none, it is not active, or the text fits several; NO_SOFTPHONE
        when it is this computer's softphone and cannot be used.
        """
        if text is None:
            line = await self.default()
            if line is None:
                raise Trouble(ErrorKind.NO_LINE, detail=_why_none(await self.all()))
            return await self._softphones.line(line.id) if line.is_softphone else line
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
    if is_softphone(chosen):
        return None
    active = [line for line in lines if line.can_dial]
    kept = next((line for line in active if line.id == chosen), None)
    return kept or min(active, key=_rank, default=None)


def _rank(line: Line) -> tuple[int, str]:
    """Order ids as numbers, since ours are row numbers written as text."""
    return (int(line.id), "") if line.id.isdecimal() else (0, line.id)


def _read(db: Db) -> list[Line]:
    """Read the lines; one whose account may not place calls says why it cannot."""
    why = {one.id: (one.missing or {}).get(Ability.DIAL, "") for one in account_rows.all(db)}
    return [replace(line, trouble=why.get(line.account_id, "")) for line in rows.all(db)]


def _must_dial(line: Line) -> None:
    if not line.can_dial:
        why = f"{line.name} is {line.status.value.replace('_', ' ')}"
        raise Trouble(ErrorKind.NO_LINE, detail=_cannot(line) if line.trouble else why)


def _why_none(lines: Sequence[Line]) -> str | None:
    """Say why no line can call, where that is because their accounts may not."""
    return next((_cannot(line) for line in lines if line.trouble), None)


def _cannot(line: Line) -> str:
    return f"{line.account} cannot place calls: {line.trouble.rstrip('.')}"


def _accounts_of(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(line.account_id for line in lines)
