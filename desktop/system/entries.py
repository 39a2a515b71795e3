"""Desktop entries: how Linux desktops write down which programs there are and what they open.

After the Desktop Entry and the MIME Applications specifications of freedesktop.org. The folders that these
name come from the Base Directory specification.
"""

import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from desktop import APP_ID
from desktop.domain.presence import SCHEMES
from desktop.system.ourselves import own_command

OWN_ENTRY = f"{APP_ID}.desktop"
TYPES = {scheme: f"x-scheme-handler/{scheme}" for scheme in SCHEMES}

MAIN = "Desktop Entry"
DEFAULTS, ADDED, REMOVED = "Default Applications", "Added Associations", "Removed Associations"

_CODE = re.compile(r"%(.)")
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_RESERVED = re.compile(r"[\s\"'\\><~|&;$*?#()`]")
_LARGEST = 256 * 1024  # an entry is a few kilobytes; whatever is larger is none

Groups = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A program that opens links. `scheme` is the one it gets, `command` still has the codes in it."""

    id: str
    name: str
    command: tuple[str, ...]
    types: frozenset[str]
    file: Path
    folder: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it starts Sidetone: by its id, or by what it runs."""
        known = APP_ID.casefold()
        if self.id.removesuffix(".desktop").casefold() == known or any(
            known in word.casefold() for word in self.command
        ):
            return True
        runs = [os.path.realpath(word) for word in self.command if word.startswith("/")]
        proof = own_command().proof
        if str(proof) != sys.executable and os.path.realpath(proof) in runs:
            return True
        frozen = getattr(sys, "frozen", False) and os.path.realpath(sys.executable) in runs
        image = os.environ.get("APPIMAGE")
        as_module = ("-m", "desktop") in pairwise(self.command)
        named = any(Path(word).name.casefold() == "sidetone" for word in self.command)
        return bool(frozen or as_module or named or (image and os.path.realpath(image) in runs))

    def started_with(self, link: str) -> list[str]:
        """Return the command for a link; the link stands where the entry wants it, else at the end."""
        taken = False
        words = []
        for word in self.command:
            if word in ("%f", "%F", "%i"):
                continue  # files, which a link is not, and an icon
            taken = taken or "%u" in word or "%U" in word
            words.append(_CODE.sub(lambda code: self._meant(code.group(1), link), word))
        return words if taken else [*words, link]

    def _meant(self, code: str, link: str) -> str:
        return {"u": link, "U": link, "c": self.name, "k": str(self.file), "%": "%"}.get(code, "")


class Entries:
    """The desktop entries of an environment, as they lie on the disk now."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._config = config_folders(environment)
        self._data = [folder / "applications" for folder in data_folders(environment)]
        desktops = environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
        self._lists = [*(f"{name}-mimeapps.list" for name in desktops if name), "mimeapps.list"]
        self._languages = _languages(environment)
        self._path = environment.get("PATH", os.defpath)

    @property
    def choices(self) -> list[Path]:
        """The files in which a person's own choices stand, the strongest first; they need not be there."""
        return [folder / name for folder in (self._config[0], self._data[0]) for name in self._lists]

    def opening(self) -> tuple[dict[str, Entry], dict[str, tuple[str, ...]]]:
        """Return the programs that open a number's link, by id, and by type in which order they come.

        The first of a type is its default. A type that nothing opens is left out.
        """
        wanted = set(TYPES.values())
        added, removed, chosen = self._chosen(wanted)
        found: dict[str, Entry] = {}
        for entry_id, file in self._files():
            also = frozenset(kind for kind in wanted if entry_id in added[kind])
            entry = self._read(entry_id, file, wanted, also)
            if entry is not None:
                kept = frozenset(kind for kind in entry.types if (kind, entry_id) not in removed)
                if kept:
                    found[entry_id] = Entry(entry.id, entry.name, entry.command, kept, file, entry.folder)
        ranks: dict[str, tuple[str, ...]] = {}
        for kind in wanted:
            ranked = dict.fromkeys([*chosen[kind], *added[kind], *found])
            order = tuple(key for key in ranked if key in found and kind in found[key].types)
            if order:
                ranks[kind] = order
        return found, ranks

    # ---- who was chosen

    def _chosen(
        self, wanted: set[str]
    ) -> tuple[dict[str, list[str]], set[tuple[str, str]], dict[str, list[str]]]:
        """Read the lists of associations, the strongest first: added, removed, and the defaults."""
        added: dict[str, list[str]] = {kind: [] for kind in wanted}
        chosen: dict[str, list[str]] = {kind: [] for kind in wanted}
        removed: set[tuple[str, str]] = set()
        for folder in (*self._config, *self._data):
            for name in self._lists:
                groups = groups_of(folder / name)
                for kind in wanted:
                    chosen[kind] += listed(groups.get(DEFAULTS, {}).get(kind, ""))
                    more = listed(groups.get(ADDED, {}).get(kind, ""))
                    added[kind] += [one for one in more if (kind, one) not in removed]
                    less = listed(groups.get(REMOVED, {}).get(kind, ""))
                    removed |= {(kind, one) for one in less if one not in added[kind]}
        for kind in wanted:  # being a default is an association too
            added[kind] += [one for one in chosen[kind] if one not in added[kind]]
        return added, removed, chosen

    # ---- which there are

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Yield each entry's id and file; of several with one id the first folder's counts."""
        seen: set[str] = set()
        for folder in self._data:
            try:
                files = sorted(folder.rglob("*.desktop"))
            except OSError:
                continue
            for file in files:
                entry_id = "-".join(file.relative_to(folder).parts)
                if entry_id not in seen:
                    seen.add(entry_id)
                    yield entry_id, file

    def _read(self, entry_id: str, file: Path, wanted: set[str], also: frozenset[str]) -> Entry | None:
        values = groups_of(file).get(MAIN, {})
        types = (wanted & set(values.get("MimeType", "").split(";"))) | also
        usable = values.get("Type") == "Application" and values.get("Hidden", "").lower() != "true"
        if not types or not usable or values.get("Terminal", "").lower() == "true":
            return None
        command = command_of(values, self._path)
        if not command:
            return None
        return Entry(
            entry_id, self._name(values, entry_id), command, frozenset(types), file, values.get("Path", "")
        )

    def _name(self, values: Mapping[str, str], entry_id: str) -> str:
        keys = [*(f"Name[{language}]" for language in self._languages), "Name"]
        name = next((values[key] for key in keys if values.get(key)), entry_id.removesuffix(".desktop"))
        return " ".join(_unescaped(name).split())[:60]


def config_folders(environment: Mapping[str, str]) -> list[Path]:
    """Return the folders of settings, the person's own first."""
    home = Path(environment.get("HOME") or "/")
    return [
        _folder(environment, "XDG_CONFIG_HOME", home / ".config"),
        *_folders(environment, "XDG_CONFIG_DIRS", "/etc/xdg"),
    ]


def data_folders(environment: Mapping[str, str]) -> list[Path]:
    """Return the folders of programs' data, the person's own first."""
    home = Path(environment.get("HOME") or "/")
    return [
        _folder(environment, "XDG_DATA_HOME", home / ".local/share"),
        *_folders(environment, "XDG_DATA_DIRS", "/usr/local/share:/usr/share"),
    ]


def _folder(environment: Mapping[str, str], name: str, otherwise: Path) -> Path:
    given = environment.get(name, "")
    return Path(given) if given.startswith("/") else otherwise


def _folders(environment: Mapping[str, str], name: str, otherwise: str) -> list[Path]:
    return [Path(one) for one in (environment.get(name) or otherwise).split(":") if one.startswith("/")]


def _languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    given = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    whole = given.partition(".")[0].partition("@")[0]
    return tuple(dict.fromkeys(one for one in (whole, whole.partition("_")[0]) if one))


def groups_of(file: Path) -> Groups:
    """Read a file of groups with keys and values; whatever cannot be read counts as empty."""
    try:
        if file.stat().st_size > _LARGEST:
            return {}
        text = file.read_text("utf-8", "replace")
    except OSError:
        return {}
    groups: Groups = {}
    group: dict[str, str] | None = None
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("[") and stripped.endswith("]"):
            group = groups.setdefault(stripped[1:-1], {})
        elif group is not None and not stripped.startswith("#") and "=" in stripped:
            key, _, value = stripped.partition("=")
            group.setdefault(key.strip(), value.strip())
    return groups


def listed(value: str) -> list[str]:
    """Split a list of values."""
    return [one.strip() for one in value.split(";") if one.strip()]


def command_of(values: Mapping[str, str], path: str) -> tuple[str, ...]:
    """Return the words that an entry runs, with the codes in them; () where there is no such program."""
    import shutil  # noqa: PLC0415 - when something is looked for

    if (needed := _unescaped(values.get("TryExec", ""))) and shutil.which(needed, path=path) is None:
        return ()
    command = _words(values.get("Exec", ""))
    return command if command and shutil.which(command[0].replace("%%", "%"), path=path) else ()


def exec_line(words: Sequence[str], code: str = "") -> str:
    """Write words as an entry's Exec key; `code`, such as "%u", stands at the end as it is.

    Raises ValueError for a word that no such line can hold.
    """
    return " ".join([*map(_quoted, words), *([code] if code else [])])


def text_value(text: str) -> str:
    """Write a text as the value of a key."""
    text = text.replace("\\", "\\\\")
    for code in "nrt":
        text = text.replace(_ESCAPES[code], f"\\{code}")
    return text


def _quoted(word: str) -> str:
    if any(not letter.isprintable() for letter in word):
        raise ValueError("a control character in a command")
    word = word.replace("%", "%%")
    if word and not _RESERVED.search(word):
        return word
    inner = re.sub(r'(["`$\\])', r"\\\1", word)
    return '"' + inner.replace("\\", "\\\\") + '"'  # a value's own escaping comes on top


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found.group(1), found.group(0)), text)


def _words(command: str) -> tuple[str, ...]:
    """Split what an entry runs into words, without any shell; () when it cannot be read."""
    plain = re.sub(r"\\([$`])", r"\1", _unescaped(command))  # which a shell would have to be told
    try:
        return tuple(shlex.split(plain))
    except ValueError:
        return ()
