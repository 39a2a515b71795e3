"""What an account's session knows never reaches the log, whoever writes there and however much."""

import logging
from pathlib import Path

import pytest

from desktop.system.log import MaskingFormatter, masked, set_up, shut_down
from tests.support.engine import engine
from tests.support.loopback import Answer, Seen, answer, loopback

CLIENT_SECRET = "client-secret-of-this-test"
TOKENS = ["first-token-of-this-test", "second-token-of-this-test"]


async def test_no_secret_of_a_session_is_in_the_log_at_its_loudest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = iter(TOKENS)

    def handler(seen: Seen) -> Answer:
        if seen.path == "/token":
            return answer({"access_token": next(given), "token_type": "Bearer", "expires_in": 7200})
        if seen.headers["authorization"] == f"Bearer {TOKENS[0]}" and seen.path == "/calls":
            return answer({"status": 401, "errors": ["Invalid token"]}, 401)
        return answer({"status": 200, "data": [] if seen.path != "/account" else {"id": 1}})

    file = tmp_path / "sidetone.log"
    set_up(file, verbose=True)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    for one in root.handlers:
        if isinstance(one.formatter, MaskingFormatter):
            one.setLevel(logging.DEBUG)
    try:
        async with loopback(handler) as server, engine(tmp_path) as ours:
            fields = {"base_url": server.url, "token_url": f"{server.url}/token", "client_id": "us"}
            await ours.services.accounts.add("sipsim", "Main", fields, {"client_secret": CLIENT_SECRET})
            (result,) = [result async for result in ours.services.sync.run()]
            assert result.complete, result.error
            assert next(given, None) is None  # the first token was refused, the second one served
            # What somebody else's code may write of what it was handed.
            for secret in (CLIENT_SECRET, *TOKENS):
                logging.getLogger("a.library").info("sent %r", {"x": secret})
                assert secret not in masked(f"value={secret}!")
    finally:
        shut_down()
        root.setLevel(level)
    written = file.read_text("utf-8") + "".join(capsys.readouterr())
    assert "a.library" in written
    assert "desktop.net" in written  # DEBUG was really on
    for secret in (CLIENT_SECRET, *TOKENS):
        assert secret not in written
    assert "uthorization" not in written  # httpcore tells headers at DEBUG: it may not speak


async def test_a_pasted_token_is_registered_as_the_session_opens(tmp_path: Path) -> None:
    async with engine(tmp_path) as ours:
        secrets = {"access_token": "pasted-token-of-this-test"}
        fields = {"base_url": "http://127.0.0.1:9"}
        await ours.services.accounts.add("sipsim", "Main", fields, secrets, test=False)
    assert "pasted-token-of-this-test" not in masked("it is pasted-token-of-this-test")
