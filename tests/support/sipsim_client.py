"""A plain client of SIPSIM's API, independent of our own provider code, as a stranger would write it."""

import time
from typing import Any, Self

import requests

from tests.support.sandbox import world


class Client:
    """Requests against one sandbox, with its static token unless another is given."""

    def __init__(self, hello: dict[str, Any], token: str | None = None) -> None:
        self.hello = hello
        self.base = hello["sipsim"]["base_url"]
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {token or hello['sipsim']['access_token']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def send(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        return self._session.request(method, self.base + path, timeout=20, **kwargs)

    def get(self, path: str, **params: Any) -> requests.Response:
        return self.send("GET", path, params=params)

    def data(self, path: str, **params: Any) -> Any:
        answer = self.get(path, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def token(self, **fields: str) -> requests.Response:
        line = self.hello["sipsim"]
        form = {
            "grant_type": "client_credentials",
            "client_id": line["client_id"],
            "client_secret": line["client_secret"],
            **fields,
        }
        return requests.post(line["token_url"], data=form, timeout=20)

    def all_calls(self, **params: Any) -> list[dict[str, Any]]:
        """Page through the whole history."""
        found: list[dict[str, Any]] = []
        page: dict[str, str] = {}
        while True:
            answer = self.get("/calls", **{"start_time": "2000-01-01T00:00:00Z", **params, **page})
            assert answer.status_code == 200, answer.text
            found += answer.json()["data"]
            pagination = answer.json()["pagination"]
            if not pagination["has_more"]:
                return found
            page = {"page": pagination["page"]}

    def world(self) -> dict[str, Any]:
        return world(self.hello, "sipsim")

    def eventually(self, path: str, wanted: Any, within_s: float = 10) -> Any:
        """Ask again until `wanted(answer)` holds: what the sandbox does after a while has no other sign."""
        until = time.monotonic() + within_s
        while True:
            answer = self.get(path)
            if wanted(answer):
                return answer
            assert time.monotonic() < until, answer.text
            time.sleep(0.02)
