"""Go's client-credentials token: fetched when first needed, renewed before it expires, and once more after a 401.

There is no refresh token. One fetch serves all threads that wait for it. Whatever goes wrong here, the request that
wanted the token has not been sent, so it may be sent again whatever it is.
"""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from collections.abc import Generator
from threading import Lock

import httpx

from connectors.go.clock import Clock
from connectors.go.failures import CHECK_ADDRESS, CHECK_KEYS, SYSTEM, Asked, of_garbage, of_status
from connectors.go.settings import Settings
from engine.model import exact_json
from engine.model.failure import Denied, Failure, Missing, Rejected, Unreachable
from engine.model.text import say

SUBSCRIPTION_HEADER = "Ocp-Apim-Subscription-Key"
# A token is renewed this long before it expires, or in the last fifth of a short life.
MARGIN_SECONDS = 60.0
MARGIN_SHARE = 0.2
# Go documents 600 and 1200 seconds, and always says which; this serves an answer that does not.
LIFETIME_SECONDS = 600.0


class TokenAuth(httpx.Auth):
    """Signs every request with a bearer token and the subscription key."""

    requires_request_body = True

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = Lock()
        self._token: str | None = None
        self._renew_at = 0.0
        # One that Go has just refused may still be echoed.
        self._given: deque[str] = deque(maxlen=2)

    @property
    def asked(self) -> Asked:
        """The token request as a failure tells of it; told as a GET, since fetching a token changes nothing."""
        return Asked("GET", say("the access token"), repeatable=True, secrets=self.secrets)

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown: the keys, alone and as they travel, and the tokens that were given."""
        keys = (self._settings.application_key, self._settings.client_key, self._settings.subscription_key)
        return (*keys, _basic(self._settings), *self._given)

    def __repr__(self) -> str:
        return "TokenAuth()"

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with a token; when Go no longer knows the token, once more with a new one."""
        token = yield from self._current(stale=None)
        response = yield self._signed(request, token)
        if response.status_code == 401:
            response.read()
            token = yield from self._current(stale=token)
            yield self._signed(request, token)

    def _signed(self, request: httpx.Request, token: str) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {token}"
        request.headers[SUBSCRIPTION_HEADER] = self._settings.subscription_key
        return request

    def _current(self, stale: str | None) -> Generator[httpx.Request, httpx.Response, str]:
        """The token to use, fetched if there is none, it is about to expire, or it is the one that was refused."""
        with self._lock:
            expired = self._clock.monotonic() >= self._renew_at
            if self._token is None or expired or self._token == stale:
                self._token = None
                response = yield self._token_request()
                response.read()
                self._token = self._accept(response)
            return self._token

    def _token_request(self) -> httpx.Request:
        return httpx.Request(
            "POST",
            self._settings.token_url,
            headers={
                "Authorization": f"Basic {_basic(self._settings)}",
                SUBSCRIPTION_HEADER: self._settings.subscription_key,
                "Accept": "application/json",
            },
            data={"grant_type": "client_credentials"},
            extensions={"timeout": httpx.Timeout(self._settings.timeout_seconds).as_dict()},
        )

    def _accept(self, response: httpx.Response) -> str:
        """The token of an answer, its expiry noted. Raises Denied, Retryable or Unreachable, never after sending."""
        if response.status_code != 200:
            raise _refused(response, self.asked)
        token, lifetime_seconds = _read_token(response.content)
        if token is None:
            raise of_garbage(200, say("no access token"), self.asked).failure
        self._given.append(token)
        margin_seconds = min(MARGIN_SECONDS, lifetime_seconds * MARGIN_SHARE)
        self._renew_at = self._clock.monotonic() + lifetime_seconds - margin_seconds
        return token


def _basic(settings: Settings) -> str:
    """Application and client key as HTTP's Basic scheme sends them."""
    return b64encode(f"{settings.application_key}:{settings.client_key}".encode()).decode()


def _refused(response: httpx.Response, asked: Asked) -> Failure:
    """Bad keys answer 400; any other refusal that is not about keys or haste comes from a wrong address."""
    failure = of_status(response.status_code, response.content, asked).failure
    status, detail = response.status_code, failure.detail
    if status in (400, 401, 403):
        return Denied(SYSTEM, asked.request, detail, remedy=CHECK_KEYS, status=status)
    if not isinstance(failure, (Rejected, Missing)):
        return failure
    text = say("it answered {status}: {said}", status=status, said=detail)
    return Unreachable(SYSTEM, asked.request, text, remedy=CHECK_ADDRESS, status=status)


def _read_token(body: bytes) -> tuple[str | None, float]:
    try:
        members = exact_json.loads(body)
    except ValueError:
        return None, LIFETIME_SECONDS
    if not isinstance(members, dict):
        return None, LIFETIME_SECONDS
    token, lifetime = members.get("access_token"), members.get("expires_in")
    lifetime_seconds = float(lifetime) if isinstance(lifetime, int) and lifetime > 0 else LIFETIME_SECONDS
    return (token if isinstance(token, str) and token else None), lifetime_seconds
