"""How this very installation is started by others: by a link, with the session, from the desktop's menu."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """The words that start Sidetone, whoever starts it and from whatever folder.

    `proof` is the file that is gone once this installation is. Options go behind the words.
    """

    words: tuple[str, ...]
    proof: Path

    @property
    def is_bundle(self) -> bool:
        """Whether it is a macOS bundle, which the system itself knows as a program."""
        return any(folder.suffix == ".app" for folder in self.proof.parents)


def own_command(profile: Path | None = None) -> OwnCommand:
    """Return the command of this installation, for a profile that is not the usual one with its option.

    What stays right longest comes first: an AppImage's own file (the folder it runs from is another one each
    time), a frozen build, the script of the environment, and last the interpreter with the package's folder.
    A checkout is started as its `packaging/run.py` starts it, without the half second that this looks round
    for: somebody who clicked a link waits.
    """
    words, proof = _program()
    return OwnCommand((*words, *(("--profile", str(profile)) if profile else ())), proof)


def _program() -> tuple[tuple[str, ...], Path]:
    python, root = Path(sys.executable), _PACKAGE.parent
    if getattr(sys, "frozen", False):
        image, mounted = os.environ.get("APPIMAGE"), os.environ.get("APPDIR")
        # A terminal that is an AppImage itself leaves both variables to what is started in it.
        if image and mounted and python.is_relative_to(mounted):
            return (image,), Path(image)
        return (sys.executable,), python
    if os.name == "nt":
        silent = python.with_name("pythonw.exe")  # which opens no console
        checkout = (str(root / "packaging" / "run.py"), "app")
        return (str(silent), *(checkout if _is_borrowed(root) else ("-m", "desktop"))), silent
    if _is_borrowed(root):
        return ("/usr/bin/env", f"PYTHONPATH={root}", sys.executable, "-m", "desktop"), python
    script = python.with_name("sidetone")
    return ((str(script),), script) if script.is_file() else ((sys.executable, "-m", "desktop"), python)


def _is_borrowed(root: Path) -> bool:
    """Whether the interpreter found the package where it was told to at its start, and only then."""
    told = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return not _PACKAGE.is_relative_to(sys.prefix) and (
        str(root) in told or Path(sys.path[0] or ".").resolve() == root
    )
