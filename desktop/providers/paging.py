"""Following page tokens without being led in circles."""

from desktop.domain.errors import ErrorKind, Trouble


class Tokens:
    """The tokens of one walk through pages, so that none is followed twice."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def follow(self, token: str | None) -> str | None:
        """Hand the token on. Raises `Trouble` PROTOCOL for one that came before.

        Ending quietly instead would pass a part of the list off as all of it.
        """
        if token is not None:
            if token in self._seen:
                raise Trouble(ErrorKind.PROTOCOL, detail="the same page was announced twice")
            self._seen.add(token)
        return token
