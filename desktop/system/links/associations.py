"""Changes a person's list of which program opens what (mimeapps.list), and nothing else in it.

After the MIME Applications specification of freedesktop.org. What other programs and people wrote stays as
it is, comments and all: a list that is read into groups and written again would lose that.
"""

import re
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.entries import listed
from desktop.system.whole import remove, write_whole

_LARGEST = 4 << 20


class Associations:
    """The lines of one list. Raises `Trouble` DISK for one that cannot be read, rather than replace it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            if file.is_file() and file.stat().st_size > _LARGEST:
                raise Trouble(ErrorKind.DISK, detail=f"{file} is no list of programs")
            self._before = file.read_bytes()
        except FileNotFoundError:
            self._before = b""
        except OSError as error:
            raise Trouble(ErrorKind.DISK, detail=f"{file}: {error.strerror}") from error
        # Bytes that are no text come through unchanged.
        text = self._before.decode("utf-8", "surrogateescape")
        self._lines = re.findall(r"[^\n]*\n|[^\n]+", text)

    def programs(self, group: str, kind: str) -> list[str]:
        """Return the ids of a type's programs, the first choice first."""
        place = self._place(group, kind)
        return listed(self._lines[place].partition("=")[2]) if place is not None else []

    def put_first(self, group: str, kind: str, program: str) -> None:
        """Make a program a type's first choice; those that were before stand behind it, as a fall-back."""
        others = [one for one in self.programs(group, kind) if one != program]
        self._write(group, kind, [program, *others])

    def take_out(self, group: str, kind: str, program: str) -> None:
        """Take a program out of a type's list."""
        known = self.programs(group, kind)
        if program in known:
            self._write(group, kind, [one for one in known if one != program])

    def keep(self) -> None:
        """Write the list, if anything in it changed; one with nothing left in it is removed."""
        text = "".join(self._lines)
        content = text.encode("utf-8", "surrogateescape")
        if content == self._before:
            return
        if content.strip():
            write_whole(self.file, content)
        else:
            remove(self.file)

    def _write(self, group: str, kind: str, programs: list[str]) -> None:
        place = self._place(group, kind)
        if place is None:
            self._add(group, f"{kind}={';'.join(programs)}\n")
            return
        if not programs:
            del self._lines[place]
            self._drop_empty(group)
            return
        # A list may end in a sign or not; as it was, so that what is given back is what was taken.
        end = ";" if self._lines[place].rstrip().endswith(";") else ""
        self._lines[place] = f"{kind}={';'.join(programs)}{end}\n"

    def _add(self, group: str, line: str) -> None:
        if self._lines and not self._lines[-1].endswith("\n"):
            self._lines[-1] += "\n"
        head = self._head(group)
        if head is None:
            self._lines += [*(["\n"] if self._lines else []), f"[{group}]\n"]
            head = len(self._lines) - 1
        self._lines.insert(head + 1, line)

    def _drop_empty(self, group: str) -> None:
        """Take away a group at the end that has nothing in it any more: nearly always it was ours."""
        head = self._head(group)
        assert head is not None
        if any(line.strip() for line in self._lines[head + 1 :]):
            return
        if head and not self._lines[head - 1].strip():
            head -= 1
        del self._lines[head:]

    def _head(self, group: str) -> int | None:
        wanted = f"[{group}]"
        return next((at for at, line in enumerate(self._lines) if line.strip() == wanted), None)

    def _end(self, head: int) -> int:
        rest = range(head + 1, len(self._lines))
        return next((at for at in rest if self._lines[at].lstrip().startswith("[")), len(self._lines))

    def _place(self, group: str, kind: str) -> int | None:
        head = self._head(group)
        if head is None:
            return None
        for at in range(head + 1, self._end(head)):
            key, sign, _ = self._lines[at].partition("=")
            if sign and key.strip() == kind:
                return at
        return None
