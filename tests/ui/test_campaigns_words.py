"""What is said of campaigns, how numbers without a plus are read, and how a filter is kept and meant."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from desktop.domain.campaigns import Between, CampaignSort, ProviderCampaign
from desktop.ui import sentences_campaigns as words
from desktop.ui.campaigns.chosen import Span, Wish, from_text, to_text
from desktop.ui.campaigns.detail.numbersmodel import spelling
from desktop.ui.campaigns.detail.presenter import part_of

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


def day(month: int, number: int, year: int = 2026) -> datetime:
    return datetime(year, month, number, 9)  # noqa: DTZ001 - a provider may name no zone


@pytest.fixture(autouse=True)
def english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        (day(3, 3), day(3, 28), "3 to 28 Mar"),
        (day(2, 24), day(3, 31), "24 Feb to 31 Mar"),
        (day(11, 3, 2025), day(11, 28, 2025), "3 to 28 Nov 2025"),
        (day(12, 19, 2025), day(1, 6), "19 Dec 2025 to 6 Jan 2026"),
        (day(12, 19, 2025), day(12, 19, 2025), "19 Dec 2025"),
        (day(1, 6), None, "from 6 Jan"),
        (None, day(1, 6), "until 6 Jan"),
        (None, None, ""),
    ],
)
def test_a_span_is_as_short_as_it_stays_clear(begin, end, said):
    assert words.span(begin, end, NOW) == said


def test_another_locale_writes_whole_dates():
    QLocale.setDefault(QLocale("en_US"))
    assert words.span(day(3, 3), day(3, 28), NOW) == "Mar 3 to Mar 28"


def test_a_time_without_a_zone_is_shown_as_it_stands_and_said_to_be_so():
    assert words.moment(day(3, 3), NOW) == "3 Mar 09:00"
    assert words.moment_tip(day(3, 3)).endswith("as the provider says it, without a time zone")
    assert "without a time zone" not in words.moment_tip(day(3, 3).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("status", "Status"),
        ("lastCallAt", "Last call at"),
        ("last_call", "Last call"),
        ("dialer.maxChannels", "Dialer max channels"),
    ],
)
def test_what_else_is_told_gets_a_readable_title(key, said):
    assert words.extra_title(key) == said


def test_a_state_that_nobody_knows_is_said_as_the_provider_says_it():
    told = ProviderCampaign("1", "One", status="Scheduled", type="Hybrid", mode="power")
    assert words.status(told) == "Scheduled"
    assert words.type_and_mode(told) == "Hybrid, power"
    assert words.type_and_mode(ProviderCampaign("1", "One")) == "not told"


def test_a_tool_tip_of_several_lines_is_no_html():
    assert words.tip_of(("<b>one</b>", "", "two")) == "<qt>&lt;b&gt;one&lt;/b&gt;<br>two</qt>"


@pytest.mark.parametrize(
    ("text", "region", "said"),
    [
        ("+33639982077", None, "+33 6 39 98 20 77"),
        ("33639982077", "FR", "+33 6 39 98 20 77"),
        ("18002345678", None, "+1 800-234-5678"),
        ("0639982077", "FR", "+33 6 39 98 20 77"),
        ("5550001", "FR", "5550001"),
        ("not a number", "FR", "not a number"),
    ],
)
def test_a_number_is_spelled_whether_or_not_its_plus_was_told(text, region, said):
    assert spelling(text, region) == said


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("06 39", "639"),
        ("+33 (0)6 39", "33639"),
        ("0033 6 39", "33639"),
        ("20-77", "2077"),
        ("000", "000"),
        ("", ""),
        ("abc", "abc"),
    ],
)
def test_a_part_of_a_number_is_asked_for_by_its_digits(typed, asked):
    assert part_of(typed) == asked


@pytest.mark.parametrize(
    ("span", "meant"),
    [
        (Span("2026-03-02", "2026-03-04"), Between(from_="2026-03-02 00:00:00", until="2026-03-04 23:59:59")),
        (Span("2026-03-02", after=True), Between(after="2026-03-02 23:59:59")),
        (Span(high="2026-03-04", before=True), Between(before="2026-03-04 00:00:00")),
        (
            Span("2026-03-02T10:30", "2026-03-02T11:00"),
            Between("2026-03-02 10:30:00", until="2026-03-02 11:00:00"),
        ),
        (Span("no time", "none"), Between()),
    ],
)
def test_a_day_is_meant_whole(span, meant):
    query = Wish(starts=span).as_query(NOW)
    told = query.filter.starts
    for name in ("from_", "after", "until", "before"):
        value, expected = getattr(told, name), getattr(meant, name)
        assert (None if value is None else str(value)) == expected
        assert value is None or value.tzinfo is None, "the provider's own time, whatever its zone"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
spans = st.builds(Span, texts, texts, st.booleans(), st.booleans())
wishes = st.builds(
    Wish,
    account_id=texts,
    status=texts,
    tag_ids=st.lists(texts.filter(bool), max_size=3).map(tuple),
    archived=st.sampled_from([None, True, False]),
    webhook_id=texts,
    starts=spans,
    ended=spans,
    sort=st.sampled_from(CampaignSort),
    descending=st.booleans(),
)


@given(wishes)
def test_a_wish_is_kept_as_it_is(wish):
    assert from_text(to_text(wish)) == wish


@pytest.mark.parametrize(
    "text", ["", "[", "[]", '{"sort": 7, "starts": ["a"], "ids": "x", "archived": "no", "descending": null}']
)
def test_what_is_damaged_is_left_out(text):
    assert from_text(text) == Wish()


def test_another_account_has_other_ids():
    wish = Wish("1", status="active", tag_ids=("t",), ids=("c",), webhook_id="w", archived=False)
    assert wish.of_account("2") == Wish("2", status="active", archived=False)
    assert wish.more == 2
    assert wish.narrows
    assert not wish.unfiltered().narrows
