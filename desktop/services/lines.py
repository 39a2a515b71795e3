"""Lines: which phones there are, and which one rings."""

from desktop.domain.lines import Line


class Lines:
    """The lines of all accounts."""

    async def all(self) -> list[Line]:
        """Read all lines; the one that rings unless told otherwise has `default`."""
        raise NotImplementedError

    async def refresh(self, account_id: str) -> bool:
        """Read the account's lines from the provider; says whether anything changed."""
        raise NotImplementedError

    async def default(self) -> Line | None:
        """Return the chosen line, else the active one with the lowest id, else None."""
        raise NotImplementedError

    async def choose(self, line_id: str) -> Line:
        """Make a line the default. Raises `Trouble` NO_LINE when it cannot place calls."""
        raise NotImplementedError

    async def matching(self, text: str) -> list[Line]:
        """Return the lines that have this id, extension, number or name."""
        raise NotImplementedError

    async def resolve(self, text: str | None) -> Line:
        """Return the one line to call from: by id, extension, number or name; None means the default.

        Raises `Trouble` NO_LINE when there is none, it is not active, or the text fits several.
        """
        raise NotImplementedError
