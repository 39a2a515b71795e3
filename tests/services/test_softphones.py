"""Calling by this computer's softphone, and from accounts that cannot call: proposed, chosen, never twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.accounts import Ability
from desktop.domain.attempts import Answer, Attempt, AttemptState, DialSource
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, LinkProgram, ProviderLine
from desktop.services.planning import DialPlan
from desktop.store import attempts
from desktop.system.softphone.link import BACK_WITHIN_S
from tests.support.engine import Engine, engine
from tests.support.scripted import LINE, NOW, Script, ScriptedProvider
from tests.support.softphone import LINPHONE, OURSELVES, ZOIPER, Programs

NUMBER = "+33612345678"
BRITISH = "+441632960001"
NO_CALLS = {Ability.DIAL: "The provider offers no calling."}
QUIET_LINE = ProviderLine("1004", "1004", None, "1004", LineStatus.UNKNOWN)


class House:
    """An engine with up to two accounts: `Quiet` cannot call, `Main` can. The clock stands still."""

    def __init__(self, opened: Engine, programs: Programs, main: Script, clock: list[datetime]) -> None:
        self.opened = opened
        self.services = opened.services
        self.programs = programs
        self.main = main
        self.clock = clock
        self.quiet_id = self.main_id = ""

    async def add_quiet(self) -> None:
        account = await self.services.accounts.add(
            "quiet", "Quiet", {"user": "u", "region": "GB"}, {"secret": "s"}
        )
        self.quiet_id = account.id

    async def add_main(self) -> None:
        account = await self.services.accounts.add("main", "Main", {"user": "u"}, {"secret": "s"})
        self.main_id = account.id

    async def prepare(self, text: str = NUMBER, source: DialSource = DialSource.ROW, **more: Any) -> DialPlan:
        more = {"account_id": self.quiet_id, "offer": True} | more
        return await self.services.dialling.prepare(text, source, more.pop("line", None), **more)

    async def dial(self, plan: DialPlan) -> Attempt:
        """Say yes, also to calling France from a British account."""
        return await self.services.dialling.dial(plan, confirmed=True, allow=frozenset({"country"}))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    main, quiet, programs, clock = Script(), Script(), Programs(), [NOW]
    quiet.lacks, quiet.lines, quiet.granted = NO_CALLS, [QUIET_LINE], "less"
    providers = {"main": ScriptedProvider(main), "quiet": ScriptedProvider(quiet)}
    async with engine(tmp_path, providers=providers, now=lambda: clock[0], softphone=programs) as opened:
        yield House(opened, programs, main, clock)


@pytest.fixture
async def alone(house: House) -> House:
    """Only the account that cannot call."""
    await house.add_quiet()
    return house


@pytest.fixture
async def both(house: House) -> House:
    await house.add_main()
    await house.add_quiet()
    return house


async def refused(work: Any) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await work
    return caught.value


# ---- which lines there are


async def test_lines_of_an_account_that_cannot_call_say_why(both: House) -> None:
    lines = await both.services.lines.all()
    assert [(line.account, line.can_dial, line.default) for line in lines] == [
        ("Main", True, True),
        ("Quiet", False, False),
    ]
    assert lines[1].trouble == NO_CALLS[Ability.DIAL]
    trouble = await refused(both.services.lines.choose(lines[1].id))
    assert (trouble.kind, trouble.sentence.count("The provider offers no calling")) == (ErrorKind.NO_LINE, 1)
    assert ".." not in trouble.sentence


@pytest.mark.parametrize(
    ("there", "chosen", "shown"),
    [
        (
            [LINPHONE, ZOIPER],
            "",
            [("softphone", "Linphone", True), ("softphone:zoiper.desktop", "Zoiper", True)],
        ),
        (
            [LINPHONE],
            "softphone:org.linphone.desktop",
            [("softphone:org.linphone.desktop", "Linphone", True)],
        ),
        (
            [LINPHONE],
            "softphone:zoiper.desktop",
            [("softphone", "Linphone", True), ("softphone:zoiper.desktop", "zoiper", False)],
        ),
        ([OURSELVES], "", [("softphone", "Sidetone", False)]),
        (
            [OURSELVES, ZOIPER],
            "",
            [("softphone", "Sidetone", False), ("softphone:zoiper.desktop", "Zoiper", True)],
        ),
        ([replace(OURSELVES, default=False), LINPHONE], "", [("softphone", "Linphone", True)]),
        ([], "", [("softphone", "Softphone", False)]),
    ],
)
async def test_the_softphones_of_a_computer(
    house: House, there: list[LinkProgram], chosen: str, shown: list[tuple[str, str, bool]]
) -> None:
    house.programs.there = there
    house.services.settings.set("dial.line", chosen)
    found = await house.services.lines.softphones()
    assert [(line.id, line.name, line.can_dial) for line in found] == shown
    assert all(bool(line.trouble) is not line.can_dial and line.is_softphone for line in found)
    assert [line.default for line in found] == [line.id == chosen for line in found]
    assert await house.services.lines.all() == []


async def test_what_was_found_is_kept_until_a_fresh_look(house: House) -> None:
    for _ in range(3):
        await house.services.lines.softphones()
    assert house.programs.looks == 1
    house.programs.there = [ZOIPER]
    assert (await house.services.lines.softphones(fresh=True))[0].name == "Zoiper"


@pytest.mark.parametrize(
    "text", ["softphone", "Softphone", "softphone:zoiper.desktop", "linphone", " ZOIPER "]
)
async def test_a_softphone_is_named_like_a_line(both: House, text: str) -> None:
    both.programs.there = [LINPHONE, ZOIPER]
    line = await both.services.lines.resolve(text)
    assert line.is_softphone
    assert line.name == ("Zoiper" if "zoiper" in text.lower() else "Linphone")


async def test_a_line_that_is_called_softphone_stays_one(both: House) -> None:
    both.main.lines = [replace(LINE, name="Softphone")]
    await both.services.lines.refresh(both.main_id)
    assert not (await both.services.lines.resolve("Softphone")).is_softphone
    assert (await both.services.lines.resolve("softphone")).is_softphone, "an id comes before a name"


async def test_an_account_that_went_meanwhile_is_no_trouble(both: House) -> None:
    await both.services.accounts.remove("Quiet")
    plan = await both.prepare()
    assert (plan.line.account, plan.account_id, plan.must_ask) == ("Main", "", False)


@pytest.mark.expects_warnings
async def test_a_choice_that_cannot_be_kept_is_a_call_all_the_same(
    both: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plan = await both.prepare()

    def full(_key: str, _value: object) -> None:
        raise Trouble(ErrorKind.DISK)

    monkeypatch.setattr(both.services.settings, "set", full)
    attempt = await both.dial(plan)
    assert attempt.state is AttemptState.PLACED
    assert "could not be kept" in caplog.text


@pytest.mark.parametrize("there", [[], [OURSELVES]])
async def test_what_cannot_be_used_is_said_with_what_to_do(both: House, there: list[LinkProgram]) -> None:
    both.programs.there = there
    for work in (both.services.lines.resolve("softphone"), both.services.lines.choose("softphone")):
        trouble = await refused(work)
        assert trouble.kind is ErrorKind.NO_SOFTPHONE
        assert "Install" in trouble.sentence or "Choose another program" in trouble.sentence


# ---- which one is taken


async def test_the_first_call_from_an_account_that_cannot_call_proposes_a_line(both: House) -> None:
    plan = await both.prepare()
    assert (plan.line.name, plan.line.account, plan.proposed, plan.must_ask) == (
        "Front desk",
        "Main",
        True,
        True,
    )
    assert plan.lacks == NO_CALLS[Ability.DIAL]
    trouble = await refused(both.services.dialling.dial(plan, confirmed=False))
    assert (trouble.kind, trouble.rule) == (ErrorKind.RULE, "confirm")
    assert both.main.placed == []
    attempt = await both.dial(plan)
    assert (attempt.state, attempt.account, both.main.placed) == (
        AttemptState.PLACED,
        "Main",
        [("31", NUMBER)],
    )
    assert both.services.settings.text("dial.line") == plan.line.id, "the choice is remembered"
    both.clock[0] += timedelta(seconds=4)
    plan = await both.prepare()
    assert not plan.must_ask, "and nothing is asked again"


async def test_the_account_that_can_call_is_not_asked_about(both: House) -> None:
    plan = await both.prepare(account_id=both.main_id)
    assert (plan.line.account, plan.must_ask, plan.lacks) == ("Main", False, "")
    assert not (await both.prepare(account_id="")).must_ask


async def test_without_any_line_the_softphone_is_proposed_and_remembered(alone: House) -> None:
    plan = await alone.prepare("01632 960001")
    assert (plan.number.e164, plan.line.id, plan.line.name) == ("+441632960001", "softphone", "Linphone")
    assert plan.must_ask
    assert plan.proposed
    assert (await refused(alone.services.dialling.dial(plan, confirmed=False))).rule == "confirm"
    assert alone.programs.handed == []
    attempt = await alone.dial(plan)
    assert (attempt.state, attempt.line_id, attempt.account) == (
        AttemptState.HANDED_OVER,
        "softphone",
        "Quiet",
    )
    assert alone.programs.handed == [("org.linphone.desktop", "+441632960001")]
    assert alone.services.settings.text("dial.line") == "softphone"
    alone.clock[0] += timedelta(seconds=4)
    assert not (await alone.prepare("01632 960001")).must_ask
    line = await alone.services.lines.default()
    assert line is not None
    assert line.name == "Linphone"


async def test_a_choice_that_did_not_work_is_not_remembered(alone: House) -> None:
    async def fail(_program: str, _number: str) -> str:
        raise Trouble(ErrorKind.NO_SOFTPHONE, detail="Linphone could not be started.")

    alone.programs.take = fail
    attempt = await alone.dial(await alone.prepare(BRITISH))
    assert (attempt.state, attempt.trouble) == (AttemptState.FAILED, "Linphone could not be started.")
    assert alone.services.settings.text("dial.line") == ""


@pytest.mark.parametrize("there", [[], [OURSELVES]])
async def test_without_a_line_and_without_a_softphone_it_is_said(
    alone: House, there: list[LinkProgram]
) -> None:
    alone.programs.there = there
    trouble = await refused(alone.prepare())
    assert trouble.kind is ErrorKind.NO_LINE
    assert "Quiet cannot place calls: The provider offers no calling" in trouble.sentence
    assert alone.programs.handed == []


async def test_the_command_line_proposes_nothing(alone: House) -> None:
    trouble = await refused(
        alone.prepare(BRITISH, source=DialSource.COMMAND_LINE, offer=False, account_id="")
    )
    assert trouble.kind is ErrorKind.NO_LINE


async def test_an_emergency_number_is_refused_before_any_line_is_missed(alone: House) -> None:
    alone.programs.there = []
    for number in ("999", "112"):
        assert (await refused(alone.prepare(number))).rule == "emergency"


async def test_the_softphone_is_held_to_the_rules_too(alone: House) -> None:
    plan = await alone.prepare("999")
    assert plan.refusal is not None
    assert plan.refusal.rule == "emergency"
    assert (await refused(alone.dial(plan))).rule == "emergency"
    plan = await alone.prepare("+67721345", line="softphone")
    assert [verdict.rule for verdict in plan.verdicts] == ["country", "night"]
    assert (await refused(alone.services.dialling.dial(plan, confirmed=True))).rule == "country"
    assert (await refused(alone.dial(await alone.prepare("hello")))).kind is ErrorKind.NOT_A_NUMBER
    assert alone.programs.handed == []


async def test_an_extension_of_another_company_is_never_called_by_a_line_of_ours(both: House) -> None:
    plan = await both.prepare("1004")
    assert (plan.line.is_softphone, plan.foreign, plan.must_ask, plan.proposed) == (True, True, True, False)
    assert (await refused(both.services.dialling.dial(plan, confirmed=False))).rule == "confirm"
    await both.dial(plan)
    assert both.programs.handed == [("org.linphone.desktop", "1004")]
    assert both.services.settings.text("dial.line") == "", "for the others their line goes on to ring"
    both.programs.there = []
    both.clock[0] += timedelta(seconds=4)
    trouble = await refused(both.prepare("1004"))
    assert trouble.kind is ErrorKind.NO_LINE
    assert both.main.placed == []


async def test_a_line_that_was_named_is_taken(both: House) -> None:
    plan = await both.prepare("1004", line=LINE.extension)
    assert (plan.line.name, plan.foreign, plan.proposed) == ("Front desk", False, False)


async def test_a_national_number_is_read_as_its_own_company_writes_it(both: House) -> None:
    plan = await both.prepare("01632 960 001")
    assert (plan.number.e164, plan.line.account) == ("+441632960001", "Main")


async def test_a_chosen_softphone_that_is_gone_rings_nothing_else(both: House) -> None:
    await both.services.lines.choose("softphone")
    both.programs.there = []
    trouble = await refused(both.prepare(account_id=""))
    assert trouble.kind is ErrorKind.NO_SOFTPHONE
    assert both.main.placed == []
    assert [line.default for line in await both.services.lines.all()] == [False, False]


# ---- nothing is dialled twice


async def test_presses_are_folded_whatever_rings(both: House) -> None:
    first = await both.dial(await both.prepare(line="softphone"))
    again = await both.dial(await both.prepare(line="softphone"))
    other = await both.dial(await both.prepare(line=LINE.extension))
    assert [(one.id, one.folded) for one in (again, other)] == [(first.id, True)] * 2
    assert both.main.placed == []
    assert len(both.programs.handed) == 1
    both.clock[0] += timedelta(seconds=2.9)
    assert (await both.prepare(source=DialSource.COMMAND_LINE)).repeats is not None
    both.clock[0] += timedelta(seconds=0.2)
    await both.dial(await both.prepare(line=LINE.extension))
    assert len(both.main.placed) == 1


async def test_presses_at_once_are_one_start_of_the_program(alone: House) -> None:
    reached, release = asyncio.Event(), asyncio.Event()

    async def slow(_program: str, _number: str) -> str:
        reached.set()
        await release.wait()
        return ""

    alone.programs.take = slow
    plan = await alone.prepare(BRITISH)
    presses = [asyncio.ensure_future(alone.dial(plan)) for _ in range(5)]
    await reached.wait()
    (sending,) = await alone.services.dialling.attempts_with(BRITISH)
    assert sending.state is AttemptState.SENDING, "it is written down before the program is started"
    release.set()
    done = await asyncio.gather(*presses)
    assert len(alone.programs.handed) == 1
    assert {one.id for one in done} == {sending.id}


async def test_another_process_s_press_is_waited_for(alone: House) -> None:
    plan = await alone.prepare(BRITISH)
    theirs = await alone.opened.store.write(
        lambda db: attempts.begin(db, account_id="", line_id="softphone", number=BRITISH, now=NOW)
    )
    ours = asyncio.ensure_future(alone.dial(plan))
    await asyncio.sleep(0.05)
    assert not ours.done()
    await alone.opened.store.write(lambda db: attempts.finish(db, theirs.id, AttemptState.HANDED_OVER))
    done = await ours
    assert (done.id, done.folded, done.account, done.account_id) == (theirs.id, True, "", "")
    assert alone.programs.handed == []


async def test_a_crash_in_the_middle_is_unknown_and_never_handed_again(alone: House) -> None:
    await alone.opened.store.write(
        lambda db: attempts.begin(
            db, account_id=alone.quiet_id, line_id="softphone", number=BRITISH, now=NOW - timedelta(minutes=5)
        )
    )
    await alone.services.dialling.settle()
    (left,) = await alone.services.dialling.untold()
    assert (left.state, left.line_id) == (AttemptState.UNKNOWN, "softphone")
    assert alone.programs.handed == []
    assert await alone.opened.store.read(lambda db: attempts.unlinked(db, NOW - timedelta(days=1))) == []


async def test_our_own_bug_leaves_it_unknown(alone: House) -> None:
    async def fail(_program: str, _number: str) -> str:
        raise RuntimeError("ours")

    alone.programs.take = fail
    with pytest.raises(RuntimeError, match="ours"):
        await alone.dial(await alone.prepare(BRITISH))
    (kept,) = await alone.services.dialling.attempts_with(BRITISH)
    assert kept.state is AttemptState.UNKNOWN
    alone.opened.bugs.clear()


async def test_what_was_odd_is_kept_with_the_attempt(alone: House) -> None:
    async def odd(_program: str, _number: str) -> str:
        return "Linphone ended at once, with 1."

    alone.programs.take = odd
    attempt = await alone.dial(await alone.prepare(BRITISH))
    assert (attempt.state, attempt.trouble) == (AttemptState.HANDED_OVER, "Linphone ended at once, with 1.")
    (kept,) = await alone.services.dialling.attempts_with(BRITISH)
    assert kept == attempt


# ---- a link that comes back


@pytest.mark.parametrize("after_s", [0, 2.9, 3.1, BACK_WITHIN_S - 0.1])
async def test_a_link_that_comes_back_is_refused(both: House, after_s: float) -> None:
    await both.dial(await both.prepare(line="softphone"))
    both.clock[0] += timedelta(seconds=after_s)
    plan = await both.prepare("tel:+33-6-12-34-56-78", DialSource.LINK, account_id="")
    assert plan.refusal is not None
    assert (plan.refusal.rule, plan.refusal.answer) == ("loop", Answer.REFUSE)
    assert "came back" in plan.refusal.reason
    if after_s > 3:
        assert (await refused(both.dial(plan))).rule == "loop"
    else:
        assert (await both.dial(plan)).folded
    assert (len(both.programs.handed), both.main.placed) == (1, [])


async def test_a_link_that_comes_back_while_it_is_handed_over_is_refused(alone: House) -> None:
    reached, release = asyncio.Event(), asyncio.Event()

    async def slow(_program: str, _number: str) -> str:
        reached.set()
        await release.wait()
        return ""

    alone.programs.take = slow
    handing = asyncio.ensure_future(alone.dial(await alone.prepare(BRITISH)))
    await reached.wait()
    plan = await alone.prepare("tel:" + BRITISH, DialSource.LINK)
    assert plan.refusal is not None
    assert plan.refusal.rule == "loop"
    release.set()
    await handing


async def test_other_links_and_other_ways_are_asked_about_as_ever(both: House) -> None:
    await both.dial(await both.prepare(line="softphone"))
    both.clock[0] += timedelta(seconds=5)
    for text, source in (("tel:+33612345679", DialSource.LINK), (NUMBER, DialSource.CLIPBOARD)):
        plan = await both.prepare(text, source, account_id="")
        assert (plan.refusal, plan.must_ask) == (None, True)
    both.clock[0] += timedelta(seconds=BACK_WITHIN_S)
    assert (await both.prepare("tel:" + NUMBER, DialSource.LINK)).refusal is None


async def test_a_link_after_a_call_by_a_line_is_no_loop(both: House) -> None:
    await both.dial(await both.prepare(line=LINE.extension))
    both.clock[0] += timedelta(seconds=5)
    assert (await both.prepare("tel:" + NUMBER, DialSource.LINK)).refusal is None


# ---- what is left when accounts go


async def test_attempts_go_with_the_account_they_belong_to(both: House) -> None:
    await both.dial(await both.prepare("+33612345671", line="softphone"))
    await both.dial(await both.prepare("+33612345672", line="softphone", account_id=""))
    await both.services.accounts.remove("Quiet")
    assert await both.services.dialling.attempts_with("+33612345671") == []
    (kept,) = await both.services.dialling.attempts_with("+33612345672")
    assert (kept.account_id, kept.account) == ("", "")
