"""What an administrator has settled of an account's form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.domain.accounts import Manifest

if TYPE_CHECKING:
    from desktop.domain.policy import Lock
    from desktop.services.policy import Policy


@dataclass(frozen=True, slots=True)
class Settled:
    """Which fields, by key, cannot be changed, and with which values others begin."""

    locks: "Mapping[str, Lock]" = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Say who settled it and where, "" where nothing is."""
        return next((lock.sentence for lock in self.locks.values()), "")


def settled(policy: "Policy", manifest: Manifest) -> Settled:
    """Read what holds for a provider's accounts on this computer."""
    locks = {one.key: policy.field(manifest.id, one.key) for one in manifest.fields}
    return Settled(
        {key: lock for key, lock in locks.items() if lock is not None}, policy.default_fields(manifest.id)
    )
