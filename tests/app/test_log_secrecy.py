"""What the real command writes while a provider refuses its token: no secret, in no file and no stream."""

from pathlib import Path

from tests.support.command import PASSPHRASE, add_account, sidetone
from tests.support.sandbox import running_sandbox


def test_a_verbose_sync_with_refused_tokens_tells_no_secret(profile: Path) -> None:
    with running_sandbox("--calls", "200", "--faults", "401") as hello:
        added = add_account(profile, hello, more=("--verbose", "--no-test"))
        assert added.returncode == 0, added.stderr
        done = sidetone("sync", "--verbose", "--json", profile=profile)
    logs = [file for file in profile.rglob("*.log*") if file.is_file()]
    assert logs
    written = "".join(
        [added.stdout, added.stderr, done.stdout, done.stderr, *(log.read_text() for log in logs)]
    )
    assert "INFO" in written
    for secret in (hello["sipsim"]["client_secret"], PASSPHRASE, "Bearer ", "access_token"):
        assert secret not in written
