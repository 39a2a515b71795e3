import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from tests.support.engine import Engine
from tests.support.scripted import Script

LINES = [
    ProviderLine("9", "Old desk", "+33123456700", "203", LineStatus.INACTIVE),
    ProviderLine("31", "Front desk", "+33123456789", "204", LineStatus.ACTIVE),
    ProviderLine("32", "Back office", "+33123456790", "205", LineStatus.ACTIVE),
    ProviderLine("33", "Front desk", "+33123456791", "206", LineStatus.ACTIVE),
]


@pytest.fixture
async def engine(scripted: Engine, script: Script) -> Engine:
    script.lines = LINES
    account = await scripted.services.accounts.by_name("Main")
    assert await scripted.services.lines.refresh(account.id)
    assert not await scripted.services.lines.refresh(account.id)
    return scripted


async def test_the_default_is_the_first_active_one_until_another_is_chosen(engine: Engine) -> None:
    lines = engine.services.lines
    assert [line.default for line in await lines.all()] == [False, True, False, False]
    back = (await lines.all())[2]
    assert (await lines.choose(back.id)).default
    assert (await lines.resolve(None)).extension == "205"
    assert [line.default for line in await lines.all()] == [False, False, True, False]


async def test_a_chosen_line_that_is_switched_off_rings_no_more(engine: Engine, script: Script) -> None:
    lines = engine.services.lines
    await lines.choose((await lines.all())[2].id)
    script.lines = [LINES[0], LINES[1], ProviderLine("32", "Back office", None, "205", LineStatus.INACTIVE)]
    await lines.refresh((await lines.all())[0].account_id)
    assert (await lines.resolve(None)).extension == "204"


@pytest.mark.parametrize("text", ["205", "+33 1 23 45 67 90", "01 23 45 67 90", "back OFFICE", " 205 "])
async def test_a_line_is_found_by_any_of_its_names(engine: Engine, text: str) -> None:
    assert (await engine.services.lines.resolve(text)).provider_id == "32"


async def test_an_id_finds_a_line(engine: Engine) -> None:
    lines = engine.services.lines
    third = (await lines.all())[2]
    assert await lines.resolve(third.id) == third


@pytest.mark.parametrize("text", ["front desk", "203", "nobody", ""])
async def test_none_several_or_inactive_is_no_line(engine: Engine, text: str) -> None:
    with pytest.raises(Trouble) as caught:
        await engine.services.lines.resolve(text)
    assert caught.value.kind is ErrorKind.NO_LINE


async def test_an_inactive_line_cannot_be_chosen(engine: Engine) -> None:
    lines = engine.services.lines
    for line_id in ((await lines.all())[0].id, "999"):
        with pytest.raises(Trouble) as caught:
            await lines.choose(line_id)
        assert caught.value.kind is ErrorKind.NO_LINE


async def test_no_lines_is_no_line(scripted: Engine) -> None:
    with pytest.raises(Trouble) as caught:
        await scripted.services.lines.resolve(None)
    assert caught.value.kind is ErrorKind.NO_LINE
    assert "connect an account" in caught.value.sentence, "there may be none to choose from"
    assert await scripted.services.lines.default() is None
