"""Settings: each declared once, kept as one JSON file that a person may read."""

import json
import logging
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.changes import Changes

if TYPE_CHECKING:
    from desktop.domain.policy import Lock
    from desktop.services.policy import Policy

log = logging.getLogger(__name__)

Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. Its type is the default's; `text` says what it does, to a person.

    `choices` are the only values a text may have, `least` and `most` bound a number. What is `personal` is
    one profile's own note: no administrator settles it, and it is not taken to another computer. `tidy`
    writes a text in the one way in which it is kept, and raises `Trouble` USAGE for what it cannot be.
    """

    key: str
    default: Value
    text: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    personal: bool = False
    tidy: Callable[[str], str] | None = None

    def read(self, value: object) -> Value:
        """Turn what a person typed, or the file holds, into a value. Raises `Trouble` USAGE."""
        wanted = type(self.default)
        if isinstance(value, str) and wanted is not str:
            result = self._parse(value.strip())
        elif isinstance(value, wanted) and not (wanted is not bool and isinstance(value, bool)):
            result = value
        elif wanted is float and isinstance(value, int) and not isinstance(value, bool):
            try:
                result = float(value)
            except OverflowError:
                raise self._wrong(value) from None
        else:
            raise self._wrong(value)
        if isinstance(result, str) and result.encode("utf-8", "replace").decode() != result:
            raise self._wrong(value)  # half a letter, which JSON can hold and a file of text cannot
        if self.choices and result not in self.choices:
            raise self._wrong(value)
        if isinstance(result, float) and not math.isfinite(result):  # NaN lies within any bounds
            raise self._wrong(value)
        if not isinstance(result, str) and (
            (self.least is not None and result < self.least) or (self.most is not None and result > self.most)
        ):
            raise self._wrong(value)
        return self.tidy(result) if self.tidy is not None and isinstance(result, str) else result

    def _parse(self, text: str) -> Value:
        if isinstance(self.default, bool):
            known = {"true": True, "yes": True, "on": True, "1": True}
            known |= {"false": False, "no": False, "off": False, "0": False}
            if text.lower() in known:
                return known[text.lower()]
            raise self._wrong(text)
        try:
            return int(text) if isinstance(self.default, int) else float(text)
        except ValueError:
            raise self._wrong(text) from None

    def _wrong(self, value: object) -> Trouble:
        return Trouble(ErrorKind.USAGE, detail=f"{self.key} cannot be {value!r}: it is {self.wants()}.")

    def wants(self) -> str:
        """Say what values there are."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        kind = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
        words = kind[type(self.default)]
        if self.least is not None and self.most is not None:
            words += f" from {self.least:g} to {self.most:g}"
        elif self.least is not None:
            words += f", {self.least:g} or more"
        return words


def _proxy(text: str) -> str:
    from desktop.services.network import tidy_proxy  # noqa: PLC0415 - few starts read it before the first paint

    return tidy_proxy(text)


def _ca_file(text: str) -> str:
    from desktop.services.network import tidy_file  # noqa: PLC0415 - as above

    return tidy_file(text)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "accounts.sign_in_used",
        "",
        "A sign-in file that was used and could not be erased, so that it is not used again",
        personal=True,
    ),
    Setting("contacts.interval_s", 300, "How often phone books are read, in seconds", least=5, most=86400),
    Setting(
        "dial.line",
        "",
        "What rings unless another line is named: a line's id, softphone for this computer's own (or "
        "softphone:ID for one program of it), or empty for the first active line",
        personal=True,
    ),
    Setting(
        "dial.night_from", 21, "The hour at which the night begins where the callee is", least=0, most=23
    ),
    Setting("dial.night_to", 8, "The hour at which the night ends where the callee is", least=0, most=23),
    Setting(
        "network.ca_file",
        "",
        "A file of certificates that count besides the system's, such as a company's own authority",
        tidy=_ca_file,
    ),
    Setting(
        "network.password_for",
        "",
        "The proxy that the password in the vault is for, which goes to no other one",
        personal=True,
    ),
    Setting(
        "network.proxy",
        "system",
        "How providers are reached: over the system's proxy (system), none, or one such as "
        "http://proxy.example:3128",
        tidy=_proxy,
    ),
    Setting("network.wait_scale", 1.0, "Waits after errors are multiplied by this", least=0.0, most=10.0),
    Setting("notify.missed", True, "Whether the desktop shows a notification for each newly missed call"),
    Setting("notify.quiet_from", 20, "The hour at which quiet hours begin", least=0, most=23),
    Setting("notify.quiet_hours", False, "Whether nothing pops up in the quiet hours of each day"),
    Setting("notify.quiet_to", 8, "The hour at which quiet hours end", least=0, most=23),
    Setting(
        "notify.quiet_until",
        "",
        "Until when nothing pops up (an ISO time), or off for until it is switched off by hand",
        personal=True,
    ),
    Setting("notify.sign_in", True, "Whether it shows one when an account must be signed in to again"),
    Setting("notify.transcripts", True, "Whether it shows one when a transcript is ready"),
    Setting("notify.uploads", True, "Whether it shows one when an upload has finished or stopped"),
    Setting("notify.voicemail", True, "Whether it shows one for each new voicemail"),
    Setting("player.muted", False, "Recordings are played without a sound"),
    Setting("player.skip_silence", False, "Stretches where nobody speaks are jumped over"),
    Setting("player.speed", 1.0, "How fast recordings are played", least=0.5, most=3.0),
    Setting("player.volume", 100, "How loud recordings are played, in percent", least=0, most=100),
    Setting("recordings.cache_mb", 512, "How much disk the kept recordings may take, in MB", least=1),
    Setting("sync.horizon_months", 12, "How many months of history are kept here", least=1, most=240),
    Setting("sync.interval_s", 30, "How often new calls are looked for, in seconds", least=5, most=86400),
    Setting("sync.reread_days", 2, "How many days are read again, for late changes", least=0, most=60),
    Setting(
        "sync.reread_every_s", 600, "How often they are, and lines and tags, in seconds", least=5, most=86400
    ),
    Setting("tray.explained", False, "Whether it was said that Sidetone goes on in the tray", personal=True),
    Setting("tray.keep_running", True, "Whether closing the window leaves Sidetone running in the tray"),
    Setting(
        "ui.book", "", "The phone book that the last new contact was put in (its account's id)", personal=True
    ),
    Setting("ui.campaigns", "", "Which campaigns the list shows, and in which order, as JSON", personal=True),
    Setting(
        "ui.contacts_segment",
        "all",
        "Which contacts the list shows",
        choices=("all", "favourites", "unsent"),
        personal=True,
    ),
    Setting("ui.filter", "", "What the list of calls is filtered by, as JSON", personal=True),
    Setting("ui.frame", "", "The window's size and its list's width, WIDTHxHEIGHT/LIST", personal=True),
    Setting(
        "ui.guide",
        "",
        "How far the guide of the first start has come",
        choices=("", "calling", "computer", "done"),
        personal=True,
    ),
    Setting("ui.scale", 1.0, "How large texts and all else are, from the next start", least=1.0, most=3.0),
    Setting("ui.segment", "all", "Which calls the list shows", choices=("all", "missed"), personal=True),
    Setting(
        "ui.tab",
        "recents",
        "Which screen the window shows",
        choices=("recents", "contacts", "campaigns"),
        personal=True,
    ),
    Setting(
        "ui.theme",
        "system",
        "The window's colours",
        choices=("system", "light", "dark", "contrast-light", "contrast-dark"),
    ),
)


class Settings:
    """The settings of one profile, in `folder/settings.json`.

    A file that cannot be read is kept aside and the defaults hold; `trouble` then has the sentence.
    Keys that are not known (written by a newer Sidetone) stay in the file. What `policy` locks is as it
    says, whatever the file holds; what it gives as a default holds until the person chooses.
    """

    def __init__(
        self,
        folder: Path,
        changes: Changes | None = None,
        declared: tuple[Setting, ...] = SETTINGS,
        *,
        policy: "Policy | None" = None,
    ) -> None:
        self._file = folder / "settings.json"
        self._changes = changes
        self._policy = policy
        self._declared = {setting.key: setting for setting in declared}
        self._kept: dict[str, object] = {}
        self._version: tuple[int, int, int] | None = None
        self.trouble: str | None = None
        self._load()

    def refresh(self) -> None:
        """Read the file again if somebody else has written it, such as a person with an editor.

        A file that was damaged by that is kept aside, and what held before it goes on to hold.
        """
        if self._found() == self._version:
            return
        before = self.all()
        self._load()
        changed = frozenset(key for key, value in self.all().items() if value != before[key])
        if changed and self._changes is not None:
            self._changes.tell(Topic.SETTINGS, ids=changed)

    def _found(self) -> tuple[int, int, int] | None:
        """Return which version of the file lies there, None without one."""
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _load(self) -> None:
        self._version = self._found()
        try:
            text = self._file.read_text("utf-8")
        except FileNotFoundError:
            return
        except OSError as error:
            self.trouble = f"The settings could not be read ({error.strerror}); the defaults hold."
            return
        except UnicodeDecodeError:
            text = ""
        try:
            kept = json.loads(text)
        except ValueError:
            kept = None
        if isinstance(kept, dict):
            self._kept = kept
            return
        aside = self._file.with_name("settings.broken.json")
        self._file.replace(aside)
        self.trouble = f"The settings file was damaged; the defaults hold, and it is kept as {aside.name}."
        log.warning("settings file damaged, kept as %s", aside.name)

    def declared(self) -> tuple[Setting, ...]:
        """Return every setting, by key."""
        return tuple(self._declared[key] for key in sorted(self._declared))

    def setting(self, key: str) -> Setting:
        """Return a declaration. Raises `Trouble` USAGE for an unknown key."""
        if key not in self._declared:
            raise Trouble(
                ErrorKind.USAGE,
                detail=f"There is no setting {key}. Known: {', '.join(sorted(self._declared))}.",
            )
        return self._declared[key]

    def get(self, key: str) -> Value:
        """Return a value; one in the file that does not fit its declaration counts as not there."""
        setting = self.setting(key)
        if (lock := self.lock(key)) is not None:
            return setting.read(lock.value)
        chosen = self.chosen(key)
        return self.default(key) if chosen is None else chosen

    def chosen(self, key: str) -> Value | None:
        """Return what the person chose, None where they did not; a lock may stand above it."""
        setting = self.setting(key)
        try:
            return setting.read(self._kept[key]) if key in self._kept else None
        except Trouble:
            return None

    def default(self, key: str) -> Value:
        """Return what a value is until the person chooses: the administrator's default, else ours."""
        setting = self.setting(key)
        given = self._policy.default(key) if self._policy is not None else None
        return setting.default if given is None else setting.read(given)

    def lock(self, key: str) -> "Lock | None":
        """Return what the administrator has settled for a key, None where the person may choose."""
        return self._policy.lock(key) if self._policy is not None else None

    def number(self, key: str) -> float:
        """Return a value that is declared as a number."""
        value = self.get(key)
        assert not isinstance(value, str)
        return value

    def text(self, key: str) -> str:
        """Return a value as text."""
        return str(self.get(key))

    def all(self) -> Mapping[str, Value]:
        """Return every value, by key."""
        return {setting.key: self.get(setting.key) for setting in self.declared()}

    def set(self, key: str, value: object) -> Value:
        """Keep a value (typed, or as text) and return it. Raises `Trouble` USAGE, LOCKED or DISK."""
        result = self.setting(key).read(value)
        self.put({key: result})
        return result

    def reset(self, key: str) -> Value:
        """Take back what the person chose, and return the default. Raises `Trouble` USAGE, LOCKED or DISK."""
        self.put({key: None})
        return self.get(key)

    def put(self, values: Mapping[str, object]) -> None:
        """Keep several values (None: back to the default) in one step: all of them, or none.

        Raises `Trouble` USAGE, LOCKED or DISK.
        """
        fresh = {
            key: None if value is None else self.setting(key).read(value) for key, value in values.items()
        }
        for key in fresh:
            self.setting(key)
            if (lock := self.lock(key)) is not None:
                raise Trouble(
                    ErrorKind.LOCKED,
                    rule="policy",
                    name=key,
                    detail=f"{key} is {lock.value}. {lock.sentence}",
                )
        self.refresh()
        kept = {key: value for key, value in {**self._kept, **fresh}.items() if value is not None}
        self._save(kept)
        self._kept = kept
        if self._changes is not None:
            self._changes.tell(Topic.SETTINGS, ids=frozenset(fresh))

    def _save(self, kept: dict[str, object]) -> None:
        """Replace the file in one step, so that a crash leaves the old one or the new one."""
        fresh = self._file.with_name(self._file.name + ".new")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh.touch(0o600)
            with fresh.open("w", encoding="utf-8") as out:
                json.dump(kept, out, indent=2, sort_keys=True, ensure_ascii=False)
                out.write("\n")
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(self._file)
            self._version = self._found()
        except OSError as error:
            raise Trouble(ErrorKind.DISK, detail=error.strerror) from error
