"""Sipalto's sandbox: its quirks as the vendor's page and a Laravel back end would show them."""

import base64
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests

from tests.support.sandbox import running_sandbox, world
from tests.support.sipalto_client import SipaltoClient

LONDON = ZoneInfo("Europe/London")
NEW = {"name": "Anna Bell", "phone1": "01632 960 001"}


@pytest.fixture
def client(hello: dict[str, Any]) -> Iterator[SipaltoClient]:
    with SipaltoClient(hello) as made:
        yield made


def claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))  # type: ignore[no-any-return]


# -- signing in


def test_24_hours_by_text_and_one_by_the_token(client: SipaltoClient) -> None:
    answer = client.login()
    told = answer.json()
    assert answer.status_code == 200
    assert set(told) == {"access_token", "token_type", "user", "node", "expires_in"}
    assert (told["token_type"], told["expires_in"]) == ("bearer", 86_400)
    assert isinstance(told["user"]["id"], int)
    assert "password" in told["user"]
    said = claims(told["access_token"])
    assert said["exp"] - said["iat"] == 3600
    assert abs(said["iat"] - time.time()) < 60


def test_the_tokens_own_end_is_the_end() -> None:
    with running_sandbox("--calls", "0", "--token-lifetime", "1") as hello, SipaltoClient(hello) as client:
        assert client.login().json()["expires_in"] == 86_400
        until = time.monotonic() + 10
        while client.get("/phone-books/get-global-contacts").status_code == 200:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert client.get("/phone-books/get-global-contacts").json() == {"message": "Unauthenticated."}


@pytest.mark.parametrize("wrong", [{"password": "no"}, {"username": "no"}, {"username": "\u00e9"}])
def test_wrong_credentials(client: SipaltoClient, wrong: dict[str, str]) -> None:
    assert client.login(**wrong).status_code == 401


def test_without_a_token_json_is_told_and_others_are_sent_to_a_page(client: SipaltoClient) -> None:
    path = client.base + "/phone-books/get-global-contacts"
    told = requests.get(path, headers={"Accept": "application/json"}, timeout=20)
    assert (told.status_code, told.json()) == (401, {"message": "Unauthenticated."})
    shown = requests.get(path, headers={"Accept": "*/*"}, allow_redirects=False, timeout=20)
    assert (shown.status_code, shown.headers["Location"]) == (302, client.base + "/login")
    followed = requests.get(path, timeout=20)
    assert "html" in followed.headers["Content-Type"]


# -- errors


def test_the_table_of_errors(client: SipaltoClient) -> None:
    missing = client.post("/phone-books/add-global-contact", phone2="1")
    assert missing.status_code == 422
    assert missing.json() == {
        "message": "The name field is required.",
        "errors": {"name": ["The name field is required."], "phone1": ["The phone1 field is required."]},
    }
    assert client.get("/phone-books/delete-global-contact/999999").status_code == 404
    assert client.get("/phone-books/delete-global-contact/x").status_code == 404
    assert client.get("/no/such/path").status_code == 404
    assert client.post("/phone-books/get-global-contacts").status_code == 405
    assert client.get("/phone-books/add-global-contact").status_code == 405
    as_json = client.session.post(client.base + "/phone-books/add-global-contact", json=NEW, timeout=20)
    assert as_json.status_code == 406
    for answer in (missing, as_json, client.get("/no/such/path")):
        assert answer.json()["message"]
    bad_time = {"start": "2025-10-08", "end": "2025-10-08 23:59", "phone_number": "1004"}
    assert "start" in client.post("/call-history/get-answered-calls", **bad_time).json()["errors"]
    plain = client.session.get(
        client.base + "/phone-books/delete-global-contact/9", headers={"Accept": "*/*"}, timeout=20
    )
    assert (plain.status_code, plain.headers["Content-Type"].partition(";")[0]) == (404, "text/html")


def test_faults_are_spelled_in_its_own_way() -> None:
    with running_sandbox("--calls", "0", "--faults", "429,401") as hello, SipaltoClient(hello) as client:
        answers = [client.get("/phone-books/get-global-contacts") for _ in range(12)]
        faulty = [answer for answer in answers if answer.status_code != 200]
        assert {answer.status_code for answer in faulty} <= {429, 401}
        assert {tuple(answer.json()) for answer in faulty} == {("message",)}
        assert all(client.login().status_code in {200, 429} for _ in range(9)), "401 is never the login's"


def test_a_wrong_type_is_a_number_without_its_quotes() -> None:
    with running_sandbox("--calls", "40", "--faults", "wrong-type") as hello, SipaltoClient(hello) as client:
        told = [client.contacts() for _ in range(6)]
        assert {type(one[0]["id"]) for one in told} == {str, int}
        assert {str(one["id"]) for one in told[0]} == {str(one["id"]) for one in told[5]}
        zero = {row["phone1"] for rows in told for row in rows if str(row["phone1"]).startswith("0")}
        assert zero, "no zero in front is lost"


# -- the phonebook


def test_contacts_are_text_national_and_awkward(client: SipaltoClient) -> None:
    told = client.contacts()
    assert len(told) == 300
    assert [row["id"] for row in told[:4]] == ["11111", "22222", "33333", "33334"]
    assert all(set(row) == {"id", "name", "phone1", "phone2", "phone3"} for row in told)
    assert all(isinstance(value, str) for row in told for value in row.values())
    phones = [row[f"phone{place}"] for row in told for place in (1, 2, 3)]
    assert sum(phone.startswith("0") for phone in phones) > 250
    for awkward in (" ", "ext", "+44", "(work)"):
        assert any(awkward in phone for phone in phones), awkward
    assert any(phone.endswith(" ") for phone in phones), "one of the vendor's samples has a space behind"
    names = "".join(row["name"] for row in told)
    for awkward in (
        "<script>",
        "\u202e",
        "\u05e9",
        "\u0645",
        "=HYPERLINK",
        "\u2615",
    ):
        assert awkward in names, awkward
    assert Counter((row["name"], row["phone1"]) for row in told).most_common(1)[0][1] > 1


def test_adding_tells_no_id_an_update_replaces_all_and_delete_is_a_get(client: SipaltoClient) -> None:
    before = {row["id"] for row in client.contacts()}
    added = client.post("/phone-books/add-global-contact", **NEW, phone3="3")
    assert (added.status_code, added.json()) == (200, {"success": True, "response": "OK"})
    (row,) = [row for row in client.contacts() if row["id"] not in before]
    assert row == {"id": row["id"], **NEW, "phone2": "", "phone3": "3"}
    path = f"/phone-books/update-global-contact/{row['id']}"
    assert client.post(path, name="Anna").status_code == 422
    assert client.post(path, **{**NEW, "name": "Anna \u202e Ring"}).json()["response"] == "OK"
    (changed,) = [one for one in client.contacts() if one["id"] == row["id"]]
    assert changed == {
        "id": row["id"],
        "name": "Anna \u202e Ring",
        "phone1": NEW["phone1"],
        "phone2": "",
        "phone3": "",
    }
    assert client.get(f"/phone-books/delete-global-contact/{row['id']}").json()["response"] == "OK"
    assert client.get(f"/phone-books/delete-global-contact/{row['id']}").status_code == 404
    assert {one["id"] for one in client.contacts()} == before
    client.post("/phone-books/add-global-contact", **NEW)
    (again,) = [one for one in client.contacts() if one["id"] not in before]
    assert again["id"] != row["id"], "an id is never given out twice"
    client.get(f"/phone-books/delete-global-contact/{again['id']}")


def test_the_world_tells_of_contacts_and_the_log_of_forms(client: SipaltoClient) -> None:
    client.post("/phone-books/add-global-contact", name="  Zo\u00eb ", phone1="020 7946 0001", phone2="x12")
    told = client.world()
    contact = told["contacts"][-1]
    assert contact == {
        "provider": "sipalto", "id": None, "account": None, "provider_id": contact["provider_id"],
        "name": "Zo\u00eb", "pending": None, "error": None,
        "numbers": [
            {"label": "Main", "raw": "020 7946 0001", "e164": "+442079460001"},
            {"label": "Second", "raw": "x12", "e164": None},
        ],
    }  # fmt: skip
    asked = told["requests"][-1]
    assert (asked["path"], asked["body"]) == (
        "/phone-books/add-global-contact",
        {"name": "  Zo\u00eb ", "phone1": "020 7946 0001", "phone2": "x12"},
    )
    client.get(f"/phone-books/delete-global-contact/{contact['provider_id']}")
    client.login()
    assert client.world()["requests"][-1]["body"] == {"username": client.line["username"], "password": "***"}
    assert client.line["password"] not in json.dumps(told)


# -- calls


def test_calls_come_by_extension_as_a_map_of_texts(client: SipaltoClient) -> None:
    told = client.calls("1004")
    assert isinstance(told, dict)
    for key, row in told.items():
        assert row["call_id"] == key
        assert set(row) == {"call_id", "caller", "callee", "direction", "disposition", "date", "duration"}
        assert all(isinstance(value, str) for value in row.values())
        assert "1004" in {row["caller"], row["callee"]}
        assert row["disposition"] == "ANSWERED"
    assert {row["direction"] for row in told.values()} == {"IN", "OUT", "LOCAL"}
    assert client.calls("1099") == [], "PHP's empty map"


def test_the_moment_stands_in_the_id_and_the_exchanges_own_time_beside_it(client: SipaltoClient) -> None:
    rows = [row for extension in ("1004", "1007", "1009") for row in client.calls(extension).values()]
    offsets = Counter()
    for row in rows:
        moment = int(row["call_id"].rsplit("-", 1)[1].split(".")[0])
        assert row["date"] == f"{datetime.fromtimestamp(moment, LONDON):%Y-%m-%d %H:%M:%S}"
        offsets[datetime.fromtimestamp(moment, LONDON).utcoffset()] += 1
    assert set(offsets) == {timedelta(0), timedelta(hours=1)}, "both sides of a change of the clocks"
    shared = set(client.calls("1004")) & set(client.calls("1007"))
    assert shared, "what two extensions share both of them tell"


def test_calls_lie_where_the_clocks_jump() -> None:
    with (
        running_sandbox("--calls", "400", "--now", "2026-12-01T12:00:00Z") as hello,
        SipaltoClient(hello) as client,
    ):
        rows = {
            key: row for extension in ("1004", "1007", "1009") for key, row in client.calls(extension).items()
        }
        twice = [row for row in rows.values() if row["date"].startswith("2026-10-25 01:")]
        assert len(twice) >= 3
        assert not [row for row in rows.values() if row["date"].startswith("2026-03-29 01:")], (
            "never an hour that is none"
        )


def test_a_range_ends_where_its_last_minute_begins(client: SipaltoClient) -> None:
    newest = max(client.calls("1004").values(), key=lambda row: row["call_id"].rsplit("-", 1)[1])
    minute = newest["date"][:16]
    found = client.calls("1004", minute, minute)
    assert (newest["call_id"] in found) is newest["date"].endswith(":00")
    later = f"{datetime.fromisoformat(minute) + timedelta(minutes=1):%Y-%m-%d %H:%M}"
    assert newest["call_id"] in client.calls("1004", minute, later)


def test_its_calls_are_only_there_and_the_people_are_the_same(client: SipaltoClient) -> None:
    both = world(client.hello)
    mine = {row["other"] for row in both["calls"] if row["provider"] == "sipalto" and row["other"]}
    others = {row["other"] for row in both["calls"] if row["provider"] != "sipalto" and row["other"]}
    assert len(mine & others) > 20
    assert sum(number.startswith("+44") for number in mine & others) > 3
    told = [row["provider_id"] for row in client.world()["calls"]]
    rows = {key for extension in ("1004", "1007", "1009") for key in client.calls(extension)}
    assert set(told) == rows
    assert told == sorted(told, key=lambda one: one.rsplit("-", 1)[1], reverse=True)


def test_recordings_are_sound_or_words(client: SipaltoClient) -> None:
    seen = Counter[Any]()
    for call_id in client.calls("1004"):
        answer = client.post("/call-history/get-call-recording", call_id=call_id)
        kind = answer.headers["Content-Type"]
        seen[answer.status_code, kind] += 1
        if kind == "audio/wav":
            assert answer.content[:4] == b"RIFF"
        else:
            assert answer.json().get("success", False) is False
        if len(seen) == 3:
            break
    assert set(seen) == {(200, "audio/wav"), (200, "application/json"), (404, "application/json")}
    assert client.post("/call-history/get-call-recording", call_id="no").status_code == 404
    assert client.post("/call-history/get-call-recording").status_code == 422


def test_transcripts_in_milliseconds_with_the_whole_call_unmarked(client: SipaltoClient) -> None:
    told = {row["provider_id"]: row for row in client.world()["calls"]}
    wholes, without, none = 0, 0, set()
    for call_id in client.calls("1004"):
        answer = client.post("/call-history/get-call-transcription", call_id=call_id)
        rows = answer.json().get("response") or []
        assert bool(rows) == told[call_id]["has_transcript"]
        if not rows:
            none.add((answer.status_code, answer.json().get("success")))
            continue
        assert all(set(row) == {"uniqueid", "speaker", "start", "end", "text", "reid"} for row in rows)
        assert all(row["uniqueid"] != call_id for row in rows)
        assert (
            float(max(rows, key=lambda row: float(row["end"]))["end"]) <= told[call_id]["duration_s"] * 1000
        )
        references = Counter(row["reid"] for row in rows)
        wholes += len(references) == 2 and references[rows[0]["reid"]] == 1
        without += len(references) == 1
    assert wholes
    assert without
    assert none == {(404, None), (200, True), (200, False)}


def test_live_calls_arrive_here_too() -> None:
    with (
        running_sandbox("--calls", "50", "--live", "--live-every", "0.05") as hello,
        SipaltoClient(hello) as client,
    ):
        before = len(client.world()["calls"])
        until = time.monotonic() + 20
        while len(client.world()["calls"]) < before + 3:
            assert time.monotonic() < until
            time.sleep(0.05)
        newest = client.world()["calls"][0]
        assert newest["started_at"] <= client.world()["now"]


def test_the_same_seed_gives_the_same_book_and_calls() -> None:
    def told(seed: str) -> Any:
        moment = "2026-03-02T09:30:00Z"
        with running_sandbox("--calls", "100", "--seed", seed, "--now", moment) as hello:
            known = world(hello, "sipalto")
            return known["calls"], known["contacts"], {**hello["sipalto"], "base_url": ""}

    assert told("5") == told("5")
    assert told("5") != told("6")


@pytest.mark.parametrize("wanted", [0, 1, 25, 1000])
def test_as_many_contacts_as_are_wanted(wanted: int) -> None:
    with running_sandbox("--calls", "0", "--contacts", str(wanted)) as hello:
        told = world(hello)["contacts"]
        assert len(told) == wanted == len({row["provider_id"] for row in told})
