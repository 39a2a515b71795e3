"""What was copied, and the numbers in it; looked at when somebody wants to know, and never before."""

from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication

from desktop import numbers
from desktop.domain.numbers import NumberInfo
from desktop.services.threads import Stop, in_thread
from desktop.ui.calling.whom import Whom
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter


@dataclass(frozen=True, slots=True)
class CopiedNumber:
    """A number that was copied, and who has it ("" for nobody known)."""

    number: NumberInfo
    name: str = ""

    @property
    def dial(self) -> str:
        """Return the text that calls it."""
        return self.number.dial or self.number.text


@dataclass(frozen=True, slots=True)
class Copied:
    """What is on the clipboard. `known` is False where nobody can tell just now: see `Clipboard`."""

    text: str = ""
    numbers: tuple[CopiedNumber, ...] = ()
    known: bool = True


NOT_LOOKED = Copied(known=False)


class Clipboard:
    """Reads the clipboard without holding up the window.

    Under X11 the text comes from the program that has it, which may hang: a thread asks, and gives up soon.
    Under Wayland only the program that has the keyboard may look, so with no window of ours in front nothing
    is known. Elsewhere the system itself answers at once.
    """

    def __init__(self, context: Context, shell: ShellPresenter) -> None:
        self._context = context
        self._shell = shell

    async def read(self) -> Copied:
        """Look once."""
        text = await self._text()
        if text is None:
            return NOT_LOOKED
        bridge, services = self._context.bridge, self._context.services
        line = self._shell.line()
        region = await bridge.run(services.lines.region(line))
        found = await bridge.read(lambda: numbers.find_in_text(text, region))
        account = line.account_id if line is not None else ""
        contacts = self._context.contacts
        return Copied(
            text.strip(),
            tuple(CopiedNumber(one, Whom(one.dial or "", account).name(contacts)) for one in found),
        )

    async def _text(self) -> str | None:
        clipboard = QGuiApplication.clipboard()
        if QGuiApplication.platformName() == "xcb" and not clipboard.ownsClipboard():
            return await self._context.bridge.run(in_thread(_selected))
        return clipboard.text() if may_look() else None


def may_look() -> bool:
    """Whether the desktop shows us the clipboard now: see `Clipboard`."""
    wayland = QGuiApplication.platformName().startswith("wayland")
    return not wayland or QGuiApplication.focusWindow() is not None


def _selected(_stop: Stop) -> str | None:
    from desktop.system.selection import copied_text  # noqa: PLC0415 - only for X11, when somebody looks

    return copied_text()
