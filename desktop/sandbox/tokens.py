"""OAuth 2.0 client credentials (RFC 6749, 4.4): issues bearer tokens that run out."""

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class OAuthError(Exception):
    """A refusal in the form of RFC 6749, 5.2."""

    status: int
    error: str
    description: str


class TokenDesk:
    """One application with its credentials and the scopes it owns.

    The credentials come from the seed, so that an account saved for a sandbox works again when the
    sandbox is started anew; issued tokens do not outlive it.
    """

    def __init__(self, seed: int, scopes: tuple[str, ...], lifetime_s: float) -> None:
        self.client_id = f"sandbox-app-{seed}"
        self.client_secret = _derived(seed, "client secret")
        self.static_token = _derived(seed, "access token")
        self._scopes = scopes
        self._lifetime_s = lifetime_s
        self._issued: dict[str, tuple[float, frozenset[str]]] = {}

    def issue(self, form: Mapping[str, str], authorization: str | None) -> dict[str, object]:
        """Answer a token request. Raises `OAuthError`."""
        self._check_client(form, authorization)
        if "grant_type" not in form:
            raise OAuthError(400, "invalid_request", "grant_type is missing")
        if form["grant_type"] != "client_credentials":
            raise OAuthError(400, "unsupported_grant_type", "Only client_credentials is supported")
        wanted = tuple(form.get("scope", "").split()) or self._scopes
        unowned = [scope for scope in wanted if scope not in self._scopes]
        if unowned:
            raise OAuthError(400, "invalid_scope", f"Not a scope of this application: {' '.join(unowned)}")
        token = secrets.token_urlsafe(32)
        self._issued[token] = (time.monotonic() + self._lifetime_s, frozenset(wanted))
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": int(self._lifetime_s),
            "scope": " ".join(wanted),
            # The time of the machine, not of the world: tokens live in the client's time.
            "created_at": int(time.time()),
        }

    def scopes(self, authorization: str | None) -> frozenset[str] | None:
        """Give the scopes that an Authorization header grants, None when it grants nothing."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer":
            return None
        if hmac.compare_digest(token.strip().encode(), self.static_token.encode()):
            return frozenset(self._scopes)
        until, scopes = self._issued.get(token.strip(), (0.0, frozenset[str]()))
        return scopes if time.monotonic() < until else None

    def _check_client(self, form: Mapping[str, str], authorization: str | None) -> None:
        given_id, given_secret = form.get("client_id", ""), form.get("client_secret", "")
        if authorization and authorization.lower().startswith("basic "):
            try:
                pair = base64.b64decode(authorization[6:]).decode()
            except (binascii.Error, UnicodeDecodeError):
                pair = ""
            given_id, _, given_secret = pair.partition(":")
        right = hmac.compare_digest(given_id.encode(), self.client_id.encode())
        right &= hmac.compare_digest(given_secret.encode(), self.client_secret.encode())
        if not right:
            raise OAuthError(401, "invalid_client", "Client authentication failed")


def _derived(seed: int, purpose: str) -> str:
    return hashlib.sha256(f"sidetone sandbox, {purpose}, {seed}".encode()).hexdigest()[:40]
