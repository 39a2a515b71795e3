"""Our own desktop entry, as it is written where no package has installed one.

After the Desktop Entry specification 1.5 of freedesktop.org. Its action opens quick dial, which a desktop's
settings for keys can be pointed at, on Wayland too.
"""

from desktop import APP_ID
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.presence import SCHEMES
from desktop.system.entries import TYPES, exec_line, text_value
from desktop.system.ourselves import OwnCommand

WRITTEN = "X-Sidetone-Written"
"""The key that says that Sidetone wrote a file, and may remove it."""

_QUICK_DIAL = "quick-dial"


def opening_links(command: OwnCommand) -> str:
    """Return the entry for the folder of programs. Raises `Trouble` DISK for a path that none can hold."""
    types = "".join(f"{TYPES[scheme]};" for scheme in SCHEMES)
    return "\n".join(
        [
            *_head(command, _exec(command, code="%u")),
            "GenericName=Companion to a softphone",
            "Comment=Calls, recordings, contacts and campaigns of your phone system",
            "Keywords=phone;call;dial;telephone;voicemail;",
            "Categories=Network;Telephony;",
            "StartupNotify=true",
            "StartupWMClass=Sidetone",  # Qt's, by which X11 desktops know that a window is this program's
            "SingleMainWindow=true",
            f"MimeType={types}",
            f"Actions={_QUICK_DIAL};",
            "",
            f"[Desktop Action {_QUICK_DIAL}]",
            "Name=Quick dial",
            f"Exec={_exec(command, '--quick-dial')}",
            "",
        ]
    )


def starting_hidden(command: OwnCommand) -> str:
    """Return the entry for the folder of what starts with the session. Raises as above."""
    return "\n".join([*_head(command, _exec(command, "--hidden")), "StartupNotify=false", ""])


def _exec(command: OwnCommand, *options: str, code: str = "") -> str:
    try:
        return exec_line((*command.words, *options), code)
    except ValueError as error:
        raise Trouble(ErrorKind.DISK, detail=f"{command.proof}: {error}") from error


def _head(command: OwnCommand, line: str) -> list[str]:
    return [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        "Name=Sidetone",
        f"Exec={line}",
        # The desktops leave an entry out whose program is gone: its folder was moved, or deleted.
        f"TryExec={text_value(str(command.proof))}",
        f"Icon={APP_ID}",
        "Terminal=false",
        f"{WRITTEN}=true",
    ]
