"""Every status of Go's and every exception of the HTTP library, as one kind of engine.model.failure: here, only here.

A verdict also says whether the same request may simply be sent again, which is never so when a write that must not
happen twice may have left this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from connectors.go.privileges import privilege_for
from connectors.go.problems import Problem, read_problem
from engine.model.failure import Conflict, Denied, Failure, Missing, Rejected, Retryable, Unreachable
from engine.model.text import Text, say

SYSTEM = "PowerOffice Go"

CHECK_ADDRESS = say("check base_url and token_url of go in workspace.yaml")
CHECK_NETWORK = say("check the network, a proxy and a firewall between here and Go, then run again")
CHECK_KEYS = say(
    "check application_key, client_key and subscription_key: all three belong to one environment, and the client key "
    "to the client that is meant"
)
TRY_LATER = say("Go is not well just now: run again in a few minutes; what was not sent is sent then")
SLOW_DOWN = say("another program uses the same subscription key: lower requests_per_second, or run at another time")
ASK_FIRST = say("nothing is sent again before Go has been asked whether it took hold; run again")
# Cut only after secrets are struck out: half a key is still half a key.
_SHOWN_LENGTH_MAX = 500
MEND = say("mend the record where it comes from, or the rule that made the value")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a failure tells of it. `repeatable`: a second one does no harm.

    `secrets`: gives what is never to be shown, as it is known when the failure is told.
    """

    method: str
    path: str
    repeatable: bool
    secrets: Callable[[], tuple[str, ...]] = field(default=tuple, repr=False)

    @property
    def request(self) -> Text:
        """The request in words, as a failure gives it."""
        return say("{method} {path}", method=self.method, path=self.path)

    def fit_to_show(self, text: str) -> str:
        """The text with keys and tokens struck out, should Go or something between ever echo one, and not too long.

        A text of our own holds none, and stays one that every language can say.
        """
        if isinstance(text, Text):
            return text
        for secret in sorted(self.secrets(), key=len, reverse=True):  # one may begin as another does
            text = text.replace(secret, "***")
        return text[:_SHOWN_LENGTH_MAX]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a request that did not succeed, and whether it may be sent again as it is."""

    failure: Failure
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What one exception of the HTTP library means. `left`: the request may have reached Go."""

    detail: Text
    remedy: Text
    left: bool
    again: bool = True


_NEVER_LEFT = {
    httpx.ConnectError: _Meaning(say("no connection could be made"), CHECK_NETWORK, left=False),
    httpx.ConnectTimeout: _Meaning(say("no connection was made in time"), CHECK_NETWORK, left=False),
    httpx.PoolTimeout: _Meaning(say("no connection became free in time"), CHECK_NETWORK, left=False),
    httpx.ProxyError: _Meaning(say("the proxy refused to connect"), CHECK_NETWORK, left=False),
    httpx.UnsupportedProtocol: _Meaning(
        say("the address is neither http nor https"), CHECK_ADDRESS, left=False, again=False
    ),
    httpx.InvalidURL: _Meaning(say("the address is not valid"), CHECK_ADDRESS, left=False, again=False),
    httpx.LocalProtocolError: _Meaning(
        say("the request cannot be written as HTTP"), CHECK_KEYS, left=False, again=False
    ),
    httpx.RequestNotRead: _Meaning(say("the request's body was not read"), TRY_LATER, left=False, again=False),
    httpx.CookieConflict: _Meaning(say("two cookies have one name"), CHECK_ADDRESS, left=False, again=False),
}
_MAY_HAVE_LEFT = {
    httpx.ReadTimeout: _Meaning(say("no answer in time"), TRY_LATER, left=True),
    httpx.WriteTimeout: _Meaning(say("the request could not be sent in time"), TRY_LATER, left=True),
    httpx.ReadError: _Meaning(say("the connection broke before the answer"), TRY_LATER, left=True),
    httpx.WriteError: _Meaning(say("the connection broke while sending"), TRY_LATER, left=True),
    httpx.CloseError: _Meaning(say("the connection could not be closed"), TRY_LATER, left=True),
    httpx.RemoteProtocolError: _Meaning(
        say("the connection was closed in the middle of an answer"), TRY_LATER, left=True
    ),
    httpx.DecodingError: _Meaning(say("the answer cannot be decoded"), TRY_LATER, left=True),
    httpx.TooManyRedirects: _Meaning(say("the address sends on in circles"), CHECK_ADDRESS, left=True, again=False),
    httpx.StreamConsumed: _Meaning(say("the answer was read twice"), TRY_LATER, left=True),
    httpx.StreamClosed: _Meaning(say("the answer was closed before it was read"), TRY_LATER, left=True),
    httpx.ResponseNotRead: _Meaning(say("the answer was not read"), TRY_LATER, left=True),
    # Families, for kinds that the library grows later: the careful reading.
    httpx.TimeoutException: _Meaning(say("no answer in time"), TRY_LATER, left=True),
    httpx.NetworkError: _Meaning(say("the network failed"), CHECK_NETWORK, left=True),
    httpx.ProtocolError: _Meaning(say("the exchange broke HTTP's rules"), TRY_LATER, left=True),
    httpx.TransportError: _Meaning(say("the exchange failed"), CHECK_NETWORK, left=True),
    httpx.RequestError: _Meaning(say("the exchange failed"), CHECK_NETWORK, left=True),
    httpx.StreamError: _Meaning(say("the answer could not be read"), TRY_LATER, left=True),
    httpx.HTTPStatusError: _Meaning(say("it answered with a refusal"), TRY_LATER, left=True),
    httpx.HTTPError: _Meaning(say("the exchange failed"), CHECK_NETWORK, left=True),
}
MEANINGS: Mapping[type[Exception], _Meaning] = {**_NEVER_LEFT, **_MAY_HAVE_LEFT}

# What the HTTP library may raise that is ours to translate.
HTTP_EXCEPTIONS = (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpx.StreamError)


def of_exception(error: Exception, asked: Asked, *, left: bool = True) -> Verdict:
    """The verdict on an exception of the HTTP library; `left` False: the request itself had not been sent yet."""
    meaning = next(MEANINGS[kind] for kind in type(error).__mro__ if kind in MEANINGS)
    may_have_happened = left and meaning.left and asked.method != "GET"
    told = asked.fit_to_show(" ".join(str(error).split()))
    detail = _with_host(meaning.detail, error)
    detail = say("{what} ({told})", what=detail, told=told) if told else detail
    return _unanswered(asked, detail, meaning.remedy, may_have_happened, again=meaning.again)


def _with_host(what: Text, error: Exception) -> Text:
    """What went wrong, and where it was to go, for whoever mistyped an address; the library does not always know."""
    request = getattr(error, "_request", None)
    if not isinstance(request, httpx.Request):
        return what
    return say("{what}, asking {host}", what=what, host=request.url.netloc.decode())


def of_status(status: int, body: bytes, asked: Asked) -> Verdict:
    """The verdict on an answer that is no success (3xx, 4xx, 5xx)."""
    problem = read_problem(body)
    said = asked.fit_to_show(problem.text)
    if status == 429:
        return Verdict(Retryable(SYSTEM, asked.request, said, remedy=SLOW_DOWN, status=status), again=True)
    if status >= 500 or status == 408:
        detail = say("it answered {status}: {said}", status=status, said=said)
        return _unanswered(asked, detail, TRY_LATER, asked.method != "GET", again=True, status=status)
    if status < 400:
        detail = say("it answered {status}, a redirect", status=status)
        return _unanswered(asked, detail, CHECK_ADDRESS, False, again=False, status=status)
    return Verdict(_refusal(status, problem, said, asked))


def of_garbage(status: int, reason: str, asked: Asked) -> Verdict:
    """The verdict on a success whose body is not what it should be."""
    detail = say("it answered {status} with {reason}", status=status, reason=reason)
    return _unanswered(asked, detail, TRY_LATER, asked.method != "GET", again=True, status=status)


def rejected(request: str, detail: str, remedy: str) -> Rejected:
    """A refusal of our own, before anything is sent."""
    return Rejected(SYSTEM, request, detail, remedy=remedy)


def _unanswered(
    asked: Asked, detail: str, remedy: str, may_have_happened: bool, *, again: bool, status: int | None = None
) -> Verdict:
    lost = may_have_happened and not asked.repeatable
    failure = Unreachable(
        SYSTEM,
        asked.request,
        detail,
        remedy=ASK_FIRST if lost else remedy,
        status=status,
        may_have_happened=may_have_happened,
    )
    return Verdict(failure, again=again and not lost)


def _refusal(status: int, problem: Problem, said: str, asked: Asked) -> Failure:
    request = asked.request
    if status == 401:
        return Denied(SYSTEM, request, said, remedy=CHECK_KEYS, status=status)
    if status == 403:
        return Denied(SYSTEM, request, said, remedy=_privilege_remedy(asked.path), status=status)
    if status == 404 and not problem.from_go:
        return Missing(SYSTEM, request, said, remedy=CHECK_ADDRESS, status=status)
    if status == 409 or problem.is_duplicate:
        remedy = _conflict_remedy(problem.existing_id)
        return Conflict(SYSTEM, request, said, remedy=remedy, status=status, existing_id=problem.existing_id)
    return Rejected(SYSTEM, request, said, remedy=_rejection_remedy(status, said.lower()), status=status)


def _conflict_remedy(existing_id: str | int | None) -> Text:
    if existing_id is None:
        return say("it stands in Go already: link the two in links.yaml, or give the record a value of its own")
    return say(
        "it stands in Go already under the id {id}: link the two in links.yaml, or give the record a value of its own",
        id=existing_id,
    )


def _privilege_remedy(path: str) -> Text:
    privilege = privilege_for(path)
    if not privilege:
        return say(
            "give the integration the privilege, and see that the client's Go subscription holds the module that it "
            "needs (`wingo doctor` names what is missing)"
        )
    return say(
        "give the integration the privilege {privilege}, and see that the client's Go subscription holds the module "
        "that it needs (`wingo doctor` names what is missing)",
        privilege=privilege,
    )


def _rejection_remedy(status: int, said: str) -> Text:
    if "lock" in said and "date" in said:
        return say(
            "the period is closed: move the lock date in Go, or leave the voucher until it is; its date is never moved"
        )
    if "series" in said:
        return say("give it an external ledger number inside the series in Win, or widen the series in Go")
    if "avtalegiro" in said or "efaktura" in said:
        return say(
            "AvtaleGiro and Efaktura are agreed by the payer and cannot be set: map them to another delivery type"
        )
    if status == 404:
        return say("what the record refers to is not in Go: send that first, or mend the reference")
    if status == 413:
        return say("it is larger than Go takes")
    return MEND
