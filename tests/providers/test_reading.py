"""Reading single values that are not what was promised."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import ErrorKind, Trouble
from desktop.providers import reading as read
from desktop.providers.paging import Tokens

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (7, "7"),
        ("7", "7"),
        (7.0, "7"),
        (7.5, None),
        (" x ", "x"),
        ("", None),
        ("  ", None),
        (True, None),
        (None, None),
        ([], None),
        ({}, None),
        (float("inf"), None),
        (10**40, None),
        ("a\ud800b", "a?b"),
    ],
)
def test_text(value: Any, wanted: str | None) -> None:
    assert read.text(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (120, 120),
        ("120", 120),
        (120.0, 120),
        (" 120 ", 120),
        (0, 0),
        (-1, None),
        ("-1", None),
        ("two minutes", None),
        ("", None),
        (True, None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        (2**31, None),
        ([120], None),
    ],
)
def test_whole(value: Any, wanted: int | None) -> None:
    assert read.whole(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2025-03-02T08:00:01Z", datetime(2025, 3, 2, 8, 0, 1, tzinfo=UTC)),
        ("2025-03-02T10:00:01+02:00", datetime(2025, 3, 2, 8, 0, 1, tzinfo=UTC)),
        ("2025-03-02T10:00:01+0200", datetime(2025, 3, 2, 8, 0, 1, tzinfo=UTC)),
        ("2025-03-02T08:00:01.250Z", datetime(2025, 3, 2, 8, 0, 1, 250_000, tzinfo=UTC)),
        ("2025-03-02T08:00:01", datetime(2025, 3, 2, 8, 0, 1, tzinfo=UTC)),
        ("2025-03-02 08:00:01", datetime(2025, 3, 2, 8, 0, 1, tzinfo=UTC)),
        ("2025-03-02T25:00:00Z", None),
        ("0001-01-01T00:00:00+05:00", None),
        ("yesterday", None),
        ("", None),
        (1740902401, None),
        (None, None),
    ],
)
def test_moment(value: Any, wanted: datetime | None) -> None:
    assert read.moment(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (True, True),
        (False, False),
        ("true", True),
        ("False", False),
        (1, True),
        (0, False),
        ("1", True),
        (2, None),
        ("yes", None),
        (None, None),
        ([], None),
    ],
)
def test_flag(value: Any, wanted: bool | None) -> None:
    assert read.flag(value) is wanted


def test_lines_of_errors_are_flattened_whatever_their_form() -> None:
    assert read.lines("gone") == ("gone",)
    assert read.lines(["a", "", None, "b"]) == ("a", "b")
    assert read.lines({"errors": ["a"], "name": ["is taken", "is long"]}) == (
        "a",
        "name: is taken",
        "name: is long",
    )
    assert read.lines(None) == ()


def test_what_is_nested_without_end_has_no_words() -> None:
    value: Any = "at the bottom"
    for level in range(100_000):
        value = [value] if level % 2 else {"error": value}
    assert read.lines(value) == ()
    assert read.lines([[[{"errors": {"name": ["is taken"]}}]]]) == ("name: is taken",)


@pytest.mark.parametrize("spelling", ["no_answer", "NOANSWER", "No-Answer", "no answer"])
def test_words_of_enums_agree_however_they_are_spelt(spelling: str) -> None:
    assert read.word(spelling) == "noanswer"


def test_a_name_cut_through_an_emoji_does_not_cost_the_page() -> None:
    assert read.tree(b'{"name": "cut \\ud83d"}') == {"name": "cut \ud83d"}
    assert read.tree(b'{"name": "latin \xe9"}') == {"name": "latin \ufffd"}


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"data": [1, 2', b"[" * 100_000, b'["\xff", ' + b"[" * 100_000]
)
def test_what_is_no_json_is_one_kind_of_error(body: bytes) -> None:
    with pytest.raises(ValueError):
        read.tree(body)


@given(json_values)
def test_no_value_breaks_a_reader(value: Any) -> None:
    text, whole, moment = read.text(value), read.whole(value), read.moment(value)
    assert text is None or text.encode()
    assert whole is None or 0 <= whole <= read.MOST
    assert moment is None or moment.tzinfo is UTC
    assert read.flag(value) in {True, False, None}
    assert all(line for line in read.lines(value))
    assert isinstance(read.word(value), str)


def test_a_token_that_comes_back_is_refused() -> None:
    tokens = Tokens()
    assert tokens.follow("a") == "a"
    assert tokens.follow("b") == "b"
    assert tokens.follow(None) is None
    with pytest.raises(Trouble) as caught:
        tokens.follow("a")
    assert caught.value.kind is ErrorKind.PROTOCOL
