from datetime import UTC, datetime

import pytest

from desktop.domain.attempts import Answer, Verdict
from desktop.domain.lines import Line, LineSettings, LineStatus
from desktop.numbers import understand
from desktop.services.guard import DialGuard, Wish

LINE = Line("1", "1", "Main", "31", "Front desk", "+33123456789", "204", LineStatus.ACTIVE, LineSettings())
NOON = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)  # noon in Paris


def judged(
    text: str,
    *,
    region: str | None = "FR",
    now: datetime = NOON,
    called: bool = False,
    listed: str | None = None,
    extensions: tuple[str, ...] = (),
) -> dict[str, Answer]:
    wish = Wish(
        understand(text, region, own_extensions=extensions),
        LINE,
        now,
        line_region=region,
        called_before=called,
        listed=listed,
    )
    judgement = DialGuard().judge(wish)
    assert all(verdict.reason for verdict in judgement.verdicts)
    return {verdict.rule: verdict.answer for verdict in judgement.verdicts}


@pytest.mark.parametrize(
    ("text", "region"),
    [
        *[(text, region) for text in ("112", "911", "999", "000") for region in ("FR", "US", "GB", None)],
        ("15", "FR"),
        ("17", "FR"),
        ("1 1 2", "FR"),
        ("tel:112", "FR"),
        ("sip:911@example.com", "FR"),
        ("110", "DE"),
    ],
)
def test_emergency_numbers_are_never_dialled(text: str, region: str | None) -> None:
    assert judged(text, region=region) == {"emergency": Answer.REFUSE}


def test_a_typed_extension_that_looks_like_an_emergency_number_is_one() -> None:
    assert judged("112", extensions=("112",)) == {"emergency": Answer.REFUSE}


@pytest.mark.parametrize("text", ["", "hello", "+", "+33", "0612345", "+3361234567890123"])
def test_what_is_no_possible_number_is_refused(text: str) -> None:
    assert judged(text) == {"undiallable": Answer.REFUSE}


@pytest.mark.parametrize(
    "text", ["06 12 34 56 78", "+33612345678", "0033 6 12 34 56 78", "tel:+33-6-12-34-56-78"]
)
def test_usual_numbers_are_not_asked_about(text: str) -> None:
    assert judged(text) == {}


def test_a_possible_number_that_is_not_valid_is_dialled() -> None:
    assert judged("+44 1632 960001", region="GB") == {}


def test_an_own_extension_is_dialled() -> None:
    assert judged("204", extensions=("204", "205")) == {}


def test_a_listed_number_is_refused_with_its_reason() -> None:
    assert judged("0612345678", listed="asked in May") == {"dnc": Answer.REFUSE}


def test_premium_rate_is_asked() -> None:
    assert judged("0899 70 00 00") == {"premium": Answer.ASK}


def test_an_unusual_country_is_asked_once_it_was_called_no_more() -> None:
    assert judged("+49 30 123456") == {"country": Answer.ASK}
    assert judged("+49 30 123456", called=True) == {}


@pytest.mark.parametrize(
    ("clock", "asked"),
    [("18:59", False), ("19:00", True), ("23:30", True), ("03:00", True), ("05:59", True), ("06:00", False)],
)
def test_night_is_asked_by_the_callees_clock(clock: str, asked: bool) -> None:
    moment = datetime.fromisoformat(f"2025-07-01T{clock}:00+00:00")  # Paris is two hours ahead
    assert judged("0612345678", now=moment) == ({"night": Answer.ASK} if asked else {})


def test_any_zone_in_its_night_is_asked() -> None:
    # A toll-free number of the United States may ring anywhere from Maine to Guam.
    assert judged("+1 800 555 0199", region="US", now=datetime(2025, 7, 1, 18, tzinfo=UTC)) == {
        "night": Answer.ASK
    }


def test_all_that_must_be_asked_is_asked_at_once() -> None:
    night = datetime(2025, 7, 1, 23, tzinfo=UTC)
    assert judged("+49 900 1 234567", now=night) == {
        "premium": Answer.ASK,
        "country": Answer.ASK,
        "night": Answer.ASK,
    }


def test_a_rule_plugs_in() -> None:
    def never(wish: Wish) -> Verdict:
        return Verdict("never", Answer.REFUSE, "No calls today.")

    wish = Wish(understand("0612345678", "FR"), LINE, NOON, line_region="FR")
    refusal = DialGuard((never,)).judge(wish).refusal
    assert refusal == Verdict("never", Answer.REFUSE, "No calls today.")
