"""Times, durations and the status line as a person reads them."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from desktop.domain.accounts import Account, AccountState
from desktop.domain.changes import SyncProgress, SyncStatus, Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line, LineSettings, LineStatus
from desktop.domain.numbers import LocalTime
from desktop.services.health import AccountHealth
from desktop.ui import sentences, strings, times
from desktop.ui.shell.state import Mood, Remedy, status_view

NOW = datetime(2026, 3, 4, 13, 5, tzinfo=UTC)
ACCOUNT = Account("1", "sipsim", "Main", {}, last_sync=NOW - timedelta(minutes=3))


@pytest.fixture(autouse=True)
def _place(monkeypatch, qapp):
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(), "14:05"),
        (timedelta(days=1), "Yesterday 14:05"),
        (timedelta(days=2), "Mon 14:05"),
        (timedelta(days=6), "Thu 14:05"),
        (timedelta(days=7), "25 Feb"),
        (timedelta(days=200), "16 Aug 2025"),
    ],
)
def test_a_stamp_is_as_short_as_it_stays_clear(back, said):
    assert times.stamp(NOW - back, NOW) == said


def test_a_stamp_follows_the_locale():
    QLocale.setDefault(QLocale("en_US"))
    assert times.clock(NOW).replace("\u202f", " ") == "2:05 PM"
    assert times.stamp(NOW - timedelta(days=200), NOW) == "Aug 16, 2025"
    QLocale.setDefault(QLocale("fr_FR"))
    assert times.stamp(NOW - timedelta(days=2), NOW).startswith("lun 14:05")


def test_the_day_turns_at_local_midnight():
    late = datetime(2026, 3, 4, 22, 59, tzinfo=UTC)  # 23:59 in Paris
    assert times.stamp(late, late + timedelta(minutes=2)) == "Yesterday 23:59"
    assert times.heading(date(2026, 3, 4), date(2026, 3, 5)) == "Yesterday"
    assert times.heading(date(2026, 3, 1), date(2026, 3, 5)) == "Sunday"
    assert times.heading(date(2025, 3, 1), date(2026, 3, 5)) == "1 March 2025"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (48, "48 s"), (724, "12 min 4 s"), (3780, "1 h 3 min"), (148_320, "41 h 12 min")],
)
def test_durations(seconds, said):
    assert times.duration(seconds) == said


def test_places_in_a_recording():
    assert times.position(24.9) == "0:24"
    assert times.position(3724) == "1:02:04"


def test_the_time_there_is_one_time_or_a_range():
    nine, noon = timedelta(hours=9), timedelta(hours=12, minutes=30)
    assert times.local_time(LocalTime(nine, nine)) == "09:00 there"
    assert times.local_time(LocalTime(nine, noon)) == "09:00 to 12:30 there"


def test_the_header_counts():
    assert sentences.total(1284, 148_320) == "1,284 calls, 41 h 12 min talk"
    assert sentences.total(1, 0) == "1 call"


def test_a_moment_always_has_its_time_of_day():
    assert times.moment(NOW, NOW) == "14:05"
    assert times.moment(NOW - timedelta(days=1), NOW) == "Yesterday 14:05"
    assert times.moment(NOW - timedelta(days=7), NOW) == "25 Feb, 14:05"


def test_a_short_number_inside_the_company_is_an_extension():
    assert sentences.extension("204") == "Extension 204"
    assert sentences.extension("+33123456789") == "+33123456789"


def _line(name, **settings):
    return Line(
        "1", "1", "Main", "31", name, "+33123456789", "204", LineStatus.ACTIVE, LineSettings(**settings)
    )


def test_the_note_on_a_line_does_not_repeat_its_number():
    same, other = (_line("Desk", shown_number=shown) for shown in ("+33123456789", "+33465710201"))
    assert sentences.line_note(same) == "Extension 204. The other side sees this number."
    assert sentences.line_note(other) == "Extension 204. The other side sees +33 4 65 71 02 01."


def test_a_tool_tip_is_never_read_as_html():
    assert "<img" not in sentences.tip("<img src=x>")


def view(health=(), sync=SyncStatus(), *, accounts=(ACCOUNT,), show_running=False, notice=""):  # noqa: B008
    return status_view(accounts, health, sync, NOW, show_running=show_running, notice=notice)


def test_the_status_line_says_the_worst_first():
    running = SyncStatus(running=(SyncProgress("Main", 0.4, 120),), last_done=NOW)
    assert view(accounts=()).text == strings.SIGNED_OUT
    paused = replace(ACCOUNT, state=AccountState.PAUSED)
    idle = view(sync=SyncStatus(last_done=NOW), accounts=(paused,))
    assert (idle.mood, idle.text) == (Mood.QUIET, strings.ALL_PAUSED), "nobody is looked at"
    assert view(accounts=(paused, ACCOUNT)).mood is Mood.GOOD
    assert view().text == "Up to date, 3 min ago"
    assert view(sync=running).mood is Mood.GOOD, "a look for new calls every half a minute is no news"
    shown = view(sync=running, show_running=True)
    assert (shown.mood, shown.covered, shown.remedy) == (Mood.RUNNING, 0.4, Remedy.CANCEL)
    first = view(sync=SyncStatus(running=(SyncProgress("Main", 0.1, 9),)))
    assert first.mood is Mood.RUNNING
    offline = AccountHealth("Main", AccountState.OFFLINE, "no network")
    later = SyncStatus(last_done=NOW, next_due=NOW + timedelta(seconds=24))
    troubled = view((offline,), later)
    assert (troubled.strong, troubled.remedy) == ("No connection since 14:02", Remedy.TRY_NOW)
    assert troubled.text == "Calls as of then. Next try in 24 s."
    signed_out = AccountHealth("Other", AccountState.SIGN_IN, "Sign in again.")
    asked = view((offline, signed_out), later)
    assert (asked.remedy, asked.account) == (Remedy.SIGN_IN, "Other")
    assert (asked.strong, "Other" in asked.text) == ("Sign-in needed", True)
    waiting = SyncStatus(waiting=(Waiting("Main", "Too many requests", NOW + timedelta(seconds=60)),))
    assert view(sync=waiting).text == "Too many requests. Next try in 1 min 0 s."
    assert view(notice="Nothing is kept.").side == "Nothing is kept."


def test_no_trouble_promises_that_a_call_is_tried_again():
    """Its sentence stands in the card of a call too, which only a person tries again."""
    assert "tries again" not in Trouble(ErrorKind.OFFLINE, provider="SIPSIM").sentence
