"""The sandbox's sign-in: a token that says of itself that it ends in an hour, an answer that says 24."""

import base64
import hashlib
import hmac
import json
import secrets
import time

EXPIRES_IN_S = 86_400
LIFETIME_S = 3600.0


class Desk:
    """One user with a password, and the tokens that were given out.

    Both come from the seed, so that an account saved for a sandbox works again when the sandbox is started
    anew; tokens do not outlive it.
    """

    def __init__(self, seed: int, lifetime_s: float | None) -> None:
        self.username = f"sandbox-{seed}"
        self.password = _derived(seed, "password")[:24]
        self._key = _derived(seed, "signature").encode()
        self._lifetime_s = LIFETIME_S if lifetime_s is None else lifetime_s
        self._until: dict[str, float] = {}

    def is_right(self, username: str, password: str) -> bool:
        """Whether these are the user's."""
        right = hmac.compare_digest(username.encode(), self.username.encode())
        return hmac.compare_digest(password.encode(), self.password.encode()) and right

    def issue(self, address: str) -> str:
        """Give out a token: a JWT with HS256, as in the vendor's sample."""
        now = time.time()  # of the machine, not of the world: tokens live in the client's time
        claims = {
            "iss": address,
            "iat": int(now),
            "exp": int(now + self._lifetime_s),
            "nbf": int(now),
            "jti": secrets.token_hex(8),
            "sub": "12",
            "prv": "23bd5c8949f600adb39e701c400872db7a5976f7",
        }
        head = ".".join(
            _spelled(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "HS256"}, claims)
        )
        token = f"{head}.{_spelled(hmac.digest(self._key, head.encode(), 'sha256'))}"
        self._until[token] = time.monotonic() + self._lifetime_s
        return token

    def accepts(self, authorization: str | None) -> bool:
        """Whether a header carries a token that holds."""
        kind, _, token = (authorization or "").partition(" ")
        return kind.lower() == "bearer" and time.monotonic() < self._until.get(token.strip(), 0.0)


def _spelled(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def _derived(seed: int, purpose: str) -> str:
    return hashlib.sha256(f"sidetone sandbox, second exchange, {purpose}, {seed}".encode()).hexdigest()
