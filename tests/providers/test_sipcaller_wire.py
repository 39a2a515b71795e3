"""SIP Caller's answers, which nobody documents: all shapes that may come, and what is left of broken ones."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import ErrorKind, Trouble
from desktop.providers.sipcaller import asking, wire

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
CAMPAIGN_KEYS = (
    *(
        "id",
        "name",
        "status",
        "type",
        "dialer",
        "phoneSystemId",
        "extensionId",
        "webhookEndpointId",
        "tagIds",
    ),
    *("callBehavior", "startDate", "endDate", "startedAt", "endedAt", "numbersCount", "isArchived"),
)


def rows(told: Any, content_range: str = "") -> wire.Rows:
    return wire.rows(json.dumps(told).encode(), content_range)


# -- lists


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda rows: rows,
        *(lambda rows, key=key: {key: rows, "extra": 1} for key in ("data", "items", "results")),
    ],
)
def test_a_list_comes_bare_or_wrapped(wrapped: Any) -> None:
    assert rows(wrapped([{"id": 1}])).rows == [{"id": 1}]
    assert rows(wrapped([])).rows == []


@pytest.mark.parametrize("body", [b"", b"  \r\n", b"null", b'{"data": null}', b"[]"])
def test_nothing_is_an_empty_list(body: bytes) -> None:
    assert wire.rows(body) == wire.Rows([])


@pytest.mark.parametrize(
    "body",
    [b"<html>sign in</html>", b"{", b"12", b'"text"', b"true", b"{}", b'{"data": 5}', b'{"data": {"a": 1}}',
     b'{"error": "no"}', b"\xff\xfe", b"[" * 100_000],
)  # fmt: skip
def test_anything_else_is_no_list(body: bytes) -> None:
    with pytest.raises(Trouble) as caught:
        wire.rows(body)
    assert caught.value.kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize(
    ("header", "first", "total"),
    [
        ("campaigns 0-99/240", 0, 240),
        ("items 100-199/240", 100, 240),
        ("0-9/10", 0, 10),
        ("numbers 0-99/*", 0, None),
        ("campaigns */0", None, 0),
        ("*/240", None, 240),
        ("campaigns 5 - 9 / 10 ", 5, 10),
        ("", None, None),
        ("rubbish", None, None),
        ("campaigns 0-99/many", 0, None),
        ("campaigns 0-99/999999999999999999999999", 0, None),
    ],
)
def test_the_total_is_behind_the_stroke(header: str, first: int | None, total: int | None) -> None:
    assert rows([], header) == wire.Rows([], first, total)


@given(st.binary(max_size=60) | JSON.map(lambda told: json.dumps(told).encode()), st.text(max_size=30))
def test_no_body_and_no_header_is_anything_but_a_list_or_trouble(body: bytes, header: str) -> None:
    for parse in (lambda: wire.rows(body, header), lambda: wire.receipt(body)):
        kind = None
        try:
            parse()
        except Trouble as trouble:
            kind = trouble.kind
        assert kind in {None, ErrorKind.PROTOCOL}
    assert len(wire.said(body)) <= 5 * 202


# -- campaigns


def test_a_whole_campaign() -> None:
    found = wire.campaign(
        {
            "id": "01950000-0000-7000-8000-000000000001",
            "name": "Spring reminders",
            "status": "Active",
            "type": "Dynamic",
            "dialer": {"mode": "Power", "ratio": 1.5},
            "phoneSystemId": "p1",
            "extensionId": None,
            "tagIds": ["a", "b", None],
            "callBehavior": {"humanAnswerCallflowId": "h", "answeringMachineCallflowId": None, "retry": True},
            "startDate": "20241201T09:00:00",
            "endDate": "2024-12-24",
            "startedAt": "2024-12-01T09:00:03.250Z",
            "endedAt": None,
            "numbersCount": "12",
            "isArchived": "false",
            "owner": {"name": "Alex"},
            "list": [1, "x"],
        }
    )
    assert found is not None
    assert (found.status, found.type, found.mode) == ("active", "dynamic", "power")
    assert (found.phone_system_id, found.extension_id) == ("p1", None)
    assert found.tag_ids == ("a", "b")
    assert (found.human_callflow_id, found.machine_callflow_id) == ("h", None)
    assert found.starts_at == datetime(2024, 12, 1, 9)  # noqa: DTZ001 - nobody says which zone
    assert found.ends_at == datetime(2024, 12, 24)  # noqa: DTZ001
    assert found.started_at == datetime(2024, 12, 1, 9, 0, 3, 250_000, tzinfo=UTC)
    assert found.ended_at is None
    assert (found.numbers_count, found.archived) == (12, False)
    assert found.extra == {
        "dialer.ratio": "1.5",
        "callBehavior.retry": "true",
        "owner.name": "Alex",
        "list": "1, x",
    }


@pytest.mark.parametrize("spelling", ["Canceled", "Cancelled", "CANCELLED", "canceled", " cancelled "])
def test_cancelled_has_two_spellings(spelling: str) -> None:
    found = wire.campaign({"id": 7, "status": spelling})
    assert found is not None
    assert (found.status, found.provider_id) == ("canceled", "7")


def test_what_is_not_known_is_shown_as_it_is_said() -> None:
    found = wire.campaign({"id": "1", "status": "Warming Up", "type": "Hybrid", "dialer": {"mode": "Turbo"}})
    assert found is not None
    assert (found.status, found.type, found.mode) == ("Warming Up", "Hybrid", "Turbo")
    bare = wire.campaign({"id": "1"})
    assert bare is not None
    assert (bare.name, bare.status, bare.numbers_count, bare.archived) == ("", None, None, None)


def test_what_cannot_be_read_is_shown_as_it_was_told() -> None:
    told = {"startDate": 1733043600, "endDate": "next week", "numbersCount": "1,234", "isArchived": "no"}
    found = wire.campaign({"id": "1", **told, "startedAt": None})
    assert found is not None
    assert (found.starts_at, found.ends_at, found.numbers_count, found.archived) == (None, None, None, None)
    assert found.extra == {key: str(value) for key, value in told.items()}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("20241201T00:00:00", "2024-12-01T00:00:00"),
        ("2024-12-01T00:00:00", "2024-12-01T00:00:00"),
        ("20241201", "2024-12-01T00:00:00"),
        ("2026-03-01", "2026-03-01T00:00:00"),
        ("2024-12-01T10:11:12.5", "2024-12-01T10:11:12.500000"),
        ("2024-12-01T10:11:12.123456789Z", "2024-12-01T10:11:12.123456+00:00"),
        ("20241201T10:11:12+02:00", "2024-12-01T08:11:12+00:00"),
        ("2024-12-01 10:11", "2024-12-01T10:11:00"),
    ],
)
def test_times_in_every_spelling(text: str, told: str) -> None:
    found = wire.moment(text)
    assert found is not None
    assert found.isoformat() == told


@pytest.mark.parametrize(
    "value", ["", "soon", "2024-13-01", 20241201, None, True, "0001-01-01T00:00:00+14:00", []]
)
def test_what_is_no_time_is_none(value: Any) -> None:
    assert wire.moment(value) is None


@given(st.datetimes())
def test_a_time_that_is_asked_for_is_read_back(moment: datetime) -> None:
    for spelling in ("compact", "dashed"):
        assert wire.moment(asking.date_time(moment, spelling)) == moment.replace(microsecond=0)


@given(st.dictionaries(st.sampled_from(CAMPAIGN_KEYS) | st.text(max_size=5), JSON, max_size=12))
def test_no_campaign_breaks_a_page(row: dict[str, Any]) -> None:
    found = wire.campaign(row)
    assert (found is None) == (wire.read.text(row.get("id")) is None)
    if found is not None:
        assert found.provider_id
        assert all(isinstance(value, str) for value in found.extra.values())


@pytest.mark.parametrize("row", [None, 1, "x", [], {}, {"id": None}, {"id": True}, {"id": ""}, {"name": "x"}])
def test_without_an_id_it_is_none(row: Any) -> None:
    assert wire.campaign(row) is None


# -- numbers


@pytest.mark.parametrize(
    ("record", "key", "provider_id"),
    [
        (12, "12", "12"),
        ("12", '"12"', "12"),
        ("0195-aa", '"0195-aa"', "0195-aa"),
        (2**70, str(2**70), str(2**70)),
        ('quo"te', '"quo\\"te"', 'quo"te'),
        (None, "", ""),
        (True, "", ""),
        ({"a": 1}, "", ""),
    ],
)
def test_an_id_keeps_its_type_in_the_key(record: Any, key: str, provider_id: str) -> None:
    (row,) = rows([{"id": record, "number": "18005550100"}]).rows
    found = wire.number(row)
    assert found is not None
    assert (found.key, found.provider_id) == (key, provider_id)
    assert not key or asking.ids([found.key]) == [record]


def test_a_whole_number() -> None:
    found = wire.number(
        {
            "id": 5,
            "number": 18005550100,
            "varValues": ["Alex", 42, None, "", " x ", 1.5, True],
            "status": "No answer",
            "attempts": 0,
            "lastCall": {"at": "2024-12-01", "result": None},
            "empty": "",
        }
    )
    assert found is not None
    assert found.number == "18005550100"
    assert found.variables == ("Alex", "42", "", "", " x ", "1.5", "true")
    assert found.extra == {"status": "No answer", "attempts": "0", "lastCall.at": "2024-12-01"}


@pytest.mark.parametrize(("told", "found"), [(None, ()), ([], ()), ("x", ("x",)), (5, ("5",)), ([{}], ("",))])
def test_variables_in_every_shape(told: Any, found: tuple[str, ...]) -> None:
    assert wire.variables(told) == found


@given(
    st.dictionaries(
        st.sampled_from(("id", "number", "varValues", "status")) | st.text(max_size=5), JSON, max_size=8
    )
)
def test_no_number_breaks_a_page(row: dict[str, Any]) -> None:
    found = wire.number(row)
    if found is not None:
        assert found.number
        assert bool(found.key) == bool(found.provider_id)
        assert all(isinstance(value, str) for value in (*found.variables, *found.extra.values()))


def test_what_is_told_beside_has_an_end() -> None:
    deep: Any = "end"
    for _ in range(50):
        deep = {"d": deep}
    many = {f"k{place}": "v" * 2000 for place in range(500)}
    found = wire.number({"id": 1, "number": "5550001", "deep": deep, **many})
    assert found is not None
    assert len(found.extra) == 40
    assert max(map(len, found.extra.values())) == 500


# -- what it says


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"message": "No"}, "No"),
        ({"error": "No", "message": "No"}, "No"),
        ({"errors": ["a", "b"]}, "a; b"),
        ({"errors": {"number": ["is wrong"]}}, "number: is wrong"),
        ({"detail": {"message": "deep"}}, "deep"),
        ({"message": "<b>No</b> &amp; never"}, "No & never"),
        ({"message": "1 < 2"}, "1 < 2"),
    ],
)
def test_errors_in_every_shape(told: Any, said: str) -> None:
    assert wire.said(json.dumps(told).encode()) == said


def test_a_page_is_told_without_its_tags() -> None:
    page = (
        b"<html><head><style>p {}</style><script>alert('x')</script></head>"
        b"<!-- c --><p>413 Too&nbsp;Large</p>"
    )
    assert wire.said(page) == "413 Too Large"
    assert wire.errors(page) is None
    assert len(wire.said(b"x" * 100_000)) == 200
    assert wire.said(b"") == ""
    assert wire.said(b"<script>" * 20_000) == ""


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("startDate_gte is not a valid date", True),
        ("Invalid date", True),
        ("endedAt_lt: bad format", True),
        ("started_at must be ISO 8601", True),
        ("must be a valid ISO8601 string", True),
        ("bad datetime", True),
        ("Invalid timestamp", True),
        ("Unknown filter tagIds", False),
        ("Please update the candidate", False),
        ("validated", False),
        ("", False),
    ],
)
def test_whether_a_refusal_is_about_a_date(text: str, is_so: bool) -> None:
    assert wire.names_a_date(text) is is_so


@pytest.mark.parametrize(
    ("body", "taken", "said"),
    [
        (b"", None, ""),
        (b"null", None, ""),
        (b'[{"id": 1}, {"id": 2}]', 2, ""),
        (b'{"data": [{"id": 1}]}', 1, ""),
        (b'{"id": 1, "number": "5550001"}', None, ""),
        (b'{"message": "5 rows"}', None, "5 rows"),
    ],
)
def test_what_is_said_of_numbers_that_were_taken(body: bytes, taken: int | None, said: str) -> None:
    assert (wire.receipt(body).taken, wire.receipt(body).said) == (taken, said)


@pytest.mark.parametrize("body", [b"[]", b'{"data": []}'])
def test_an_empty_list_does_not_say_that_nothing_was_taken(body: bytes) -> None:
    with pytest.raises(Trouble) as caught:
        wire.receipt(body)
    assert caught.value.kind is ErrorKind.PROTOCOL
