"""The requests of the vendor's own pages, unchanged but for base URL and token."""

import json
from collections import Counter
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow.*:DeprecationWarning")


@pytest.fixture
def base_url(hello: dict[str, Any]) -> str:
    return str(hello["sipsim"]["base_url"])


@pytest.fixture
def access_token(hello: dict[str, Any]) -> str:
    return str(hello["sipsim"]["access_token"])


def curl(
    access_token: str, url: str, method: str = "GET", body: str | None = None, **headers: str
) -> tuple[int, str]:
    """Send a request as curl would: nothing in the URL is encoded."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        connection.request(
            method,
            url.split(parts.netloc, 1)[1],
            body,
            {
                "Authorization": f"Bearer {access_token}",
                "User-Agent": "curl/7.88.1",
                "Accept": "*/*",
                **headers,
            },
        )
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "query",
    [
        "/account",
        "/calls?start_time=2024-01-01T00:00:00Z&limit=100",
        "/calls?start_time=2024-01-01T00:00:00Z&end_time=2024-01-31T23:59:59Z",
        "/calls?start_time=2024-01-01T00:00:00Z&call_types=missed",
        "/calls?start_time=2024-01-01T00:00:00Z&call_types=inbound,outgoing",
        "/calls?start_time=2024-01-01T00:00:00Z&employees=123,456,789",
        "/calls?start_time=2024-01-01T00:00:00Z&tags=10,20",
        "/calls?start_time=2024-01-01T00:00:00Z&search=+33612345678",
        "/calls/12345",
        "/phones?status=active",
    ],
)
def test_curl_samples(base_url: str, access_token: str, query: str) -> None:
    status, body = curl(access_token, base_url + query, **JSON)
    assert status == 200, body
    # In a default world every sample but the one for January 2024 finds something.
    assert ('"data":[]' in body.replace(" ", "")) is ("2024-01-31" in query)


def test_curl_places_a_call(base_url: str, access_token: str) -> None:
    body = '{\n"phone_id": 123,\n"target_number": "+33698765432"\n}'
    status, answer = curl(access_token, f"{base_url}/calls", "POST", body, **JSON)
    assert status == 201
    assert json.loads(answer)["data"]["status"] == "initiating"


def test_the_page_token_goes_unencoded_in_curl(base_url: str, access_token: str) -> None:
    first = requests.get(
        f"{base_url}/calls?start_time=2024-01-01T00:00:00Z&limit=100",
        headers={"Authorization": f"Bearer {access_token}"},
        timeout=20,
    ).json()
    page = first["pagination"]["page"]
    status, body = curl(
        access_token, f"{base_url}/calls?start_time=2024-01-01T00:00:00Z&limit=100&page={page}"
    )
    assert status == 200
    assert str(first["data"][-1]["id"]) not in body


def test_last_seven_days(base_url: str, access_token: str) -> None:
    end_time = datetime.utcnow()  # noqa: DTZ003 - the sample's own words
    start_time = end_time - timedelta(days=7)
    response = requests.get(
        f"{base_url}/calls",
        headers={"Authorization": f"Bearer {access_token}"},
        params={
            "start_time": start_time.isoformat() + "Z",
            "end_time": end_time.isoformat() + "Z",
            "limit": 100,
        },
        timeout=20,
    )
    assert response.status_code == 200
    assert response.json()["data"]


def test_pagination_example(base_url: str, access_token: str) -> None:
    all_calls: list[Any] = []
    page = None
    while True:
        params: dict[str, Any] = {"start_time": "2024-01-01T00:00:00Z", "limit": 1000}
        if page:
            params["page"] = page
        response = requests.get(
            f"{base_url}/calls",
            headers={"Authorization": f"Bearer {access_token}"},
            params=params,
            timeout=20,
        )
        data = response.json()
        all_calls.extend(data["data"])
        pagination = data.get("pagination", {})
        if not pagination.get("has_more"):
            break
        page = pagination["page"]
    assert len({call["id"] for call in all_calls}) == len(all_calls) >= 1500


def test_daily_report_and_long_calls(base_url: str, access_token: str) -> None:
    headers = {"Authorization": f"Bearer {access_token}"}
    yesterday = datetime.utcnow().date() - timedelta(days=1)  # noqa: DTZ003 - the sample's own words
    start_time = datetime.combine(yesterday, datetime.min.time())
    end_time = datetime.combine(yesterday, datetime.max.time())
    response = requests.get(
        f"{base_url}/calls",
        headers=headers,
        params={
            "start_time": start_time.isoformat() + "Z",
            "end_time": end_time.isoformat() + "Z",
            "limit": 1000,
        },
        timeout=20,
    )
    assert response.status_code == 200
    assert sum(call["duration_sec"] or 0 for call in response.json()["data"]) >= 0
    params = {"start_time": "2024-01-01T00:00:00Z", "limit": "1000"}
    calls = requests.get(f"{base_url}/calls", headers=headers, params=params, timeout=20).json()["data"]
    assert set(Counter(call["call_type"] for call in calls)) == {"inbound", "outbound", "missed", "voicemail"}
    assert [call for call in calls if (call["duration_sec"] or 0) > 1800]
