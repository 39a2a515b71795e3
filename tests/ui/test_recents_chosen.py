"""What is chosen in the filter is kept by its meaning, and what is damaged is left out."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from desktop.domain.calls import CallFilter, Direction, Has, Outcome
from desktop.services import when
from desktop.services.when import Preset
from desktop.ui import sentences_recents as words
from desktop.ui.recents.bounds import read_duration, write_duration
from desktop.ui.recents.chosen import MOST_S, OTHER_OUTCOMES, Chosen, Facet, from_text, to_text
from desktop.ui.typed_times import read_time, write_time

NOW = datetime(2026, 11, 20, 13, 7, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
some_time = st.sampled_from(
    [
        *({"preset": preset} for preset in (None, *Preset)),
        {"since": "2026-03-04", "until": "2026-03-05T14:05"},
        {"since": "today"},
    ]
)
some_choice = st.builds(
    lambda time, **rest: Chosen(**time, **rest),
    time=some_time,
    directions=st.frozensets(st.sampled_from(list(words.DIRECTIONS))),
    outcomes=st.frozensets(st.sampled_from(list(words.OUTCOMES))).map(
        lambda some: some | OTHER_OUTCOMES if Outcome.OTHER in some else some
    ),
    min_s=st.one_of(st.none(), st.integers(0, MOST_S)),
    max_s=st.one_of(st.none(), st.integers(0, MOST_S)),
    lines=st.frozensets(texts, max_size=3),
    accounts=st.frozensets(texts, max_size=3),
    tags=st.lists(texts, max_size=3).map(tuple),
    recording=st.booleans(),
    transcript=st.booleans(),
    number=st.sampled_from(["", "+33612345678", "204", "anonymous"]),
    person=st.sampled_from(["", "12"]),
)


@pytest.fixture(autouse=True)
def british():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@given(some_choice)
def test_it_is_kept_whole(chosen):
    text = to_text(chosen)
    assert from_text(text) == chosen
    assert (text == "") == (not chosen.facets())
    for facet in chosen.facets():
        without = chosen.without(facet)
        assert set(without.facets()) == set(chosen.facets()) - {facet}
        assert words.facet(chosen, facet, {}, {}, NOW)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists))
def test_a_damaged_setting_never_stops_the_window(value):
    fields = dict.fromkeys(Chosen.__slots__, value)
    for text in (json.dumps(value), json.dumps(fields), str(value)):
        read = from_text(text)
        assert read.as_filter(NOW, 1) is not None
        assert from_text(to_text(read)) == read


def test_only_what_is_known_is_kept():
    kept = {"preset": "next_week", "directions": ["inbound", "sideways"], "min_s": -3, "colour": "red"}
    assert from_text(json.dumps(kept)) == Chosen(directions=frozenset({Direction.INBOUND}))
    assert from_text(json.dumps({"since": "2026-02-30", "until": "2026-03-01"})) == Chosen(until="2026-03-01")
    assert from_text("{") == from_text("[]") == from_text("") == Chosen()


def test_it_becomes_the_filter_of_the_command_line():
    chosen = Chosen(
        preset=Preset.YESTERDAY,
        directions=frozenset({Direction.INBOUND}),
        outcomes=OTHER_OUTCOMES,
        min_s=60,
        max_s=1800,
        lines=frozenset({"3"}),
        accounts=frozenset({"1"}),
        tags=("Sales",),
        recording=True,
        transcript=True,
        number="+33612345678",
    )
    assert chosen.as_filter(NOW, 1) == CallFilter(
        since=when.since("yesterday", NOW),
        until=when.until("yesterday", NOW),
        directions=frozenset({Direction.INBOUND}),
        outcomes=frozenset({Outcome.OTHER, Outcome.UNKNOWN}),
        others=frozenset({"+33612345678"}),
        tags=("Sales",),
        account_ids=frozenset({"1"}),
        line_ids=frozenset({"3"}),
        min_duration_s=60,
        max_duration_s=1800,
        has=frozenset({Has.RECORDING, Has.TRANSCRIPT}),
    )
    assert chosen.among({"1", "2"}, {"1"}) == chosen.without(Facet.LINE)


def test_a_range_includes_its_last_day_and_goes_by_the_clock_on_the_wall():
    chosen = Chosen(since="2026-03-04", until="2026-03-05")
    since, until = chosen.times(NOW, 1)
    assert (since, until) == (when.since("2026-03-04", NOW), when.until("2026-03-05", NOW))
    assert (until - since).total_seconds() == 2 * 86_400
    assert Chosen(since="2026-03-04T08:00").times(NOW, 1)[0].astimezone().hour == 8


@pytest.mark.parametrize(
    ("locale", "text", "kept"),
    [
        ("en_GB", "4/3/2026", "2026-03-04"),
        ("en_GB", "04/03/26 9:05", "2026-03-04T09:05"),
        ("en_GB", " 04/03/2026,  14:05 ", "2026-03-04T14:05"),
        ("en_US", "3/4/26 2:05 PM", "2026-03-04T14:05"),
        ("en_US", "3/4/2026 14:05", "2026-03-04T14:05"),
        ("de_DE", "4.3.26", "2026-03-04"),
        ("fr_FR", "04/03/2026 14:05", "2026-03-04T14:05"),
        ("sv_SE", "2026-03-04 14:05", "2026-03-04T14:05"),
        ("ja_JP", "2026/03/04", "2026-03-04"),
        ("en_GB", "2026-03-04", "2026-03-04"),
        ("en_GB", "Yesterday", "yesterday"),
        ("en_GB", "7d", "7d"),
        ("en_GB", "", ""),
        ("en_GB", "31/2/2026", None),
        ("en_GB", "soon", None),
        ("en_GB", "4/3", None),
        ("en_GB", "4/3/2026 25:00", None),
    ],
)
def test_times_are_read_as_the_locale_writes_them(locale, text, kept):
    QLocale.setDefault(QLocale(locale))
    assert read_time(text, NOW) == kept


@pytest.mark.parametrize(
    "locale", ["en_GB", "en_US", "de_DE", "fr_FR", "sv_SE", "ja_JP", "fa_IR", "ar_EG", "he_IL"]
)
@pytest.mark.parametrize("kept", ["2026-03-04", "2026-11-30T00:05", "2026-12-31T23:59", "today"])
def test_what_is_written_is_read_back(locale, kept):
    QLocale.setDefault(QLocale(locale))
    assert read_time(write_time(kept), NOW) == kept


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30", 1800),
        (" 1:30 ", 90),
        ("5 min", 300),
        ("0", 0),
        ("", None),
        ("1:60", None),
        ("-1", None),
        ("9999999", None),
    ],
)
def test_durations_are_minutes(text, seconds):
    assert read_duration(text) == seconds
    if seconds is not None:
        assert read_duration(write_duration(seconds)) == seconds


def test_pills_say_what_is_chosen():
    def said(facet: Facet, **chosen: object) -> str:
        return words.facet(Chosen(**chosen), facet, {"3": "Sales desk"}, {"1": "Main"}, NOW)

    assert said(Facet.TIME, preset=Preset.THIS_WEEK) == "This week"
    assert said(Facet.TIME, since="2026-03-04", until="2026-03-06") == "4 Mar to 6 Mar"
    assert said(Facet.TIME, since="2026-03-04T14:05") == "From 4 Mar 14:05"
    assert said(Facet.TIME, until="2025-03-06") == "Until 6 Mar 2025"
    assert said(Facet.TIME, since="2026-03-04", until="2026-03-04") == "4 Mar"
    assert said(Facet.DURATION, min_s=1800) == "Over 30 min"
    assert said(Facet.DURATION, max_s=90) == "Up to 1 min 30 s"
    assert said(Facet.DURATION, min_s=30, max_s=7200) == "30 s to 120 min"
    assert said(Facet.DIRECTION, directions=frozenset({Direction.OUTBOUND})) == "Outgoing"
    both = frozenset({Outcome.BUSY, Outcome.FAILED})
    assert said(Facet.RESULT, outcomes=both) == "Busy or Failed"
    assert said(Facet.RESULT, outcomes=both | OTHER_OUTCOMES) == "Busy or 2 others"
    assert said(Facet.LINE, lines=frozenset({"3"})) == "Sales desk"
    assert said(Facet.NUMBER, number="+33612345678") == "+33 6 12 34 56 78"
    assert said(Facet.NUMBER, number="204") == "Extension 204"
    assert (words.empty_title(1), words.empty_title(3)) == (
        "No calls in the last month",
        "No calls in the last 3 months",
    )
    assert words.shown_of(0, 48_210) == "0 of 48,210 calls"
    assert (words.new_calls(1), words.new_calls(1200)) == ("1 new call", "1,200 new calls")
    assert words.fits_no_call(["a", "b"]) == "No call fits both filters"
    assert words.fits_no_call(list("abcd")) == "No call fits all four filters"
    assert words.fits_no_call(["Busy"]) == "No call fits “Busy”"
    assert words.without_one("Over 30 min", 38) == "Without “Over 30 min” there would be 38."
    assert words.without_one("Over 30 min", 0) == "Leaving out one of them is not enough."


def test_a_person_is_named_as_the_phone_book_names_them_now() -> None:
    chosen = Chosen(person="12")
    assert chosen.as_filter(NOW, 1).contact_ids == {"12"}
    assert words.facet(chosen, Facet.PERSON, {}, {}, NOW, person="Ada\nLovelace") == "Ada Lovelace"
    assert words.facet(chosen, Facet.PERSON, {}, {}, NOW) == "A contact that is not here any more"
    assert len(words.facet(chosen, Facet.PERSON, {}, {}, NOW, person="x" * 10_000)) == 40
