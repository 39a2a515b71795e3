"""The options of `campaigns list`: each condition can be asked for, and times stay as they were typed."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.app.cli.campaign_query import KEYS, filter_of
from desktop.app.cli.commands import build
from desktop.domain.campaigns import Between, CampaignFilter
from desktop.domain.errors import ErrorKind, Trouble

NINE = datetime(2026, 3, 1, 9)  # noqa: DTZ001 - a campaign's times have no zone
DAY = datetime(2026, 3, 1)  # noqa: DTZ001


def asked(*argv: str) -> CampaignFilter:
    return filter_of(build().parse_args(["campaigns", "list", *argv]))


def test_without_options_nothing_is_asked_for() -> None:
    assert asked() == CampaignFilter()


@pytest.mark.parametrize(
    ("argv", "wanted"),
    [
        (("--name", "Spring"), CampaignFilter(name="Spring")),
        (("--status", "active"), CampaignFilter(status="active")),
        (("--type", "static", "--mode", "power"), CampaignFilter(type="static", mode="power")),
        (("--tag", "a", "--tag", "b", "--filter", "tag=c"), CampaignFilter(tag_ids=("a", "b", "c"))),
        (("--archived", "no"), CampaignFilter(archived=False)),
        (("--filter", "archived=yes"), CampaignFilter(archived=True)),
        (("--filter", "name=a=b"), CampaignFilter(name="a=b")),
        (("--filter", "id=1", "--filter", "id=2"), CampaignFilter(ids=("1", "2"))),
        (("--filter", "phone_system=p"), CampaignFilter(phone_system_id="p")),
        (("--filter", "extension=e"), CampaignFilter(extension_id="e")),
        (("--filter", "call_flow=f"), CampaignFilter(callflow_id="f")),
        (("--filter", "human_call_flow=f"), CampaignFilter(human_callflow_id="f")),
        (("--filter", "machine_call_flow=f"), CampaignFilter(machine_callflow_id="f")),
        (("--filter", "webhook=w"), CampaignFilter(webhook_id="w")),
        (("--starts-from", "2026-03-01"), CampaignFilter(starts=Between(from_=DAY))),
        (
            ("--ends-until", "2026-03-01"),
            CampaignFilter(ends=Between(before=DAY + timedelta(days=1))),
        ),
        (("--started-until", "2026-03-01T09:00"), CampaignFilter(started=Between(until=NINE))),
        (
            ("--filter", "ended_after=2026-03-01T09:00", "--filter", "ended_before=2026-03-01T10:00"),
            CampaignFilter(ended=Between(after=NINE, before=NINE + timedelta(hours=1))),
        ),
        (
            ("--starts-from", "2026-03-01T09:00Z"),
            CampaignFilter(starts=Between(from_=NINE.replace(tzinfo=UTC))),
        ),
    ],
)
def test_an_option_becomes_a_condition(argv: tuple[str, ...], wanted: CampaignFilter) -> None:
    assert asked(*argv) == wanted


def test_words_for_times_are_local_and_without_a_zone() -> None:
    span = asked("--starts-from", "today", "--starts-until", "today").starts
    assert span.from_ is not None
    assert span.from_.tzinfo is None
    assert (span.from_.hour, span.from_.minute) == (0, 0)
    assert span.before is not None
    assert timedelta(hours=22) < span.before - span.from_ < timedelta(hours=26)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_one_condition(key: str) -> None:
    bound = key.rpartition("_")[2] in ("from", "after", "until", "before")
    value = "2026-03-01T09:00" if bound else "yes"
    assert asked("--filter", f"{key}={value}") != CampaignFilter()


@pytest.mark.parametrize(
    "argv",
    [
        ("--filter", "colour=blue"),
        ("--filter", "name"),
        ("--filter", "archived=perhaps"),
        ("--filter", "status=draft", "--status", "active"),
        ("--starts-from", "soon"),
        ("--starts-from", "2026-11-01", "--filter", "starts_from=2026-11-02"),
        ("--sort", "colour"),
        ("--archived", "perhaps"),
    ],
)
def test_what_cannot_be_asked_for_is_wrong_usage(argv: tuple[str, ...]) -> None:
    with pytest.raises(Trouble) as met:
        asked(*argv)
    assert met.value.kind is ErrorKind.USAGE
