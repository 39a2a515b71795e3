"""The notices of Windows and macOS, as far as can be said without them: the library's half is played here."""

import asyncio
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop.domain.notices import DEFAULT, Notice, NoticeAction, NoticeEvent, NotifierState
from desktop.system.notifications.centre import CentreNotifier

NOTICE = Notice("call:7", "Missed call from Ada", "14:05", (NoticeAction("call", "Call back"),))


@dataclass
class Button:
    title: str
    on_pressed: Callable[[], None]


@dataclass
class Centre:
    """What desktop-notifier's notifier offers and we use."""

    allowed: bool = True
    fails: bool = False
    sent: list[dict[str, Any]] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)

    async def has_authorisation(self) -> bool:
        if self.fails:
            raise OSError("the centre is broken")
        return self.allowed

    async def request_authorisation(self) -> bool:
        return self.allowed

    async def send(self, **notice: Any) -> str:
        self.sent.append(notice)
        return f"id-{len(self.sent)}"

    async def clear(self, identifier: str) -> None:
        if self.fails:
            raise OSError("there is no such notice")
        self.cleared.append(identifier)


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch) -> Centre:
    library = types.ModuleType("desktop_notifier")
    library.Button = Button  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "desktop_notifier", library)
    return Centre()


async def test_a_repeat_takes_the_first_away_and_every_answer_is_heard(centre: Centre) -> None:
    notifier, events = CentreNotifier(lambda: centre), list[NoticeEvent]()
    notifier.listen(events.append)
    assert await notifier.show(NOTICE)
    assert await notifier.show(NOTICE)
    assert centre.cleared == ["id-1"]
    sent = centre.sent[-1]
    assert (sent["title"], sent["message"]) == ("Missed call from Ada", "14:05")
    for press in (sent["buttons"][0].on_pressed, sent["on_clicked"], sent["on_dismissed"]):
        await asyncio.to_thread(press)
    await asyncio.sleep(0)
    assert [event.action for event in events] == ["call", DEFAULT, None]
    await notifier.withdraw("call:7")
    assert centre.cleared == ["id-1"]
    await notifier.show(NOTICE)
    await notifier.close()
    assert centre.cleared == ["id-1", "id-3"]


async def test_a_centre_that_refuses_or_fails_only_shows_nothing(centre: Centre) -> None:
    notifier = CentreNotifier(lambda: centre)
    assert await notifier.state() == NotifierState("the system's own", buttons=True)
    centre.allowed = False
    assert not await notifier.show(NOTICE)
    assert await notifier.state() == NotifierState()
    centre.fails = True
    assert not await notifier.show(NOTICE)
    assert await notifier.state() == NotifierState()
    assert centre.sent == []


async def test_a_notice_that_cannot_be_taken_away_stops_nothing(centre: Centre) -> None:
    notifier = CentreNotifier(lambda: centre)
    assert await notifier.show(NOTICE)
    centre.fails = True
    await notifier.withdraw("call:7")
    centre.fails = False
    assert await notifier.show(NOTICE)
    centre.fails = True
    await notifier.close()
