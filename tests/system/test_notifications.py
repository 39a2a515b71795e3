"""Notices on a real session bus, with a service that lacks things, hangs, and is restarted."""

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from desktop.domain.notices import DEFAULT, Notice, NoticeAction, NoticeEvent, NoticePicture, NotifierState
from desktop.system import bus as session_bus
from desktop.system import notifications
from desktop.system.bus import BUS, BUS_PATH
from desktop.system.notifications.session_bus import SessionBusNotifier
from tests.support.notice_service import PATH, SERVICE, NoticeService, running_bus

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the session bus is of Linux"),
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="NOT TESTED: install dbus-daemon"),
]

NOTICE = Notice(
    "call:7",
    "Missed call from Ada",
    "+44 20 7946 0018, to <Sales> & Co",
    (NoticeAction("call", "Call back"), NoticeAction("open", "Open")),
    unaided="Open Sidetone to call back.",
    category="call.unanswered",
    picture=NoticePicture(1, b"\x01\x02\x03\xff"),
)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["subprocess.Popen[str]"]:
    with running_bus(tmp_path) as (address, process):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setattr(session_bus, "ANSWER_S", 0.5)
        process.address = address  # type: ignore[attr-defined]
        yield process


@pytest.fixture
def service(bus: "subprocess.Popen[str]") -> Callable[[], NoticeService]:
    return lambda: NoticeService(bus.address)  # type: ignore[attr-defined]


@pytest_asyncio.fixture
async def heard(bus: object) -> AsyncIterator[tuple[SessionBusNotifier, list[NoticeEvent]]]:
    notifier, events = SessionBusNotifier(), list[NoticeEvent]()
    notifier.listen(events.append)
    yield notifier, events
    await notifier.close()


async def until(condition: Callable[[], object]) -> None:
    for _ in range(400):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come")


async def test_a_notice_is_shown_with_its_buttons_and_answers(heard, service) -> None:
    notifier, events = heard
    async with service() as desk:
        assert await notifier.show(NOTICE)
        [shown] = desk.shown
        assert (shown.title, shown.replaces, shown.stays) == ("Missed call from Ada", 0, -1)
        assert shown.body == "+44 20 7946 0018, to &lt;Sales&gt; &amp; Co"
        assert shown.actions == [DEFAULT, "", "call", "Call back", "open", "Open"]
        assert shown.hints["desktop-entry"] == "io.github.sidetone.Sidetone"
        assert (shown.hints["urgency"], shown.hints["category"]) == (1, "call.unanswered")
        assert shown.hints["image-data"] == (1, 1, 4, True, 8, 4, b"\x01\x02\x03\xff")
        desk.press(shown.number + 1, "call")  # another program's
        desk.press(shown.number, "call")
        await until(lambda: len(events) == 2)
        assert events == [NoticeEvent("call:7", "call"), NoticeEvent("call:7")]
        desk.press(shown.number, "call")  # the number may be another's by now
        assert await notifier.state() == NotifierState("Test 1.0 (Tester)", buttons=True)
        assert len(events) == 2


async def test_only_the_service_itself_can_press_a_button(heard, service, bus) -> None:
    """Any program of the session may say so on the bus, also one in a sandbox that may do little else."""
    notifier, events = heard
    stranger = await MessageBus(bus_address=bus.address).connect()
    ask = partial(Message, BUS, BUS_PATH, BUS)
    async with service() as desk:
        assert await notifier.show(NOTICE)
        number = desk.shown[0].number
        names = (await stranger.call(ask("ListNames"))).body[0]
        for one in (None, *(name for name in names if name.startswith(":"))):  # to all, and past all rules
            for interface, member, signature, body in (
                (SERVICE, "ActionInvoked", "us", [number, "call"]),
                (BUS, "NameOwnerChanged", "sss", [SERVICE, ":1.0", stranger.unique_name]),
            ):
                kind = MessageType.SIGNAL
                said = Message(one, PATH, interface, member, kind, signature=signature, body=body)
                await stranger.send(said)
        await stranger.call(ask("GetId"))  # the bus has passed all that on by now
        desk.press(number, "open")
        await until(lambda: len(events) == 2)
    assert events == [NoticeEvent("call:7", "open"), NoticeEvent("call:7")]
    stranger.disconnect()
    await stranger.wait_for_disconnect()


async def test_a_repeat_replaces_and_a_withdrawn_one_closes(heard, service) -> None:
    notifier, events = heard
    async with service() as desk:
        await notifier.show(NOTICE)
        await notifier.show(Notice("other", "Another"))
        await notifier.show(NOTICE)
        assert [one.replaces for one in desk.shown] == [0, 0, desk.shown[0].number]
        await notifier.withdraw("call:7")
        await notifier.withdraw("call:7")
        await notifier.withdraw("never shown")
        assert desk.closed == [desk.shown[0].number]
        await notifier.show(NOTICE)
        assert desk.shown[-1].replaces == 0
        await notifier.close()
        assert desk.closed[1:] == [desk.shown[1].number, desk.shown[-1].number]
    assert events == []


async def test_a_service_without_buttons_gets_words_and_no_markup(heard, service) -> None:
    notifier, _ = heard
    async with service() as desk:
        desk.abilities = ["body"]
        await notifier.show(NOTICE)
        assert desk.shown[0].actions == []
        assert desk.shown[0].body == "+44 20 7946 0018, to <Sales> & Co\nOpen Sidetone to call back."
        assert await notifier.state() == NotifierState("Test 1.0 (Tester)", buttons=False)


async def test_a_button_pressed_before_the_answer_came_is_heard(heard, service) -> None:
    notifier, events = heard
    async with service() as desk:
        desk.press_at_once = "call"
        assert await notifier.show(NOTICE)
        await until(lambda: len(events) == 2)
        assert events[0] == NoticeEvent("call:7", "call")


async def test_a_restarted_service_is_told_anew_and_knows_none_of_the_old(heard, service) -> None:
    notifier, events = heard
    async with service() as desk:
        await notifier.show(NOTICE)
    await until(lambda: events)
    assert events == [NoticeEvent("call:7")]
    assert not await notifier.show(NOTICE)
    async with service() as desk:
        desk.abilities = ["body"]
        assert await notifier.show(NOTICE)
        assert (desk.shown[0].replaces, desk.shown[0].actions) == (0, [])


async def test_without_a_service_nobody_shows_it_and_nothing_is_wrong(
    heard, caplog: pytest.LogCaptureFixture
) -> None:
    notifier, _ = heard
    caplog.set_level("INFO")
    assert not await notifier.show(NOTICE)
    assert not await notifier.show(NOTICE)
    assert await notifier.state() == NotifierState()
    await notifier.withdraw("call:7")
    assert [record.getMessage() for record in caplog.records] == [
        "nobody shows notices: no notification service runs in this session"
    ]


@pytest.mark.parametrize("trouble", ["hangs", "refuses"])
async def test_a_service_that_hangs_or_refuses_holds_nothing_up(heard, service, trouble: str) -> None:
    notifier, _ = heard
    async with service() as desk:
        desk.answers = trouble != "hangs"
        desk.error = "org.freedesktop.DBus.Error.LimitsExceeded" if trouble == "refuses" else ""
        assert not await notifier.show(NOTICE)
        assert await notifier.state() == NotifierState()
        desk.answers, desk.error = True, ""
        assert await notifier.show(NOTICE)


async def test_the_end_waits_once_for_a_service_that_hangs(heard, service) -> None:
    notifier, _ = heard
    async with service() as desk:
        for number in range(4):
            assert await notifier.show(replace(NOTICE, id=f"call:{number}"))
        desk.answers = False
        begun = time.monotonic()
        await notifier.close()
        assert time.monotonic() - begun < 2 * session_bus.ANSWER_S


async def test_a_bus_that_goes_away_is_no_error_and_another_is_found(
    heard, service, bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifier, events = heard
    desk = service()
    await desk.__aenter__()
    await notifier.show(NOTICE)
    bus.kill()
    bus.wait()
    await until(lambda: not notifier._bus.is_connected)
    assert not await notifier.show(NOTICE)
    assert events == [NoticeEvent("call:7")]
    await notifier.withdraw("call:7")
    (tmp_path / "second").mkdir()
    with running_bus(tmp_path / "second") as (address, _process):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        async with NoticeService(address) as again:
            assert await notifier.show(NOTICE)
            assert len(again.shown) == 1
            await notifier.close()


@pytest.mark.parametrize("address", ["unix:path=/nowhere/at/all", "nonsense", "tcp:host=127.0.0.1,port=1"])
async def test_no_bus_at_all_is_no_error(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    notifier = SessionBusNotifier()
    assert not await notifier.show(NOTICE)
    assert await notifier.state() == NotifierState()
    assert await session_bus.has_tray_host() is None
    await notifier.close()


async def test_a_bus_without_a_panel_has_no_tray(bus) -> None:
    assert await session_bus.has_tray_host() is False


async def test_nothing_of_the_library_is_loaded_before_a_notice() -> None:
    program = (
        "import sys, asyncio\nfrom desktop.system.notifications import system_notifier\n"
        "async def main():\n"
        "    n = system_notifier(); n.listen(print); await n.withdraw('x'); await n.close()\n"
        "asyncio.run(main())\nassert not {'dbus_fast', 'desktop_notifier'} & set(sys.modules)"
    )
    done = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    assert await done.wait() == 0


async def test_nobody_is_a_notifier_too() -> None:
    nobody = notifications.NoNotifier()
    stop = nobody.listen(print)
    assert not await nobody.show(NOTICE)
    assert await nobody.state() == NotifierState()
    await nobody.withdraw("x")
    await nobody.close()
    stop()
