"""What is asked of SIP Caller, to the letter: filters, dates, ranges, searches and files."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.campaigns import Between, CampaignFilter, CampaignSort, NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.providers.sipcaller import asking
from desktop.providers.sipcaller.manifest import COMPACT, DASHED

MOMENT = datetime(2024, 12, 1, 9, 30, 15, 999_000)  # noqa: DTZ001 - campaigns' times have no zone


@pytest.mark.parametrize(
    ("wanted", "spelled"),
    [
        (CampaignFilter(), {}),
        (CampaignFilter(ids=("id1", "id2")), {"ids": ["id1", "id2"]}),
        (CampaignFilter(name="Campaign Name"), {"name": "Campaign Name"}),
        (CampaignFilter(phone_system_id="id1"), {"phoneSystemId": "id1"}),
        (CampaignFilter(extension_id="id1"), {"extensionId": "id1"}),
        (CampaignFilter(mode="power"), {"dialer": {"mode": "Power"}}),
        (CampaignFilter(mode="predictive"), {"dialer": {"mode": "Predictive"}}),
        (CampaignFilter(tag_ids=("tag1", "tag2")), {"tagIds_ovl": ["tag1", "tag2"]}),
        (CampaignFilter(status="canceled"), {"status": "Canceled"}),
        (CampaignFilter(status="In review"), {"status": "In review"}),
        (CampaignFilter(type="static"), {"type": "Static"}),
        (CampaignFilter(starts=Between(from_=MOMENT)), {"startDate_gte": "20241201T09:30:15"}),
        (CampaignFilter(starts=Between(after=MOMENT)), {"startDate_gt": "20241201T09:30:15"}),
        (CampaignFilter(ends=Between(until=MOMENT)), {"endDate_lte": "20241201T09:30:15"}),
        (CampaignFilter(ends=Between(before=MOMENT)), {"endDate_lt": "20241201T09:30:15"}),
        (CampaignFilter(started=Between(from_=MOMENT)), {"startedAt_gte": "20241201T09:30:15"}),
        (
            CampaignFilter(ended=Between(from_=MOMENT, before=MOMENT + timedelta(days=1))),
            {"endedAt_gte": "20241201T09:30:15", "endedAt_lt": "20241202T09:30:15"},
        ),
        (CampaignFilter(callflow_id="id1"), {"callflowIds_ctn": "id1"}),
        (CampaignFilter(human_callflow_id="id1"), {"callBehavior": {"humanAnswerCallflowId": "id1"}}),
        (CampaignFilter(machine_callflow_id="id1"), {"callBehavior": {"answeringMachineCallflowId": "id1"}}),
        (
            CampaignFilter(human_callflow_id="a", machine_callflow_id="b"),
            {"callBehavior": {"humanAnswerCallflowId": "a", "answeringMachineCallflowId": "b"}},
        ),
        (CampaignFilter(webhook_id="id1"), {"webhookEndpointId": "id1"}),
        (CampaignFilter(archived=True), {"isArchived": True}),
        (CampaignFilter(archived=False), {"isArchived": False}),
        (
            CampaignFilter(status="active", type="dynamic", mode="power", archived=False),
            {"status": "Active", "type": "Dynamic", "dialer": {"mode": "Power"}, "isArchived": False},
        ),
    ],
)
def test_each_condition_has_its_key(wanted: CampaignFilter, spelled: dict[str, Any]) -> None:
    assert asking.campaign_filter(wanted, COMPACT) == spelled


@pytest.mark.parametrize(
    ("moment", "compact", "dashed"),
    [
        (MOMENT, "20241201T09:30:15", "2024-12-01T09:30:15"),
        (datetime(2024, 12, 1), "20241201T00:00:00", "2024-12-01T00:00:00"),  # noqa: DTZ001 - naive it is
        (datetime(2024, 12, 1, 23, tzinfo=UTC), "20241201T23:00:00", "2024-12-01T23:00:00"),
        (
            datetime(2024, 12, 1, 1, tzinfo=timezone(timedelta(hours=2))),
            "20241130T23:00:00",
            "2024-11-30T23:00:00",
        ),
        (datetime(1, 2, 3, 4, 5, 6), "00010203T04:05:06", "0001-02-03T04:05:06"),  # noqa: DTZ001
    ],
)
def test_dates_have_two_spellings_and_no_zone(moment: datetime, compact: str, dashed: str) -> None:
    assert asking.date_time(moment, COMPACT) == compact
    assert asking.date_time(moment, DASHED) == dashed


def test_the_three_parameters_are_json_in_percent_signs() -> None:
    text = asking.query(
        {"name": "A & B = +33 \u00e9/?#%"},
        asking.SORTS[CampaignSort.STARTED],
        descending=True,
        first=100,
        count=50,
    )
    assert not set(text) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%=&._-~")
    assert "%20" in text, "a plus for a space is read as a plus by some"
    read = {name: json.loads(value[0]) for name, value in parse_qs(text).items()}
    assert read == {
        "filter": {"name": "A & B = +33 \u00e9/?#%"},
        "sort": ["startedAt", "DESC"],
        "range": [100, 149],
    }
    assert [part.partition("=")[0] for part in unquote(text).split("&")[:1]] == ["filter"]
    assert parse_qs(asking.query({}, "name", descending=False, first=0, count=1))["range"] == ["[0,0]"]


def test_half_a_letter_in_a_filter_is_sent_as_a_question_mark() -> None:
    text = asking.query({"name": "a\ud83d"}, "name", descending=False, first=0, count=1)
    assert json.loads(parse_qs(text)["filter"][0]) == {"name": "a?"}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("", {}),
        ("  ", {}),
        ("123456789", {"number": "123456789"}),
        ("+1 800-555", {"number": "1800555"}),
        ("+18005550100", {"number": "18005550100"}),
        ("0018005550100", {"number": "18005550100"}),
        ("06 39 98 20 77", {"number": "639982077"}),
        ("0639", {"number": "0639"}),
        ("00", {"number": "00"}),
        ("00000000", {"number": "00000000"}),
        ("\u0661\u0662\u0663", {"number": "123"}),
        ("Alex", {"number": "Alex"}),
    ],
)
def test_numbers_are_looked_for_by_their_digits(typed: str, sent: dict[str, str]) -> None:
    assert asking.number_filter(typed) == sent


def test_a_number_is_added_with_its_variables_or_without() -> None:
    assert asking.number(NewNumber("+18005550100")) == {"number": "+18005550100"}
    assert asking.number(NewNumber("5550001", ("Alex", "", "042"))) == {
        "number": "5550001",
        "varValues": ["Alex", "", "042"],
    }


# -- files


def test_a_file_is_as_in_the_vendor_s_sample() -> None:
    numbers = [NewNumber("+18005550100", ("Alex", "42")), NewNumber("5550001", ('say "hi"', "a,b"))]
    assert asking.csv_file(numbers, 2) == b'+18005550100,Alex,42\r\n5550001,"say ""hi""","a,b"\r\n'
    assert asking.csv_file([NewNumber("5550001", ("Zo\u00eb",))], 1) == "5550001,Zo\u00eb\r\n".encode()
    assert asking.csv_file([], 3) == b""
    assert asking.upload_query(2) == "firstRowIsHeader=false&varCount=2"


# What XML and CSV readers agree on: any text but half letters.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(
    st.integers(0, 3).flatmap(
        lambda count: st.tuples(st.just(count), st.lists(st.tuples(*([texts] * count)), max_size=5))
    )
)
def test_any_text_comes_out_of_a_file_as_it_went_in(given_rows: tuple[int, list[tuple[str, ...]]]) -> None:
    count, rows = given_rows
    written = asking.csv_file([NewNumber("+18005550100", row) for row in rows], count)
    assert not written.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(written.decode("utf-8"), newline=""), strict=True))
    assert read == [["+18005550100", *row] for row in rows]


@pytest.mark.parametrize("variables", [(), ("a",), ("a", "b", "c")])
def test_a_row_of_another_length_is_not_written(variables: tuple[str, ...]) -> None:
    with pytest.raises(Trouble) as caught:
        asking.csv_file([NewNumber("5550001", variables)], 2)
    assert caught.value.kind is ErrorKind.USAGE


def test_ids_go_back_in_the_type_that_they_came_in() -> None:
    keys = ['"0195"', "12", "123456789012345678901234567890", '"12"']
    assert asking.ids(keys) == ["0195", 12, 123456789012345678901234567890, "12"]
    with pytest.raises(Trouble) as caught:
        asking.ids(["12", ""])
    assert caught.value.kind is ErrorKind.USAGE
