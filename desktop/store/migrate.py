"""Bringing a file to the newest schema: plain SQL files, `user_version`, a backup before each."""

from importlib import resources
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble
from desktop.store.connection import Db


def migrations() -> tuple[str, ...]:
    """Return the SQL of every migration in order; the n-th (from 1) leads to `user_version` n."""
    folder = resources.files("desktop.store") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    if [name[:5] for name in names] != [f"{number:04}_" for number in range(1, len(names) + 1)]:
        raise RuntimeError("migrations are numbered from 0001 without gaps")
    return tuple((folder / name).read_text(encoding="utf-8") for name in names)


def backup_path(path: Path, version: int) -> Path:
    """Return where the copy of a file lies that was made before it left a version."""
    return path.with_name(f"{path.stem}.backup-v{version}{path.suffix}")


def migrate(db: Db, path: Path, steps: tuple[str, ...] | None = None) -> int:
    """Bring an open file to the newest version; returns the version it had.

    Each step is one transaction with its number, so that a crash leaves the version before it. Raises
    `Trouble` STORE_NEWER for a file of a newer program. A new file (version 0) needs no backup.
    """
    steps = migrations() if steps is None else steps
    found = _version(db)
    if found > len(steps):
        raise Trouble(ErrorKind.STORE_NEWER)
    for number in range(found, len(steps)):
        if found > 0:
            _back_up(db, backup_path(path, number))
        with db:
            # Another process may have made the step since the version was read.
            if _version(db) == number:
                db.execute(steps[number])
                db.pragma("user_version", number + 1)
    return found


def _version(db: Db) -> int:
    return int(db.pragma("user_version"))


def _back_up(db: Db, target: Path) -> None:
    """Copy the file, encrypted with the same key; an older backup of that version is replaced."""
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    db.execute("VACUUM INTO ?", (str(partial),))
    partial.chmod(0o600)
    partial.replace(target)
