"""The softphone of Windows, as far as another system can play it: with a registry and an opener of ours."""

import os
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.softphone import link
from desktop.system.softphone.windows import WindowsSoftphone

NUMBER = "+441632960001"


class Key(SimpleNamespace):
    """An opened key of the registry."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """A Windows with a softphone that people chose; returns the environments that links were opened with."""
    values = {"ProgId": "Phone.Link", "": r"C:\phone\phone.exe %1", "ApplicationName": "Phone"}
    registry: Any = ModuleType("winreg")
    registry.HKEY_CURRENT_USER = registry.HKEY_CLASSES_ROOT = 0
    registry.OpenKey = lambda *_: Key()
    registry.QueryValueEx = lambda _, name: (values[name], 1)
    opened: list[dict[str, str]] = []
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(os, "startfile", lambda to: opened.append({**os.environ, "LINK": to}), raising=False)
    monkeypatch.setattr("desktop.system.softphone.windows.sys.platform", "win32")
    monkeypatch.delenv(link.MARK, raising=False)
    return opened


async def test_what_opens_the_link_gets_the_mark_and_we_keep_none(windows: list[dict[str, str]]) -> None:
    (program,) = await WindowsSoftphone().programs()
    assert (program.name, program.ours) == ("Phone", False)
    assert await WindowsSoftphone().hand_over(program.id, NUMBER) == ""
    (environment,) = windows
    assert environment["LINK"] == f"tel:{NUMBER}"
    assert link.came_back(environment["LINK"], environment), "a Sidetone behind it knows its own link"
    assert not link.came_back("tel:+441632960002", environment)
    assert link.MARK not in os.environ


async def test_a_program_that_cannot_be_started_leaves_no_mark(
    windows: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise OSError(2, "no such file")

    monkeypatch.setattr(os, "startfile", fail)
    with pytest.raises(Trouble) as caught:
        await WindowsSoftphone().hand_over("default", NUMBER)
    assert (caught.value.kind, "Phone could not be started" in caught.value.sentence) == (
        ErrorKind.NO_SOFTPHONE,
        True,
    )
    assert link.MARK not in os.environ
