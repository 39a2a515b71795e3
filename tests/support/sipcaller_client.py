"""A plain client of SIP Caller's API, independent of our own provider code, as a stranger would write it."""

import json
from typing import Any, Self

import requests

from tests.support.sandbox import world


class SipCallerClient:
    """Requests against one sandbox, with its key unless another is given."""

    def __init__(self, hello: dict[str, Any], key: str | None = None) -> None:
        self.hello = hello
        self.line: dict[str, str] = hello["sipcaller"]
        self.base = f"{self.line['base_url']}/accounts/{self.line['account_id']}/campaigns"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {key or self.line['api_key']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def send(self, method: str, path: str = "", **kwargs: Any) -> requests.Response:
        return self.session.request(method, self.base + path, timeout=20, **kwargs)

    def ask(self, path: str = "", **asked: Any) -> requests.Response:
        return self.send("GET", path, params={name: json.dumps(value) for name, value in asked.items()})

    def rows(self, path: str = "", **asked: Any) -> list[dict[str, Any]]:
        answer = self.ask(path, **asked)
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    def upload(
        self, campaign: str, content: bytes, header: str = "false", variables: object = 0
    ) -> requests.Response:
        return self.send(
            "POST",
            f"/{campaign}/numbers/upload",
            params={"firstRowIsHeader": header, "varCount": variables},
            files={"file": ("numbers.csv", content)},
        )

    def campaigns(self) -> dict[str, dict[str, Any]]:
        """The truth, by the campaign's id."""
        return {row["provider_id"]: row for row in world(self.hello, "sipcaller")["campaigns"]}

    def running(self) -> list[str]:
        return [key for key, told in self.campaigns().items() if told["takes_numbers"]]

    def press(self, path: str, **order: Any) -> None:
        """Do what a person does in the console."""
        assert self.session.post(f"{self.hello['world']}/{path}", json=order, timeout=20).status_code == 200
