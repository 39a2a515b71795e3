"""The administrator's file: what holds for everybody who works at this computer.

One TOML file in the system's configuration folder; packaging/policy.example.toml describes it. It is a
convenience for whoever sets computers up, no boundary: a person can name another file, or change the program.
"""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.paths import as_meant

if TYPE_CHECKING:
    from desktop.domain.accounts import Ability, Manifest
    from desktop.domain.policy import Feature, Lock

log = logging.getLogger(__name__)

LARGEST = 1 << 20
"""Bytes; a file that is larger is none that somebody wrote."""

RULE = "policy"
"""What refusals name as their rule."""


class Policy:
    """What an administrator has settled. Without a file nothing is.

    An entry that makes no sense does not hold, and the others do. A file that cannot be read holds nothing.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Make one that settles nothing; `load` reads one from its file."""
        self.path = path
        self._wrong: list[str] = []
        self._defaults: dict[str, object] = {}
        self._locked: dict[str, object] = {}
        self._field_defaults: dict[tuple[str, str], str] = {}
        self._field_locks: dict[tuple[str, str], str] = {}
        self._off: frozenset[str] = frozenset()
        self.sign_in: Path | None = None
        """The file that signs accounts in once, where the administrator names another one."""

    @classmethod
    def load(cls, path: Path) -> "Policy":
        """Read the file; one that is not there settles nothing. Never raises: `trouble` has what is wrong."""
        policy = cls()
        try:
            if path.stat().st_size > LARGEST:
                policy._wrong.append(f"{path} is too large to be read, so nothing in it holds.")
                return policy
            text = path.read_text("utf-8-sig")  # some editors of Windows begin with a mark
        except (FileNotFoundError, NotADirectoryError):
            return policy
        except OSError as error:
            policy._wrong.append(f"{path} cannot be read ({error.strerror}), so nothing in it holds.")
            return policy
        except UnicodeDecodeError:
            policy._wrong.append(f"{path} is not written in UTF-8, so nothing in it holds.")
            return policy
        import tomllib  # noqa: PLC0415 - most computers have no such file, and it takes 5 ms to load

        try:
            table = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            policy._wrong.append(f"{path} cannot be read, so nothing in it holds: {error}.")
            return policy
        policy.path = path
        policy._take(table)
        return policy

    @property
    def trouble(self) -> str | None:
        """What of the file does not hold, and why, in sentences for the administrator."""
        if not self._wrong:
            return None
        return " ".join(self._wrong if self.path is None else (f"{self.path}:", *self._wrong))

    # ---- settings

    def default(self, key: str) -> object | None:
        """Return what a setting (key) is until the person chooses, None where that is ours to say."""
        return self._defaults.get(key)

    def lock(self, key: str) -> "Lock | None":
        """Return what a setting (key) is whatever the person chooses, None where they may choose."""
        return self._lock(_text(self._locked[key])) if key in self._locked else None

    @property
    def locked_settings(self) -> tuple[str, ...]:
        """The keys of the settings that are locked."""
        return tuple(sorted(self._locked))

    # ---- the fields of accounts

    def field(self, provider: str, key: str) -> "Lock | None":
        """Return what a field (key) is in every account of a provider, None where the person fills it in."""
        value = self._field_locks.get((provider, key))
        return None if value is None else self._lock(value)

    def field_default(self, provider: str, key: str) -> str | None:
        """Return what stands in a field of a new account's form, None where that is the provider's to say."""
        return self._field_defaults.get((provider, key))

    def locked_fields(self, provider: str) -> dict[str, str]:
        """Return all the fields of a provider's accounts that are locked, and what they are."""
        return {key: value for (one, key), value in self._field_locks.items() if one == provider}

    def default_fields(self, provider: str) -> dict[str, str]:
        """Return all the fields that a new account of a provider begins with."""
        return {key: value for (one, key), value in self._field_defaults.items() if one == provider}

    def settled(self, provider: str, given: Mapping[str, str]) -> dict[str, str]:
        """Add a provider's locked fields to what was filled in.

        Raises `Trouble` LOCKED where something else was filled in for one of them.
        """
        locked = self.locked_fields(provider)
        for key, value in locked.items():
            if given.get(key, "").strip() not in ("", value):
                why = f"{key} is {value}. {self._lock(value).sentence}"
                raise Trouble(ErrorKind.LOCKED, rule=RULE, name=key, detail=why)
        return {**given, **locked}

    def check_fields(self, manifests: Mapping[str, "Manifest"]) -> None:
        """Drop what names no field or a secret, and what a field cannot be, against the providers' forms."""
        if not self._field_defaults and not self._field_locks:
            return
        from desktop.services.fields import complaint, tidy  # noqa: PLC0415 - for computers with such a file alone

        for name, fields in (("defaults", self._field_defaults), ("locked", self._field_locks)):
            for (provider, key), value in tuple(fields.items()):
                where = f"accounts.{provider}.{name}.{key}"
                manifest = manifests.get(provider)
                known = {field.key: field for field in manifest.fields} if manifest else {}
                if manifest is None:
                    wrong = f"there is no provider {provider}. Known: {', '.join(sorted(manifests))}."
                elif key not in known:
                    wrong = f"{manifest.title} has no field {key}. Its fields: {', '.join(known)}."
                elif known[key].secret:
                    wrong = "it is a secret, and everybody can read this file. The sign-in file takes it."
                else:
                    wrong = complaint(known[key], value)
                if wrong:
                    del fields[provider, key]
                    self._wrong.append(f"{where}: {wrong}")
                else:
                    fields[provider, key] = tidy(known[key], value)

    # ---- features

    def allows(self, feature: "Feature") -> bool:
        """Whether people may use a feature."""
        return feature not in self._off

    def demand(self, feature: "Feature") -> None:
        """Raise `Trouble` LOCKED where a feature is switched off."""
        if not self.allows(feature):
            raise self.refusal(feature)

    def withheld(self) -> dict["Ability", str]:
        """Return the abilities that no account has here, each with the sentence that says why."""
        if not self._off:
            return {}
        from desktop.domain.accounts import Ability  # noqa: PLC0415 - for computers with such a file alone
        from desktop.domain.policy import Feature  # noqa: PLC0415 - the same

        parts = {
            Feature.CAMPAIGNS: (Ability.CAMPAIGNS,),
            Feature.RECORDINGS: (Ability.RECORDINGS,),
            Feature.TRANSCRIPTS: (Ability.TRANSCRIPTS, Ability.TRANSCRIPT_REQUESTS, Ability.SUMMARIES),
        }
        return {
            ability: self.off(feature)
            for feature, abilities in parts.items()
            if not self.allows(feature)
            for ability in abilities
        }

    def refusal(self, feature: "Feature") -> Trouble:
        """Return what says that a feature is switched off, and by whom."""
        return Trouble(ErrorKind.LOCKED, rule=RULE, name=feature.value, detail=self.off(feature))

    def off(self, feature: "Feature") -> str:
        """Say in a sentence that a feature is switched off, "" where it is not."""
        from desktop.domain.policy import FEATURES  # noqa: PLC0415 - for computers with such a file alone

        if self.allows(feature):
            return ""
        return f"{FEATURES[feature]} switched off by your administrator ({self.path})."

    def for_demo(self) -> "Policy":
        """Return what of it holds in a demo, too: its accounts and settings are played on this computer."""
        made = Policy(self.path)
        made._wrong, made._off = self._wrong, self._off
        return made

    # ---- reading

    def _lock(self, value: str) -> "Lock":
        from desktop.domain.policy import Lock  # noqa: PLC0415 - for computers with such a file alone

        return Lock(value, f"Set by your administrator in {self.path}.")

    def _take(self, table: dict[str, object]) -> None:
        for name, value in table.items():
            take = {
                "settings": self._take_settings,
                "accounts": self._take_accounts,
                "features": self._take_features,
                "sign_in": self._take_sign_in,
            }.get(name)
            if take is None:
                self._wrong.append(
                    f"{name}: there is no such part. Known: settings, accounts, features, sign_in."
                )
            elif not isinstance(value, dict):
                self._wrong.append(f"{name}: it is a part, as in [{name}].")
            else:
                take(value)

    def _take_settings(self, table: dict[str, object]) -> None:
        from desktop.services.settings import SETTINGS  # noqa: PLC0415 - it takes a policy itself

        known = {setting.key: setting for setting in SETTINGS}
        parts = {"defaults": self._defaults, "locked": self._locked}
        for name, kept in self._parts("settings", table, parts):
            for key, value in _flat(kept):
                where = f"settings.{name}.{key}"
                setting = known.get(key)
                if setting is None:
                    self._wrong.append(f"{where}: there is no such setting.")
                elif setting.personal:
                    self._wrong.append(f"{where}: that is each person's own, and not for everybody.")
                else:
                    try:
                        parts[name][key] = setting.read(value)
                    except Trouble as trouble:
                        self._wrong.append(f"{where}: {trouble.sentence}")

    def _take_accounts(self, table: dict[str, object]) -> None:
        parts = {"defaults": self._field_defaults, "locked": self._field_locks}
        for provider, inner in table.items():
            if not isinstance(inner, dict):
                self._wrong.append(f"accounts.{provider}: it is a part, as in [accounts.{provider}.locked].")
                continue
            for name, kept in self._parts(f"accounts.{provider}", inner, parts):
                for key, value in kept.items():
                    if isinstance(value, dict) or not _text(value).strip():
                        self._wrong.append(f"accounts.{provider}.{name}.{key}: it is a text.")
                    else:
                        parts[name][provider, key] = _text(value).strip()

    def _take_features(self, table: dict[str, object]) -> None:
        from desktop.domain.policy import Feature  # noqa: PLC0415 - for computers with such a file alone

        off: set[str] = set()
        for name, value in table.items():
            if name not in set(Feature):
                self._wrong.append(f"features.{name}: there is no such feature. Known: {', '.join(Feature)}.")
            elif not isinstance(value, bool):
                self._wrong.append(f"features.{name}: it is true or false.")
            elif not value:
                off.add(name)
        self._off = frozenset(off)

    def _take_sign_in(self, table: dict[str, object]) -> None:
        for name, value in table.items():
            if name != "file":
                self._wrong.append(f"sign_in.{name}: there is no such entry. Known: file.")
            elif not isinstance(value, str) or not value.strip():
                self._wrong.append("sign_in.file: it is the name of a file.")
            else:
                assert self.path is not None
                self.sign_in = self._home(value)

    def _home(self, name: str) -> Path | None:
        """Return a file's path: `~` is the person's home, anything relative lies beside this file."""
        assert self.path is not None
        try:
            return self.path.parent / as_meant(name)
        except ValueError:  # a home of somebody who is not known here, or no path at all
            self._wrong.append(f"sign_in.file: {name!r} names no home that is known here.")
            return None

    def _parts(
        self, where: str, table: dict[str, object], known: Mapping[str, object]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        for name, value in table.items():
            if name in known and isinstance(value, dict):
                yield name, value
            else:
                self._wrong.append(f"{where}.{name}: only {where}.defaults and {where}.locked are parts.")


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield the keys of settings: `sync.interval_s = 60` is a table in a table for TOML."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def _text(value: object) -> str:
    """Write a value as a person would type it; several ones stand behind commas."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return str(value)
