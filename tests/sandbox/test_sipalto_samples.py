"""The requests of the vendor's own page, unchanged but for base URL, credentials, token and call id."""

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.sandbox import running_sandbox
from tests.support.sipalto_client import SipaltoClient

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="the samples are curl's")


@pytest.fixture(scope="module")
def client() -> Iterator[SipaltoClient]:
    options = ("--calls", "800", "--now", "2025-10-08T21:00:00Z")
    with running_sandbox(*options) as hello, SipaltoClient(hello) as made:
        yield made


def curl(
    client: SipaltoClient, path: str, *form: str, signed_in: bool = True
) -> subprocess.CompletedProcess[bytes]:
    token = client.session.headers["Authorization"]
    command = [
        "curl",
        "-sS",
        "--noproxy",
        "*",
        "--location",
        client.base + path,
        "-w",
        "\n%{http_code} %{content_type}",
    ]
    command += ["--header", f"Authorization: {token}"] if signed_in else []
    command += [part for field in form for part in ("--form", field)]
    return subprocess.run(command, capture_output=True, check=True, timeout=30)


def told(done: subprocess.CompletedProcess[bytes]) -> tuple[bytes, str]:
    body, _, foot = done.stdout.rpartition(b"\n")
    return body, foot.decode()


def test_signing_in(client: SipaltoClient) -> None:
    line = client.line
    body, foot = told(
        curl(
            client,
            "/auth/login",
            f'username="{line["username"]}"',
            f'password="{line["password"]}"',
            signed_in=False,
        )
    )
    assert foot == "200 application/json"
    assert b'"access_token"' in body
    assert b'"expires_in":86400' in body


def test_the_phonebook(client: SipaltoClient) -> None:
    ok = (b'{"success":true,"response":"OK"}', "200 application/json")
    person = ('phone1="07852902011"', 'phone2="07730885627 "')
    assert told(curl(client, "/phone-books/get-global-contacts"))[0].startswith(
        b'{"success":true,"response":[{"id":"11111"'
    )
    assert told(curl(client, "/phone-books/add-global-contact", 'name="John Smith"', *person)) == ok
    assert told(curl(client, "/phone-books/update-global-contact/33333", 'name="Julia Smith"', *person)) == ok
    julia = next(row for row in client.contacts() if row["id"] == "33333")
    assert julia == {
        "id": "33333", "name": "Julia Smith", "phone1": "07852902011", "phone2": "07730885627 ", "phone3": "",
    }  # fmt: skip
    assert told(curl(client, "/phone-books/delete-global-contact/33333")) == ok
    assert "33333" not in {row["id"] for row in client.contacts()}


def test_calls_a_recording_and_a_transcript(client: SipaltoClient) -> None:
    day = ('start="2025-10-08 00:00"', 'end="2025-10-08 23:59"', 'phone_number="1009"')
    body, foot = told(curl(client, "/call-history/get-answered-calls", *day))
    assert foot == "200 application/json"
    assert b'"date":"2025-10-08 ' in body
    rows: dict[str, Any] = client.calls("1009")
    heard = spoken = False
    for call_id in rows:
        sound, label = told(curl(client, "/call-history/get-call-recording", f'call_id="{call_id}"'))
        heard = heard or (label == "200 audio/wav" and sound[:4] == b"RIFF")
        words, label = told(curl(client, "/call-history/get-call-transcription", f'call_id="{call_id}"'))
        spoken = spoken or b'"reid"' in words
        if heard and spoken:
            break
    assert heard
    assert spoken
