"""The requests of the vendor's own page, as they stand: only the host is another one.

Key, account, campaign and records keep the page's own placeholders. The address of the upload, which the page
breaks over three lines, is put back on one.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox import running_sandbox
from tests.support.sipcaller_client import SipCallerClient

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="the samples are curl's")

AUTH = ("--header", "Authorization: Bearer API_KEY_TOKEN")
JSON = ("--header", "Content-Type: application/json")
CAMPAIGNS = "/accounts/ACCOUNT_ID/campaigns"
NUMBERS = f"{CAMPAIGNS}/CAMPAIGN_ID/numbers"
FILE = "5550001,John,199\n5550002,Mary,299\n5550003,Susan,149\n5550004,James,300\n5550005,Walter,42\n"


@pytest.fixture(scope="module")
def client() -> Iterator[SipCallerClient]:
    with (
        running_sandbox("--calls", "0", "--now", "2025-01-15T09:00:00Z") as hello,
        SipCallerClient(hello) as made,
    ):
        yield made


def curl(client: SipCallerClient, path: str, *options: str, folder: Path | None = None) -> tuple[str, str]:
    """Run curl; its `-i` prints the headers before the body."""
    address = client.line["base_url"] + path
    command = ["curl", "-sS", "--noproxy", "*", *options, address]
    done = subprocess.run(command, capture_output=True, check=True, timeout=30, cwd=folder, text=True)
    head, found, body = done.stdout.partition("\n\n")
    return (head, body) if found else ("", done.stdout)


def campaign(client: SipCallerClient) -> dict[str, Any]:
    return client.campaigns()[client.running()[0]]


@pytest.mark.parametrize(
    "text",
    [
        '{"status":"Active"}',
        '{"ids":["id1","id2"]}',
        '{"name":"Campaign Name"}',
        '{"phoneSystemId":"id1"}',
        '{"extensionId":"id1"}',
        '{"dialer":{"mode":"Power"}}',
        '{"tagIds_ovl":["tag1","tag2"]}',
        '{"type":"Static"}',
        '{"startDate_gte":"20241201T00:00:00"}',
        '{"endDate_gte":"20241201T00:00:00"}',
        '{"startedAt_gte":"20241201T00:00:00"}',
        '{"endedAt_gte":"20241201T00:00:00"}',
        '{"callflowIds_ctn":"id1"}',
        '{"callBehavior":{"humanAnswerCallflowId":"id1"}}',
        '{"callBehavior":{"answeringMachineCallflowId":"id1"}}',
        '{"webhookEndpointId":"id1"}',
        '{"isArchived":true}',
    ],
)
@pytest.mark.parametrize("where", [(), ("--get",)])
def test_listing_campaigns(client: SipCallerClient, text: str, where: tuple[str, ...]) -> None:
    """Without `--get`, as on the older page, curl sends the three as the form of a GET."""
    head, body = curl(
        client,
        CAMPAIGNS,
        *("-i", *AUTH, "--request", "GET", *where),
        *("--data-urlencode", f"filter={text}"),
        *("--data-urlencode", 'sort=["name","DESC"]'),
        *("--data-urlencode", "range=[0,99]"),
    )
    assert head.startswith("HTTP/1.1 200")
    found = [row["name"] for row in json.loads(body)]
    assert found == sorted(found, reverse=True)
    assert bool(found) is ("id1" not in text and "tag1" not in text and "Campaign Name" not in text)
    assert f"/{len(found)}" in head.lower().partition("content-range:")[2].partition("\n")[0]


def test_listing_numbers(client: SipCallerClient) -> None:
    head, body = curl(
        client,
        NUMBERS,
        *("-i", *AUTH, "--request", "GET"),
        *("--data-urlencode", 'filter={"number":"123456789"}'),
        *("--data-urlencode", 'sort=["number","DESC"]'),
        *("--data-urlencode", "range=[0,19]"),
    )
    assert head.startswith("HTTP/1.1 200")
    assert json.loads(body) == []


def test_adding_and_uploading_and_deleting(client: SipCallerClient, tmp_path: Path) -> None:
    before = campaign(client)["numbers"]
    for text in ('{"number": "+18005551234"}', '{"number": "+18005551234", "varValues": ["John", "199"]}'):
        _, body = curl(client, NUMBERS, *JSON, *AUTH, "--request", "POST", "--data-raw", text)
        assert json.loads(body)["number"] == "+18005551234"
    (tmp_path / "campaign-numbers.csv").write_text(FILE)
    _, body = curl(
        client,
        f"{NUMBERS}/upload?firstRowIsHeader=false&varCount=2",
        *AUTH,
        *("--form", "file=@campaign-numbers.csv"),
        folder=tmp_path,
    )
    assert json.loads(body) == {"message": "5 rows were processed"}
    arrived = campaign(client)["numbers"][len(before) :]
    assert [(one["sent"], one["variables"]) for one in arrived[:3]] == [
        ("+18005551234", []),
        ("+18005551234", ["John", "199"]),
        ("5550001", ["John", "199"]),
    ]
    head, _ = curl(
        client,
        NUMBERS,
        *("-i", *JSON, *AUTH, "--request", "DELETE"),
        *("--data-raw", "[NUMBER_ID_1,NUMBER_ID_2,NUMBER_ID_3]"),
    )
    assert head.startswith("HTTP/1.1 204")
    gone = [one["provider_id"] for one in campaign(client)["numbers"] if one["gone"]]
    assert gone == [one["provider_id"] for one in before[:3]]
