"""Files that nobody thought of: every row gets a verdict, and what goes in can be sent."""

import csv
import io
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowVerdict
from desktop.numbers import campaign_key
from desktop.services.campaigns import files, reasons
from desktop.services.campaigns.judging import judged, read_number
from desktop.services.campaigns.values import UploadChoice, suggested
from desktop.services.do_not_call_files import judged as list_judged
from desktop.services.importing import source
from desktop.store.uploads import Judged, key_of, pack, unpack

_SENDABLE = re.compile(r"\+[1-9]\d{4,16}|\d{6,9}")
_SPELLED = st.text(st.sampled_from("0123456789+ ()-./,;xE'\"\x00\u200b٣=*#\t"), max_size=24)
_NUMBERS = st.one_of(_SPELLED, st.text(max_size=30), st.from_regex(r"\+?[0-9]{5,15}(\.0)?", fullmatch=True))
_REGIONS = st.sampled_from([None, "FR", "GB", "US", "DE", "IT"])


def _written(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


@settings(max_examples=600, deadline=None)
@given(text=_NUMBERS, region=_REGIONS)
@example(text="000000", region="DE")
@example(text="+", region=None)
@example(text='=""', region="FR")
def test_a_number_that_goes_in_can_be_sent_and_reads_the_same_again(text: str, region: str | None) -> None:
    read = read_number(text, region)
    if read.verdict is RowVerdict.INVALID:
        assert (read.key, bool(read.reason)) == (None, True)
        return
    assert _SENDABLE.fullmatch(read.number), (text, region, read)
    assert read.key is not None
    assert bool(read.reason) == (read.verdict is not RowVerdict.OK)
    again = read_number(read.number, region)
    assert (again.number, again.key) == (read.number, read.key)


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("4915112345678", "DE", "+4915112345678"),
        ("49 151 12345678", "DE", "+4915112345678"),
        ("436641234567", "DE", "+436641234567"),
        ("436641234567", "AT", "+436641234567"),
        ("4915112345678", "AT", "+4915112345678"),
        ("4921123456", "DE", "+494921123456"),  # Emden
        ("55912345678", "BR", "+5555912345678"),  # Rio Grande do Sul
    ],
)
def test_a_number_without_its_plus_gets_no_country_before_it(text: str, region: str, number: str) -> None:
    assert read_number(text, region).number == number
    assert list_judged(0, text, region).number == number


def test_a_number_that_lost_its_plus_and_a_digit_rings_nobody() -> None:
    read = read_number("491511234567", "DE")
    assert (read.key, read.verdict, read.reason) == (None, RowVerdict.INVALID, reasons.CODE_OR_NOT)


_CODES = st.sampled_from(["", "1", "33", "39", "43", "44", "49", "41", "34", "7", "55", "86", "358", "420"])
_DIALLED = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "+", "0", "00"]),
    _CODES,
    st.from_regex(r"[0-9]{3,12}", fullmatch=True),
)


@settings(max_examples=1000, deadline=None)
@given(text=_DIALLED, region=st.sampled_from(["DE", "AT", "FR", "GB", "US", "IT"]))
def test_a_file_and_a_campaigns_list_read_a_number_alike(text: str, region: str) -> None:
    read = read_number(text, region)
    if read.verdict is not RowVerdict.INVALID:
        assert read.key == key_of(campaign_key(text, region)) == key_of(campaign_key(read.number, region))


@settings(max_examples=300, deadline=None)
@given(variables=st.lists(st.text(max_size=40), max_size=4))
def test_variables_come_out_of_the_store_as_they_went_in(variables: list[str]) -> None:
    row = judged(1, "+33612345678", variables, len(variables), "FR")
    assert unpack(pack(row.variables)) == row.variables
    if all(text.isprintable() for text in variables):
        assert row.variables == tuple(variables)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.lists(st.lists(_NUMBERS, min_size=1, max_size=4), min_size=1, max_size=12).map(_written),
    ),
    region=_REGIONS,
)
@example(content=b'+33612345678,"Al\n+33612345679,B\n', region=None)
@example(content=b"phone\nphone\n+33612345678\n", region=None)
@example(content="phone;a\n+33612345678;é\n".encode("utf-16"), region=None)
def test_any_file_is_read_to_its_end_or_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, region: str | None
) -> None:
    file = tmp_path_factory.getbasetemp() / "odd.csv"
    file.write_bytes(content)
    refused: Trouble | None = None
    rows: list[Judged] = []
    choice = UploadChoice(0)
    try:
        facts = source.look(file)
        choice = suggested(facts) or choice
        files.checked_choice(facts, choice)
        rows = list(files.rows(facts, choice, region, source.records(facts)))
    except Trouble as trouble:
        refused = trouble
    assert refused is None or (refused.kind in (ErrorKind.NO_FILE, ErrorKind.USAGE) and refused.sentence)
    assert all(row.reason or row.verdict is RowVerdict.OK for row in rows)
    lines = [row.line for row in rows]
    assert lines == sorted(lines)
    for row in rows:
        if row.verdict is not RowVerdict.INVALID:
            assert len(row.variables) == len(choice.variables)
            assert _SENDABLE.fullmatch(row.number or row.raw)
    assert Counter(lines).total() == len(rows)
