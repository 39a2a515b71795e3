"""Texts with values in them of what an administrator has settled."""

from collections.abc import Iterable

from desktop.domain.accounts import CredentialField, Manifest
from desktop.domain.policy import Feature
from desktop.services.policy import Policy
from desktop.services.settings_files import Imported
from desktop.ui import sentences
from desktop.ui import strings_policy as strings

_FEATURES = {
    Feature.CAMPAIGNS: "campaigns",
    Feature.RECORDINGS: "recordings",
    Feature.TRANSCRIPTS: "transcripts",
    Feature.EXPORT: "export",
    Feature.LINKS: "links",
    Feature.AUTOSTART: "start with the system",
    Feature.DEMO: "the demo",
}


def file(policy: Policy) -> str:
    """Say which file holds, and what it settles: `/etc/...: 2 settings locked; export switched off.`."""
    if policy.path is None:
        return strings.NO_FILE
    parts = []
    if locked := len(policy.locked_settings):
        parts.append(f"{sentences.counted(locked, 'setting', 'settings')} locked")
    if off := [word for feature, word in _FEATURES.items() if not policy.allows(feature)]:
        parts.append(f"{sentences.together(off)} switched off")
    return f"{policy.path}: {'; '.join(parts)}." if parts else f"{policy.path}"


def own(manifest: Manifest, sentence: str, locked: Iterable[str]) -> str:
    """Say who settled an account's fields, and what is left to the person: `Only your own password ...`."""
    secrets = ", ".join(_lower(field) for field in manifest.fields if field.secret)
    free = [one for one in manifest.fields if not one.secret and one.key not in set(locked)]
    if free or not secrets:
        return sentence
    return f"{sentence} Only your own {secrets} can be changed here."


def change(manifest: Manifest) -> str:
    """`Change password`: what the button is called that asks for the secret; "" where there is none."""
    secret = next((field for field in manifest.fields if field.secret), None)
    return f"Change {_lower(secret)}" if secret else ""


def taken_over(count: int, name: str) -> str:
    """`3 settings taken over from settings.json.`."""
    if not count:
        return strings.NOTHING_NEW
    return f"{sentences.counted(count, 'setting', 'settings')} taken over from {name}."


def not_taken(count: int) -> str:
    """`2 settings are not taken over`."""
    return f"{sentences.counted(count, 'setting is', 'settings are')} not taken over"


def refused(row: Imported) -> str:
    """Say which setting does not hold, and why."""
    return row.reason if row.reason.startswith(row.key) else f"{row.key}: {row.reason}"


def and_more(count: int) -> str:
    """`And 12 more.`."""
    return f"And {sentences.counted(count, 'more', 'more')}."


def _lower(field: CredentialField) -> str:
    words = field.label
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
