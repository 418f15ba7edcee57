"""Talks HTTP to Go: paced, signed, and sent again exactly when that cannot do harm.

A GET, and a PATCH or PUT of absolute values, is sent again after anything that may pass. A POST is sent again only
when it surely was not done: no connection was made, there was no token, or Go answered 429. Every wait is bounded.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from connectors.go import failures
from connectors.go.auth import TokenAuth
from connectors.go.clock import Clock
from connectors.go.exchanges import DEPARTURE, Departure, Telling
from connectors.go.failures import Asked, Verdict
from connectors.go.pace import shared_pace
from connectors.go.settings import Settings
from engine.model import exact_json, watching
from engine.model.failure import Failure, Rejected, Retryable, Unreachable
from engine.model.text import say

PAGE_SIZE = 20_000  # the largest that Go allows; it cuts silently at 5,000 when not asked
ATTEMPTS_MAX = 4
BUSY_ATTEMPTS_MAX = 10  # a 429 is somebody else's haste and passes
PATIENCE_SECONDS = 60.0  # after this long, nothing is tried again
BUSY_SECONDS = 1.0
WAIT_SECONDS_MAX = 30.0
CONNECT_SECONDS_MAX = 10.0
JSON = "application/json"
JSON_PATCH = "application/json-patch+json"


@cache
def _trusted(is_loopback: bool) -> ssl.SSLContext:
    """Whose certificates are trusted; read once a process, for that takes longer than opening all the rest."""
    return httpx.create_ssl_context(trust_env=not is_loopback)


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: its JSON (None when there was no body) and its headers."""

    body: Any
    headers: httpx.Headers


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as one part of a multipart form."""

    part: str
    name: str
    content: bytes
    media_type: str


class Client:
    """An open way to Go's API; `calls` counts the requests that were sent, tokens and repetitions included.

    `waited_seconds`: how long they waited for Go's limit in all.
    `skew_seconds`: how far Go's clock was ahead of this machine's at the last answer that told the time.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.calls = 0
        self.waited_seconds = 0.0
        self.skew_seconds: float | None = None
        self._settings = settings
        self._clock = clock
        self._pace = shared_pace(settings, clock)
        self._auth = TokenAuth(settings, clock)
        self._telling = Telling(settings, self._auth.secrets, f"{int(clock.dice() * 16**8):08x}")
        self._http = httpx.Client(
            auth=self._auth,
            headers={"Accept": JSON, "User-Agent": "wingo"},
            timeout=httpx.Timeout(settings.timeout_seconds, connect=min(settings.timeout_seconds, CONNECT_SECONDS_MAX)),
            verify=_trusted(settings.is_loopback),
            # Requests to this machine never go through a proxy that the environment names.
            trust_env=not settings.is_loopback,
            event_hooks={"request": [self._before_request], "response": [self._after_response]},
        )

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """One object or array, or None for 204. Raises a kind of Failure."""
        return self._exchange(self._asked("GET", path), query=query).body

    def list(self, path: str, query: Mapping[str, str] | None = None, *, order_by: str | None = None) -> Iterator[Any]:
        """The objects of a list, page by page, each id once. Raises a kind of Failure while it is read."""
        base = {**(query or {}), "PageSize": str(PAGE_SIZE), **({"OrderBy": order_by} if order_by else {})}
        asked = self._asked("GET", path)
        seen: set[object] = set()
        url, page_query, page = path, base, 1
        while True:
            answer = self._exchange(asked, url=url, query=page_query)
            items = _items(answer, asked)
            fresh = [item for item in items if item.get("Id") is None or item["Id"] not in seen]
            seen.update(item["Id"] for item in fresh if item.get("Id") is not None)
            yield from fresh
            link = _next_page_link(answer.headers)
            if not items or link is None or (link == "" and len(items) < PAGE_SIZE) or not fresh:
                return
            page += 1
            if self._is_own(link):
                url, page_query = link, {}
            else:
                url, page_query = path, {**base, "PageNumber": str(page)}

    def write(self, method: str, path: str, body: object, media_type: str = JSON) -> Any:
        """Send JSON, or no body for None; the answer's JSON, or None when it has none. Raises a kind of Failure."""
        content = None if body is None else (exact_json.dumps(body).encode(), media_type)
        return self._exchange(self._asked(method, path), content=content).body

    def upload(self, method: str, path: str, file: Upload) -> Any:
        """Send a file as multipart form data. Raises a kind of Failure."""
        return self._exchange(self._asked(method, path), upload=file).body

    def _asked(self, method: str, path: str) -> Asked:
        # Patches and documents are absolute: done twice they leave what done once leaves.
        return Asked(method, path, repeatable=method in ("GET", "PATCH", "PUT"), secrets=self._auth.secrets)

    def _before_request(self, request: httpx.Request) -> None:
        """Wait until it may leave, and note how it does; a token's request is nobody's attempt but its own."""
        waited_seconds = self._pace.wait()
        self.waited_seconds += waited_seconds
        self.calls += 1
        planned = request.extensions.get(DEPARTURE) or Departure(self._telling.next_id(), attempt=1)
        request.extensions[DEPARTURE] = replace(planned, at=self._clock.monotonic(), waited_seconds=waited_seconds)

    def _after_response(self, response: httpx.Response) -> None:
        if watching.is_watched():
            response.read()  # as the library would right after this, with the same failures
            watching.tell(self._telling.answered(response, self._clock.monotonic()))
        moment = _moment(response.headers.get("Date", ""))
        if moment is not None:
            self.skew_seconds = (moment - self._clock.now()).total_seconds()

    def _exchange(
        self,
        asked: Asked,
        *,
        url: str | None = None,
        query: Mapping[str, str] | None = None,
        content: tuple[bytes, str] | None = None,
        upload: Upload | None = None,
    ) -> Answer:
        """Send until it succeeds, must not be sent again, or patience is over."""
        give_up_at = self._clock.monotonic() + PATIENCE_SECONDS
        name = self._telling.next_id()
        attempt = 1
        lost: Unreachable | None = None
        while True:
            planned = Departure(name, attempt)
            response, verdict = self._attempt(asked, url or asked.path, query, content, upload, planned)
            if verdict is None:
                assert response is not None
                body, verdict = _body(response, asked)
                if verdict is None:
                    return Answer(body, response.headers)
            lost = _in_doubt(verdict.failure) or lost
            wait_seconds = self._wait_seconds(verdict.failure, response, attempt)
            attempts_max = BUSY_ATTEMPTS_MAX if isinstance(verdict.failure, Retryable) else ATTEMPTS_MAX
            late = self._clock.monotonic() + wait_seconds >= give_up_at
            if not verdict.again or attempt >= attempts_max or late:
                raise _whole(verdict.failure, lost)
            self._clock.sleep(wait_seconds)
            attempt += 1

    def _attempt(
        self,
        asked: Asked,
        url: str,
        query: Mapping[str, str] | None,
        content: tuple[bytes, str] | None,
        upload: Upload | None,
        planned: Departure,
    ) -> tuple[httpx.Response | None, Verdict | None]:
        """Send once. A failure is built here and raised by the caller, so that it drags no request with keys along."""
        body, media_type = content if content else (None, None)
        try:
            response = self._http.request(
                asked.method,
                url if url.startswith("http") else self._settings.base_url + url,
                params=dict(query) if query else None,
                content=body,
                files={upload.part: (upload.name, upload.content, upload.media_type)} if upload else None,
                headers={"Content-Type": media_type} if media_type else None,
                extensions={DEPARTURE: planned},
            )
        except failures.HTTP_EXCEPTIONS as error:
            self._tell_of_silence(error)
            return None, failures.of_exception(error, asked, left=not self._was_for_token(error))
        except Failure as failure:  # the token's: the request itself was not sent
            return None, Verdict(failure, again=isinstance(failure, (Retryable, Unreachable)))
        if response.is_success:
            return response, None
        return response, failures.of_status(response.status_code, response.content, asked)

    def _tell_of_silence(self, error: Exception) -> None:
        """A request that left and has no answer; what was wrong before it left is no exchange."""
        request = getattr(error, "_request", None)
        if watching.is_watched() and isinstance(request, httpx.Request) and DEPARTURE in request.extensions:
            watching.tell(self._telling.unanswered(request, self._clock.monotonic(), error))

    def _was_for_token(self, error: Exception) -> bool:
        return isinstance(error, httpx.RequestError) and str(error.request.url) == self._settings.token_url

    def _wait_seconds(self, failure: Failure, response: httpx.Response | None, attempt: int) -> float:
        """How long to wait before sending again: what Go asks for, else longer each time; never in step with others."""
        jitter_seconds = self._clock.dice() * 0.5
        asked_seconds = self._retry_after(response)
        if asked_seconds is not None:
            return min(asked_seconds, WAIT_SECONDS_MAX) + jitter_seconds
        if isinstance(failure, Retryable):
            return BUSY_SECONDS * min(attempt, 5) + jitter_seconds
        return float(min(0.5 * 2 ** (attempt - 1), WAIT_SECONDS_MAX)) + jitter_seconds

    def _retry_after(self, response: httpx.Response | None) -> float | None:
        """`Retry-After` in seconds, given as a number or as a date."""
        text = response.headers.get("Retry-After", "").strip() if response is not None else ""
        if text.isdigit():
            return max(float(text), BUSY_SECONDS)
        moment = _moment(text)
        return None if moment is None else max((moment - self._clock.now()).total_seconds(), BUSY_SECONDS)

    def _is_own(self, link: str) -> bool:
        """Whether a link leads to where our keys belong: the same scheme, host and port as the API's."""
        there, here = urlsplit(link), urlsplit(self._settings.base_url)
        return (there.scheme, there.netloc.lower()) == (here.scheme, here.netloc.lower())


def _in_doubt(failure: Failure) -> Unreachable | None:
    """The failure of an attempt that may have taken hold all the same."""
    return failure if isinstance(failure, Unreachable) and failure.may_have_happened else None


def _whole(last: Failure, lost: Unreachable | None) -> Failure:
    """What all attempts come to. One that may have taken hold leaves the whole in doubt, however the last one failed;
    only a refusal says of the same values that they never stood."""
    return last if lost is None or isinstance(last, Rejected) else lost


def _moment(text: str) -> datetime | None:
    """The moment in a header that holds a date; None when it holds none."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _body(response: httpx.Response, asked: Asked) -> tuple[Any, Verdict | None]:
    """The JSON of a success, None without a body; or the verdict on what is no JSON."""
    if response.status_code == 204 or not response.content.strip():
        return None, None
    try:
        return exact_json.loads(response.content), None
    except ValueError:
        return None, failures.of_garbage(response.status_code, say("a body that is not JSON"), asked)


def _items(answer: Answer, asked: Asked) -> list[dict[str, Any]]:
    if answer.body is None:
        return []
    if not isinstance(answer.body, list) or not all(isinstance(item, dict) for item in answer.body):
        raise failures.of_garbage(200, say("something that is no list of records"), asked).failure
    return answer.body


def _next_page_link(headers: httpx.Headers) -> str | None:
    """The link in `X-Pagination`; None when it says that this is the last page, "" when it says nothing."""
    try:
        pagination = exact_json.loads(headers.get("X-Pagination", ""))
    except ValueError:
        return ""
    if not isinstance(pagination, dict):
        return ""
    lower = {str(name).lower(): value for name, value in pagination.items()}
    link = lower.get("nextpagelink")
    return link if isinstance(link, str) and link else None
