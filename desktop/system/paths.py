"""Where files lie: every path of the program comes from here, and one option moves them all."""

import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble

APP = "sidetone"
SOCKET_LIMIT = 100
"""Bytes; the system cuts a socket's path at 103 (macOS) or 107 (Linux)."""


class Paths:
    """The folders of one profile, made with mode 0700 when first asked for.

    With a profile everything lies below it; without one, where the system wants it. A socket whose path
    would be too long lies in the system's runtime folder, under a short name made from the profile.
    Every property raises `Trouble` DISK when a folder cannot be made.
    """

    def __init__(self, profile: Path | None = None, *, lasting: bool = True) -> None:
        """Name the profile's folder, None for the default profile. Nothing is made yet.

        One that is not `lasting` is thrown away after the session, so nothing may be made to point at it.
        """
        self.lasting = lasting
        self.profile = None if profile is None else profile.expanduser().absolute()

    @property
    def key(self) -> str:
        """A short name of the profile, the same at every start: for sockets and the keyring."""
        if self.profile is None:
            return "default"
        import hashlib  # noqa: PLC0415 - OpenSSL is loaded with it (5 ms), and the first paint needs no key

        resolved = os.path.normcase(self.profile.resolve())
        return hashlib.sha256(resolved.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def data(self) -> Path:
        """The database, the recordings, the vault."""
        return self._folder("data")

    @property
    def config(self) -> Path:
        """The settings."""
        return self._folder("config")

    @property
    def cache(self) -> Path:
        """What can be made again."""
        return self._folder("cache")

    @property
    def log(self) -> Path:
        """The log file; older ones lie beside it."""
        return self._folder("log") / f"{APP}.log"

    @property
    def runtime(self) -> Path:
        """What lives as long as the program."""
        return _own(self._system("runtime")) if self.profile is None else self._folder("runtime")

    @property
    def lock(self) -> Path:
        """The lock of the profile."""
        return self.data / f"{APP}.lock"

    @property
    def socket(self) -> Path:
        """The socket of the running program."""
        wanted = self.runtime / f"{APP}.sock"
        if len(os.fsencode(wanted)) <= SOCKET_LIMIT:
            return wanted
        short = _own(self._system("runtime")) / f"{self.key}.sock"
        if len(os.fsencode(short)) <= SOCKET_LIMIT:
            return short
        import tempfile  # noqa: PLC0415 - hardly ever needed

        user = os.getuid() if sys.platform != "win32" else 0
        return _own(Path(tempfile.gettempdir()) / f"{APP}-{user}") / f"{self.key}.sock"

    @property
    def sign_in(self) -> Path:
        """The file that signs accounts in once, unless the administrator's file names another one."""
        return self.config / "sign-in.toml"

    @property
    def policy(self) -> Path:
        """The administrator's file, one for all profiles, where only they may write. It need not be there.

        `SIDETONE_POLICY` names another one: to try a file out, and no boundary (as the file is none). The
        places on Windows and macOS are those that these systems' documentation names, and have not been run.
        """
        if named := os.environ.get("SIDETONE_POLICY"):
            return Path(named).expanduser().absolute()
        return system_policy(sys.platform, os.environ)

    def _folder(self, kind: str) -> Path:
        if self.profile is None:
            return _made(self._system(kind))
        _made(self.profile)
        return _made(self.profile / kind)

    @staticmethod
    def _system(kind: str) -> Path:
        import platformdirs  # noqa: PLC0415 - not needed when a profile is named

        with warnings.catch_warnings():
            # It warns of a runtime folder that it then does not take.
            warnings.simplefilter("ignore")
            folder = getattr(platformdirs.PlatformDirs(APP, appauthor=False), f"user_{kind}_path")
        assert isinstance(folder, Path)
        return folder


def system_policy(platform: str, environment: Mapping[str, str]) -> Path:
    """Return where the administrator's file lies on a system (`sys.platform`)."""
    if platform == "win32":
        return Path(environment.get("PROGRAMDATA") or r"C:\ProgramData", "Sidetone", "policy.toml")
    if platform == "darwin":
        return Path("/Library/Application Support/Sidetone/policy.toml")
    return Path("/etc", APP, "policy.toml")


def as_meant(text: str) -> Path:
    """Return a path that a person wrote, with `~` for a home.

    Raises ValueError where that is nobody's home, and for a text that can be no path.
    """
    if "\0" in text:
        raise ValueError("a path has no zero in it")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError("nobody has that home") from error


def _made(folder: Path) -> Path:
    """Make a folder with those above it, all for their owner alone; what is there already stays as it is."""
    try:
        for each in (*reversed(folder.parents), folder):
            if not each.is_dir():
                each.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Trouble(ErrorKind.DISK, detail=f"{folder}: {error.strerror}") from error
    return folder


def _own(folder: Path) -> Path:
    """Make a folder where others may write, and make sure that none of them was there first."""
    _made(folder)
    if sys.platform != "win32":
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise Trouble(ErrorKind.DISK, detail=f"{folder} is open to others")
    return folder


def resources() -> Path:
    """Return the folder of fonts, icons and tables: of a wheel or a frozen build, else of a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("resources")
