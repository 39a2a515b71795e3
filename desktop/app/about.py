"""What the program is made of, where the profile lives, and what support wants to know of both."""

import platform
from collections.abc import Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop import __version__
from desktop.domain.vaults import VaultKind
from desktop.ui.context import Home

if TYPE_CHECKING:
    from desktop.app.container import Container


def made_of() -> tuple[tuple[str, str], ...]:
    """Return names and versions of the program and of what it stands on."""
    import PySide6
    from PySide6.QtCore import qVersion

    from desktop.store.connection import SQLITE

    return (
        ("Sidetone", __version__),
        ("Python", platform.python_version()),
        ("Qt", f"{qVersion()}, PySide6 {PySide6.__version__}"),
        ("SQLite", SQLITE),
    )


def home(container: "Container") -> Home:
    """Return what the settings say of an open profile; one that keeps nothing has no folder to show."""
    paths = container.paths
    return Home(
        data=None if container.vault.kind is VaultKind.SESSION else paths.data,
        log=paths.log,
        vault=container.vault.title,
        versions=made_of(),
        diagnose=partial(diagnose, container),
    )


def diagnose(container: "Container") -> Coroutine[Any, Any, str]:
    """Put together what `doctor` would say of the running program, without the accounts' names."""
    from desktop.app.cli import doctor

    return doctor.of_running(container)
