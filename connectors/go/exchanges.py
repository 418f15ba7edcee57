"""An exchange with Go as it is told to whoever watches: keys, tokens and personal numbers are struck out here, once,
before anything leaves the connector.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import quote

import httpx

from connectors.go.rows import WITHHELD
from connectors.go.settings import Settings
from engine.model import exact_json
from engine.model.frozen import frozen
from engine.model.personal import MASK, is_spelled_out, redact, without_personal
from engine.model.types import Kind
from engine.model.watching import STRUCK, Exchange, Message

TOKEN_PATH = "/OAuth/Token"
# Under this name a request carries its Departure; the HTTP library hands on what it does not know.
DEPARTURE = "wingo"
_TEXT_LENGTH_MAX = 10_000  # of a body that is no JSON: a gateway's page

_SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "ocp-apim-subscription-key", "cookie", "set-cookie"}
)
_SECRET_MEMBERS = frozenset({"access_token", "refresh_token", "id_token"})
_IDENTITIES = frozenset(name.lower() for name in WITHHELD)
_WITHHELD_WORD = "hidden"
# A KID may well have eleven digits, and payments are told apart by it.
_KID = "cid"
# Go's tokens wherever they stand, those too that were never given to us.
_TOKEN = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*")
# An id of Go's may hold as many digits in a row as a personal number, and names nobody.
_GUID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


@frozen
class Departure:
    """How a request left: which request of ours it is, its attempt, and when by the connection's clock."""

    id: str
    attempt: int
    at: float = 0.0
    waited_seconds: float = 0.0


class Telling:
    """Tells of a connection's exchanges. `secrets`: what must never be shown, as it is known at that moment."""

    def __init__(self, settings: Settings, secrets: Callable[[], tuple[str, ...]], name: str) -> None:
        """`name`: by which the requests of this connection are told from those of others."""
        self._settings = settings
        self._secrets = secrets
        self._name = name
        self._numbers = count(1)  # one step, whatever threads there are

    def next_id(self) -> str:
        """The id of a new request."""
        return f"{self._name}-{next(self._numbers):06d}"

    def answered(self, response: httpx.Response, now: float) -> Exchange:
        """The exchange of an answer that was read whole."""
        return self._exchange(response.request, now, response.status_code, None, partial(self._answer, response))

    def unanswered(self, request: httpx.Request, now: float, error: Exception) -> Exchange:
        """The exchange of a request whose answer never came; of what went wrong, its kind alone."""
        return self._exchange(request, now, None, type(error).__name__, _no_answer)

    def _exchange(
        self,
        request: httpx.Request,
        now: float,
        status: int | None,
        failure: str | None,
        answer: Callable[[], Message | None],
    ) -> Exchange:
        departure: Departure = request.extensions[DEPARTURE]
        address, path = self._place(request.url)
        return Exchange(
            departure.id,
            request.method,
            address,
            self._cleared(path),
            tuple((name, self._cleared(value)) for name, value in request.url.params.multi_items()),
            departure.attempt,
            status,
            failure,
            round((now - departure.at) * 1000),
            round(departure.waited_seconds * 1000),
            partial(self._request, request),
            answer,
        )

    def _place(self, url: httpx.URL) -> tuple[str, str]:
        """Go's address, and the path below it as the API names it; the token's has one of its own."""
        token_url, base_url = httpx.URL(self._settings.token_url), httpx.URL(self._settings.base_url)
        origin = f"{url.scheme}://{url.netloc.decode()}"
        if url.path == token_url.path:
            return origin, TOKEN_PATH
        if url.path.startswith(base_url.path):
            return self._settings.base_url, url.path[len(base_url.path.rstrip("/")) :]
        return origin, url.path

    def _request(self, request: httpx.Request) -> Message:
        media = request.headers.get("Content-Type", "")
        return self._message(request.headers, media, request.read())

    def _answer(self, response: httpx.Response) -> Message:
        return self._message(response.headers, response.headers.get("Content-Type", ""), response.content)

    def _message(self, headers: httpx.Headers, media: str, content: bytes) -> Message:
        shown = {name: self._header(name, value) for name, value in headers.items()}
        return Message(shown, self._body(media, content))

    def _header(self, name: str, value: str) -> str:
        return STRUCK if name.lower() in _SECRET_HEADERS else self._cleared(value)

    def _body(self, media: str, content: bytes) -> Mapping[str, Any] | None:
        if not content:
            return None
        try:
            text = "" if "multipart" in media else self._struck(content.decode())
        except UnicodeDecodeError:
            text = ""
        if not text:
            return {"file": {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}}
        try:
            return {"json": _fit(exact_json.loads(text))}
        except ValueError:
            return {"text": _redacted(text)[:_TEXT_LENGTH_MAX]}

    def _cleared(self, text: str) -> str:
        """A piece of an address or a header without secrets and personal numbers."""
        return _redacted(self._struck(text))

    def _struck(self, text: str) -> str:
        """A text without keys and tokens, as they are and as JSON and addresses write them."""
        for secret in sorted(self._secrets(), key=len, reverse=True):  # one may begin as another does
            for spelled in (secret, secret.replace("/", "\\/"), quote(secret, safe="")):
                text = text.replace(spelled, STRUCK)
        return _TOKEN.sub(STRUCK, text)


def _fit(value: Any, name: str = "") -> Any:
    """A value of JSON without what would name a person, and all that is within it; amounts keep their digits.

    `name`: of the member that it stands in, in lower case.
    """
    if isinstance(value, str):
        return _unnamed(value, name)
    if isinstance(value, Mapping):
        patched = str(value.get("path", "")).strip("/").lower()  # a patch has its field's name in a member
        named = {"value": patched} if patched in _IDENTITIES else {}
        return {inner: _fit(one, named.get(inner, inner.lower())) for inner, one in value.items()}
    if isinstance(value, list):
        return [_fit(one, name) for one in value]
    if name in _IDENTITIES and value is not None:
        return MASK
    return without_personal(value, Kind.ID if name.endswith("id") else Kind.UNKNOWN)


def _unnamed(text: str, name: str) -> str:
    """A text of JSON without personal numbers."""
    if name in _SECRET_MEMBERS:
        return STRUCK
    if name in _IDENTITIES:
        return text if text.lower() == _WITHHELD_WORD else MASK
    if len(text) < len(MASK) or name == _KID or text.startswith("+"):  # a telephone number with its country's code
        return text
    return MASK if is_spelled_out(text) else _redacted(text)


def _redacted(text: str) -> str:
    """A text without written personal numbers; the ids of Go's in it stay whole."""
    return "".join(part if place % 2 else redact(part) for place, part in enumerate(_GUID.split(text)))


def _no_answer() -> None:
    return None
