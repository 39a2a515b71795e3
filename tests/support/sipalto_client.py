"""A plain client of Sipalto's API, independent of our own provider code, as a stranger would write it."""

from typing import Any, Self

import requests

from tests.support.sandbox import world


class SipaltoClient:
    """Requests against one sandbox, signed in; forms go as curl's `--form` sends them."""

    def __init__(self, hello: dict[str, Any]) -> None:
        self.hello = hello
        self.line: dict[str, str] = hello["sipalto"]
        self.base = self.line["base_url"]
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Accept"] = "application/json"
        self.session.headers["Authorization"] = f"Bearer {self.login().json()['access_token']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def login(self, **fields: str) -> requests.Response:
        form = {"username": self.line["username"], "password": self.line["password"], **fields}
        return self.post("/auth/login", **form)

    def get(self, path: str, **kwargs: Any) -> requests.Response:
        return self.session.get(self.base + path, timeout=20, **kwargs)

    def post(self, path: str, /, **form: str) -> requests.Response:
        parts = {key: (None, value) for key, value in form.items()}
        return self.session.post(self.base + path, files=parts or {"": (None, "")}, timeout=20)

    def contacts(self) -> list[dict[str, str]]:
        return self.get("/phone-books/get-global-contacts").json()["response"]  # type: ignore[no-any-return]

    def calls(self, extension: str, start: str = "2000-01-01 00:00", end: str = "2100-01-01 00:00") -> Any:
        form = {"start": start, "end": end, "phone_number": extension}
        return self.post("/call-history/get-answered-calls", **form).json()["response"]

    def world(self) -> dict[str, Any]:
        return world(self.hello, "sipalto")
