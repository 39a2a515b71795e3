"""What a number gives away: country, place, line type, zones, time, and how it is written."""

import json
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import available_timezones

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.tzdata import TIMEZONE_DATA

from desktop.domain.numbers import LineType, LocalTime
from desktop.numbers import (
    as_you_type,
    describe,
    display,
    flag_region,
    local_time,
    region_of,
    understand,
    zones_of,
)
from desktop.numbers.places import Places, country_name, place_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("e164", "line"),
    [
        ("+390667891234", "Rome, Italy"),
        ("+33612345678", "France, mobile"),
        ("+33123456789", "France"),
        ("+442079460018", "London, United Kingdom"),
        ("+441632960001", "United Kingdom"),
        ("+12125550100", "New York, NY, United States"),
        ("+18003569377", "United States, toll-free"),
        ("+19005551234", "United States, premium rate"),
        ("+33899123456", "France, premium rate"),
        ("+8613800138000", "Beijing, China"),
        ("+80012345678", "International, toll-free"),
        ("+6561234567", "Singapore"),
        ("+38344123456", "Kosovo, mobile"),
        ("+35314151234", "Dublin, Ireland"),
        ("101", ""),
        ("anonymous", ""),
        ("+33", ""),
        ("", ""),
    ],
)
def test_place_line(e164: str, line: str) -> None:
    assert describe(e164) == line


@pytest.mark.parametrize(
    ("e164", "line_type"),
    [
        ("+33123456789", LineType.FIXED),
        ("+33612345678", LineType.MOBILE),
        ("+12125550100", LineType.FIXED_OR_MOBILE),
        ("+33805123456", LineType.TOLL_FREE),
        ("+33899123456", LineType.PREMIUM),
        ("+33810123456", LineType.SHARED_COST),
        ("+445612345678", LineType.VOIP),
        ("+447012345678", LineType.OTHER),
        ("+441632960001", LineType.UNKNOWN),
    ],
)
def test_line_type(e164: str, line_type: LineType) -> None:
    assert understand(e164, None).line_type is line_type


@pytest.mark.parametrize(
    ("e164", "region", "flag"),
    [
        ("+33612345678", "FR", "FR"),
        ("+14165550123", "CA", "CA"),
        ("+12125550100", "US", "US"),
        ("+19991234567", "US", "US"),
        ("+441534456789", "JE", "JE"),
        ("+441632960001", "GB", "GB"),
        ("+77012345678", "KZ", "KZ"),
        ("+80012345678", "001", None),
        ("101", None, None),
    ],
)
def test_region_and_flag(e164: str, region: str | None, flag: str | None) -> None:
    assert region_of(e164) == region
    assert flag_region(e164) == flag


def test_information_is_whole() -> None:
    info = understand("06 6789 1234", "IT")
    assert (info.formatted, info.region, info.country, info.place) == (
        "+39 06 6789 1234",
        "IT",
        "Italy",
        "Rome",
    )
    assert (info.zones, info.possible, info.valid) == (("Europe/Rome",), True, True)
    drama = understand("01632 960001", "GB")
    assert (drama.possible, drama.valid, drama.zones) == (True, False, ("Europe/London",))


@pytest.mark.parametrize(
    ("text", "region", "shown"),
    [
        ("+33612345678", "FR", "+33 6 12 34 56 78"),
        ("+33612345678", None, "+33 6 12 34 56 78"),
        ("0612345678", "FR", "+33 6 12 34 56 78"),
        ("+12125550100", "FR", "+1 212-555-0100"),
        ("101", "FR", "101"),
        ("112", "FR", "112"),
        ("anonymous", "FR", "anonymous"),
        ("\u202aanonymous\u202c", "FR", "anonymous"),
        ("", "FR", ""),
        ("+33", "FR", "+33"),
    ],
)
def test_display(text: str, region: str | None, shown: str) -> None:
    assert display(text, region) == shown


@pytest.mark.parametrize(
    ("typed", "region", "shown"),
    [
        ("", "FR", ""),
        ("0", "FR", "0"),
        ("0612", "FR", "06 12"),
        ("0612345678", "FR", "06 12 34 56 78"),
        ("06 12 34 5", "FR", "06 12 34 5"),
        ("+336", None, "+33 6"),
        ("+33612345678", "US", "+33 6 12 34 56 78"),
        ("2125550100", "US", "(212) 555-0100"),
        ("00336", "FR", "00 33 6"),
        ("101", "FR", "101"),
        ("1 0 1", "FR", "101"),
        ("Ada 2", "FR", "Ada 2"),
        ("0612 ext 1", "FR", "0612 ext 1"),
        ("*98", "FR", "*98"),
        ("12+3", "FR", "12+3"),
        ("0612345678", None, "0612345678"),
    ],
)
def test_as_you_type(typed: str, region: str | None, shown: str) -> None:
    assert as_you_type(typed, region) == shown


@given(st.text("0123456789+ ()", max_size=25), st.sampled_from([None, "FR", "US", "DE", "AR"]))
def test_as_you_type_keeps_every_digit(typed: str, region: str | None) -> None:
    shown = as_you_type(typed, region)
    assert [c for c in shown if c.isdigit()] == [c for c in typed if c.isdigit()]


def clock(hours: int, minutes: int = 0) -> timedelta:
    return timedelta(hours=hours, minutes=minutes)


@pytest.mark.parametrize(
    ("number", "now", "earliest", "latest"),
    [
        ("+33612345678", datetime(2026, 1, 15, 12, 5, tzinfo=UTC), clock(13, 5), clock(13, 5)),
        ("+33612345678", datetime(2026, 7, 15, 12, 5, tzinfo=UTC), clock(14, 5), clock(14, 5)),
        # An hour before and after the clocks change, at 01:00 UTC on 29 March 2026.
        ("+33612345678", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), clock(1, 59), clock(1, 59)),
        ("+33612345678", datetime(2026, 3, 29, 1, 0, tzinfo=UTC), clock(3), clock(3)),
        ("+911122334455", datetime(2026, 7, 15, 23, 0, tzinfo=UTC), clock(4, 30), clock(4, 30)),
        # Spain with and without the Canaries.
        ("+34612345678", datetime(2026, 7, 15, 12, 0, tzinfo=UTC), clock(13), clock(14)),
        ("+34612345678", datetime(2026, 7, 15, 22, 30, tzinfo=UTC), clock(23, 30), clock(0, 30)),
    ],
)
def test_local_time(number: str, now: datetime, earliest: timedelta, latest: timedelta) -> None:
    assert local_time(number, now) == LocalTime(earliest, latest)
    assert local_time(understand(number, None), now) == LocalTime(earliest, latest)


def test_local_time_needs_a_number_and_a_zone() -> None:
    assert local_time("101", datetime.now(UTC)) is None
    assert local_time(understand("112", "FR"), datetime.now(UTC)) is None
    assert local_time("+80012345678", datetime.now(UTC)) is None
    with pytest.raises(ValueError, match="no time zone"):
        local_time("+33612345678", datetime(2026, 1, 1))  # noqa: DTZ001


def test_zones() -> None:
    assert zones_of("+12125550100") == ("America/New_York",)
    assert {"Europe/Madrid", "Atlantic/Canary"} <= set(zones_of("+34612345678"))
    assert len(zones_of("+18003569377")) > 5
    assert zones_of("101") == ()


def test_the_system_knows_nearly_all_zones() -> None:
    """An old name that a system lacks is left out, which must stay the exception."""
    names = {name for names in TIMEZONE_DATA.values() for name in names}
    assert len(names - available_timezones()) < 5


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_country_has_a_name(region: str) -> None:
    assert country_name(region)


def test_unknown_country_has_none() -> None:
    assert country_name("ZZ") is None


@pytest.mark.parametrize("digits", ["0", "1", "99", "999999999999999", "33", "000000000"])
def test_edges_of_the_table(digits: str) -> None:
    assert place_of(digits) is None or place_of(digits)


def test_a_damaged_table_is_noticed() -> None:
    content = (ROOT / "resources" / "places.bin").read_bytes()
    with pytest.raises(ValueError, match="not a table"):
        Places(b"XXXX" + content[4:])
    with pytest.raises(zlib.error):
        Places(content[:1000])


def test_the_table_is_what_the_script_builds_and_says_what_its_source_says() -> None:
    """In a process of its own, because the source takes 137 MiB."""
    script = f"""
import json, random, sys, zlib, importlib.util
spec = importlib.util.spec_from_file_location("make_places", {str(ROOT / "packaging" / "make_places.py")!r})
make = importlib.util.module_from_spec(spec); spec.loader.exec_module(make)
kept = (make.RESOURCES / "places.bin").read_bytes()
built = make.table()
same = kept[:16] == built[:16] and zlib.decompress(kept[16:]) == zlib.decompress(built[16:])
countries = (make.RESOURCES / "places-countries.tsv").read_text(encoding="utf-8") == make.countries()
from desktop.numbers.places import Places
places, wrong = Places(built), []
english = make.english()
chance = random.Random(6)
for prefix in chance.sample(sorted(english), 20_000):
    digits = prefix + "".join(chance.choice("0123456789") for _ in range(12 - len(prefix)))
    longest = next((english[digits[:n]] for n in range(9, 0, -1) if digits[:n] in english), None)
    if places.name(digits) != longest:
        wrong.append(digits)
print(json.dumps([same, countries, wrong]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, timeout=100, capture_output=True, text=True
    )
    assert json.loads(done.stdout) == [True, True, []]
