"""The sign-in file: used once, then gone, whatever happens in between."""

import os
import shutil
import stat
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services import sign_in_file
from desktop.services.sessions import secret_name
from desktop.store import accounts as account_rows
from tests.support.engine import Engine, engine
from tests.support.scripted import NOW, Script, ScriptedProvider

SECRET = "hunter-2-\\u007f-é"
FILE = f"""
[[account]]
provider = "scripted"
name = "Paris"
user = "p"
secret = "{SECRET}"
extensions = [201, 202]
ends = 2027-03-31

[[account]]
provider = "scripted"
name = "London"
user = "l"
secret = "other-secret"
"""


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def one(tmp_path: Path, script: Script) -> AsyncIterator[Engine]:
    async with engine(
        tmp_path / "data", providers={"scripted": ScriptedProvider(script)}, now=lambda: NOW
    ) as opened:
        yield opened


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)


def written(folder: Path, text: str = FILE) -> Path:
    (folder / "in").mkdir(exist_ok=True)
    file = folder / "in" / "sign-in.toml"
    file.write_text(text, "utf-8")
    file.chmod(0o600)
    return file


async def use(one: Engine, file: Path) -> sign_in_file.SignedIn:
    return await sign_in_file.sign_in(one.services.accounts, one.services.settings, file)


async def names(one: Engine) -> list[str]:
    return [account.name for account in await one.services.accounts.all()]


def left_in(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "in").iterdir())


async def test_all_accounts_are_added_with_their_secrets_in_the_vault_and_the_file_is_gone(
    one: Engine, tmp_path: Path
) -> None:
    inode = os.open(file := written(tmp_path), os.O_RDONLY)
    done = await use(one, file)
    assert (done.added, done.there, done.failed, done.trouble) == (("Paris", "London"), (), (), "")
    account = await one.services.accounts.by_name("Paris")
    assert account.fields == {"user": "p", "extensions": "201, 202", "ends": "2027-03-31"}
    assert one.vault.get(secret_name(account.id, "secret")) == "hunter-2-\x7f-é"
    assert left_in(tmp_path) == []
    assert os.read(inode, 4096) == b"", "what held it is overwritten, and cut"
    os.close(inode)


@pytest.mark.expects_warnings
async def test_what_failed_stays_and_nothing_else(one: Engine, script: Script, tmp_path: Path) -> None:
    text = FILE + '\n[[account]]\nprovider = "nobody"\nname = "Odd"\nsecret = "quote \\" and \\\\"\n'
    text += '\n[[account]]\nprovider = "scripted"\nname = "Paris"\nuser = "twice"\nsecret = "s"\n'
    file = written(tmp_path, text)
    done = await use(one, file)
    assert done.added == ("Paris", "London")
    assert [(name, trouble.kind) for name, trouble in done.failed] == [
        ("Odd", ErrorKind.NO_PROVIDER),
        ("Paris", ErrorKind.NAME_EXISTS),
    ]
    assert left_in(tmp_path) == ["sign-in.toml"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = tomllib.loads(file.read_text("utf-8"))["account"]
    assert kept == [
        {"provider": "nobody", "name": "Odd", "secret": 'quote " and \\'},
        {"provider": "scripted", "name": "Paris", "user": "twice", "secret": "s"},
    ]
    script.account_error = Trouble(ErrorKind.OFFLINE)
    file = written(tmp_path, FILE.replace("Paris", "Rome").replace("London", "Oslo"))
    before = file.read_bytes()
    assert [trouble.kind for _, trouble in (await use(one, file)).failed] == [ErrorKind.OFFLINE] * 2
    assert file.read_bytes() == before
    script.account_error = None
    assert (await use(one, file)).added == ("Rome", "Oslo"), "it is tried again the next time"


async def test_a_crash_before_the_erasing_adds_nothing_twice(one: Engine, tmp_path: Path) -> None:
    file = written(tmp_path)
    copy = shutil.copy2(file, tmp_path / "copy")
    await use(one, file)
    shutil.copy2(copy, file)
    done = await use(one, file)
    assert (done.added, done.there) == ((), ("Paris", "London"))
    assert await names(one) == ["Paris", "London"]
    assert left_in(tmp_path) == []


async def test_an_account_that_a_crash_left_without_its_secrets_gets_them(
    one: Engine, tmp_path: Path
) -> None:
    await one.store.write(lambda db: account_rows.add(db, "scripted", "Paris", {"user": "p"}))
    done = await use(one, written(tmp_path))
    assert (done.added, done.there, done.failed) == (("Paris", "London"), (), ())
    account = await one.services.accounts.by_name("Paris")
    assert one.vault.get(secret_name(account.id, "secret")) == "hunter-2-\x7f-é"
    assert await names(one) == ["Paris", "London"]
    assert left_in(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are those of POSIX")
@pytest.mark.expects_warnings
async def test_links_that_somebody_put_beside_it_lead_nowhere(one: Engine, tmp_path: Path) -> None:
    file = written(tmp_path, FILE.replace('"scripted"', '"nobody"', 1))
    others = [tmp_path / "precious", tmp_path / "open to all"]
    for other, ending in zip(others, (".used", ".part"), strict=True):
        other.write_text("keep this")
        file.with_name(file.name + ending).symlink_to(other)
    assert (await use(one, file)).added == ("London",)
    assert [other.read_text() for other in others] == ["keep this"] * 2
    assert [entry["name"] for entry in tomllib.loads(file.read_text("utf-8"))["account"]] == ["Paris"]
    assert left_in(tmp_path) == ["sign-in.toml"]


@pytest.mark.expects_warnings
async def test_what_is_left_is_there_at_every_moment_where_only_the_file_can_be_written(
    one: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, FILE.replace('"scripted"', '"nobody"', 1))

    def refused(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", refused)
    monkeypatch.setattr(os, "fsync", refused)  # where a crash would be
    done = await use(one, file)
    assert (done.added, done.trouble) == (("London",), "Input/output error")
    text = file.read_text("utf-8")
    assert [entry["name"] for entry in tomllib.loads(text)["account"]] == ["Paris"]
    assert "other-secret" not in text


@pytest.mark.parametrize(
    "part", [None, '[[account]]\nprovider = "scripted"\nname = "Left"\nsecret = "s"\nuser = "u"']
)
async def test_a_crash_within_the_erasing_is_finished(one: Engine, tmp_path: Path, part: str | None) -> None:
    file = written(tmp_path)
    file.rename(file.with_name("sign-in.toml.used"))
    if part is None:
        with pytest.raises(Trouble) as caught:
            await use(one, file)
        assert caught.value.kind is ErrorKind.NO_FILE
    else:
        fresh = file.with_name("sign-in.toml.part")
        fresh.write_text(part)
        fresh.chmod(0o600)
        assert (await use(one, file)).added == ("Left",)
    assert left_in(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o620, 0o602])
async def test_a_file_that_others_can_open_is_not_used(one: Engine, tmp_path: Path, mode: int) -> None:
    file = written(tmp_path)
    file.chmod(mode)
    with pytest.raises(Trouble) as caught:
        await use(one, file)
    assert caught.value.kind is ErrorKind.USAGE
    assert "chmod 600" in caught.value.sentence
    assert await names(one) == []
    assert file.read_text("utf-8") == FILE


@pytest.mark.parametrize(
    "text",
    [
        "secret = hunter2", '[[account]]\nname = "x', "[account]\nx = 1", "account = 3",
        "[[account]]\nname = 'x'",
        "[other]", "[[account]]\nprovider = 'scripted'\nname = 'x'\nsecret = 1.5", "\udcff",
    ],
)  # fmt: skip
async def test_a_file_that_makes_no_sense_is_left_alone_and_not_quoted(
    one: Engine, tmp_path: Path, text: str
) -> None:
    file = written(tmp_path, "")
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = file.read_bytes()
    with pytest.raises(Trouble) as caught:
        await use(one, file)
    assert caught.value.kind is ErrorKind.USAGE
    assert "hunter2" not in caught.value.sentence
    assert file.read_bytes() == before


async def test_a_link_is_not_followed(one: Engine, tmp_path: Path) -> None:
    file = written(tmp_path)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    with pytest.raises(Trouble) as caught:
        await use(one, link)
    assert caught.value.kind is ErrorKind.NO_FILE
    assert await names(one) == []


async def test_what_cannot_be_erased_is_said_and_never_used_again(
    one: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path)

    usual_replace, usual_open = Path.replace, os.open

    def replace(path: Path, target: Path) -> Path:
        if path.parent == file.parent:
            raise PermissionError(1, "Operation not permitted")
        return usual_replace(path, target)

    def opened(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_RDWR and Path(path).parent == file.parent:
            raise PermissionError(1, "Operation not permitted")
        return usual_open(path, flags, *rest, **named)

    with monkeypatch.context() as broken:  # a medium that is only read; as root every mode can be written
        broken.setattr(Path, "replace", replace)
        broken.setattr(os, "open", opened)
        done = await use(one, file)
        assert done.added == ("Paris", "London")
        assert done.trouble == "Operation not permitted"
        await one.services.accounts.remove("Paris")
        again = await use(one, file)
        assert (again.added, again.there, again.trouble) == ((), (), "Operation not permitted")
        assert await names(one) == ["London"]
    assert (await use(one, file)).trouble == ""
    assert left_in(tmp_path) == []


@pytest.mark.expects_warnings
async def test_the_example_is_read_whole(one: Engine, tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "packaging" / "sign-in.example.toml"
    done = await use(one, written(tmp_path, example.read_text("utf-8")))
    assert [trouble.kind for _, trouble in done.failed] == [ErrorKind.NO_PROVIDER] * 2, (
        "this engine has others"
    )
