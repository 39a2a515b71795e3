"""The world: alike for the same seed, full of every kind, plausible, and quick to make."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from desktop.providers.sipalto.sandbox.history import History
from desktop.sandbox.generate import make_world
from desktop.sandbox.world import Call, Kind, Sound, Speech, Status, World

NOW = datetime(2025, 3, 3, 15, 30, tzinfo=UTC)  # a Monday


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(1, 2000, NOW)


def test_the_same_seed_and_moment_give_the_same_world(world: World) -> None:
    again = make_world(1, 2000, NOW)
    assert again.calls == world.calls
    assert again.people == world.people
    assert make_world(2, 2000, NOW).calls != world.calls


@pytest.mark.parametrize("wanted", [0, 1, 5, 20, 777])
@pytest.mark.parametrize("now", [NOW, datetime(2025, 3, 30, 1, 5, tzinfo=UTC)])  # at the change of clocks
def test_any_size_has_as_many_calls_all_over_and_in_order(wanted: int, now: datetime) -> None:
    calls = make_world(3, wanted, now).calls
    assert len(calls) == wanted
    assert [call.key for call in calls] == sorted(call.key for call in calls)
    assert len({call.id for call in calls}) == wanted
    at = now.timestamp()
    for call in calls:
        assert at - 300 * 86_400 < call.registered <= call.started
        assert call.ended < at
        assert call.wait >= 0
        assert call.duration >= 0
    if calls:
        assert 60 < at - calls[-1].started < 600


def test_there_is_every_kind_of_call(world: World) -> None:
    calls = world.calls
    assert set(Counter(call.kind for call in calls)) == set(Kind)
    assert set(Counter(call.status for call in calls)) == set(Status)
    assert set(Counter(call.sound for call in calls)) == set(Sound)
    assert set(Counter(call.speech for call in calls)) == set(Speech) - {Speech.PENDING}
    assert {call.caller for call in calls} >= {None, "anonymous", "+33612345678"}
    assert any(call.internal and call.caller == "201" for call in calls)
    assert any(call.internal and (call.caller or "").startswith("+") for call in calls)
    assert sum(call.duration > 1800 for call in calls) >= 3
    assert any(len(call.tags) > 1 for call in calls)
    assert any(call.answered_line_id not in {None, call.line_id} for call in calls)
    often = Counter(call.person.number for call in calls if call.person)
    assert often.most_common(1)[0][1] > 20
    assert sum(count == 1 for count in often.values()) > 10


def test_records_agree_with_themselves(world: World) -> None:
    def fits(call: Call) -> bool:
        line = world.line_by_id[call.line_id]
        if not call.answered and call.kind is not Kind.VOICEMAIL:
            return call.duration == 0 and call.sound is Sound.NONE
        if call.sound is not Sound.NONE and call.kind is not Kind.VOICEMAIL:
            return line.record_outbound if call.kind is Kind.OUTBOUND else line.record_inbound
        return call.speech is Speech.NONE or call.sound is not Sound.NONE

    assert all(fits(call) for call in world.calls)
    statuses = {line.status for line in world.lines}
    assert statuses == {"active", "inactive", "not_activated"}
    assert world.lines[0].status == "active"
    assert not world.lines[0].always_busy
    assert sum(line.always_busy for line in world.lines) == 1
    assert sum(line.forced_to is not None for line in world.lines) == 1


def test_numbers_are_possible_and_mostly_valid(world: World) -> None:
    read = [phonenumbers.parse(person.number) for person in world.people]
    assert all(phonenumbers.is_possible_number(number) for number in read)
    assert sum(map(phonenumbers.is_valid_number, read)) > len(read) * 0.8
    countries = {phonenumbers.region_code_for_number(number) for number in read}
    assert {"FR", "GB", "US", "DE", "IT", "ES", "PL", "SE", "NG"} <= countries


def test_most_calls_fall_into_working_hours(world: World) -> None:
    paris = ZoneInfo("Europe/Paris")
    at = [datetime.fromtimestamp(call.started, paris) for call in world.calls]
    assert sum(8 <= moment.hour < 19 and moment.weekday() < 5 for moment in at) > 0.75 * len(at)
    assert any(moment.weekday() >= 5 for moment in at)
    months = Counter((moment.year, moment.month) for moment in at)
    assert len(months) >= 9
    assert min(at).timestamp() < (NOW - timedelta(days=270)).timestamp()


def test_texts_are_awkward_enough(world: World) -> None:
    texts = "".join(tag.name for tag in world.tags.values()) + "".join(line.name for line in world.lines)
    for awkward in ("<b>", "&", "=1+1", "\u202e", "\u05d7", "\u0645"):
        assert awkward in texts


def test_twenty_thousand_calls_take_less_than_two_seconds() -> None:
    began = time.process_time()
    make_world(1, 20_000, NOW)
    assert time.process_time() - began < 2


def test_a_provider_s_own_calls_are_the_same_whenever_somebody_first_asks():
    """Two runs of the tour are alike, however long signing in takes."""
    began = datetime(2026, 11, 20, 13, 7, tzinfo=UTC)
    made = []
    for late in (0.0, 95.0):
        world = make_world(7, 400, began, 20)
        world.clock._ahead += late
        made.append([(call.id, call.started, call.duration) for call in History(world).calls])
    assert made[0] == made[1]
    assert made[0]
