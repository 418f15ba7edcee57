"""Keys, tokens and the rate limit: who may call, and how often.

The gateway asks for the subscription key before it looks at anything else; a wrong client gets 400, not 401.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from connectors.standin.body import Body
from connectors.standin.company import Company
from connectors.standin.privileges import split_privileges
from connectors.standin.problems import AnswerError, gateway
from connectors.standin.settings import client_id

LIMIT_DEFAULT = 10
TOKEN_SECONDS = 1200
# A little less than a second: a client that keeps exactly to the limit by its own clock must not be refused because
# one request was longer on its way than another.
_WINDOW_SECONDS = 0.95
_DEMO_CLIENT = re.compile(r"demo-client(-([2-9]|[1-9]\d+))?")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that are accepted. `clients` empty: demo-client, demo-client-2, …"""

    applications: tuple[str, ...] = ("demo-application",)
    subscriptions: tuple[str, ...] = ("demo-subscription",)
    clients: tuple[str, ...] = ()

    def is_client(self, client: str) -> bool:
        """Whether a client key is one of ours."""
        return client in self.clients if self.clients else _DEMO_CLIENT.fullmatch(client) is not None


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for the whole server. `limit`: requests a second a subscription, 0 none; `token_limit`: the same of
    token requests alone; `retry_after`: seconds said in a 429, None for no header; `problem_case`: lower or pascal;
    `new_members`: whether answers hold members that the specification does not know yet."""

    limit: int = LIMIT_DEFAULT
    token_limit: int = 0
    token_seconds: float = TOKEN_SECONDS
    retry_after: str | None = "1"
    problem_case: str = "lower"
    new_members: bool = False


class Access:
    """Tokens given out, and the requests of the last second."""

    def __init__(self, keys: Keys, rules: Rules, seconds: Callable[[], float]) -> None:
        self.keys = keys
        self.rules = rules
        self._seconds = seconds
        self._tokens: dict[str, tuple[str, float]] = {}
        self._recent: dict[str, deque[float]] = {}

    def check_subscription(self, key: str | None) -> str:
        """The subscription key, when it is one of ours. Raises AnswerError (401)."""
        if not key:
            raise gateway(
                401,
                "Access denied due to missing subscription key. "
                "Make sure to include subscription key when making requests to an API.",
            )
        if key not in self.keys.subscriptions:
            raise gateway(
                401,
                "Access denied due to invalid subscription key. "
                "Make sure to provide a valid key for an active subscription.",
            )
        return key

    def check_rate(self, subscription: str) -> None:
        """Count a request of any company. Raises AnswerError (429) when it is one too many in its second."""
        self._count(subscription, self.rules.limit)

    def check_token_rate(self, subscription: str) -> None:
        """Count a token request, which has a limit of its own. Raises AnswerError (429)."""
        self._count(f"{subscription} token", self.rules.token_limit)

    def check_client(self, authorization: str | None) -> str:
        """The client key of a token request. Raises AnswerError (400) when the keys do not match."""
        application, client = basic_keys(authorization)
        if application not in self.keys.applications or not self.keys.is_client(client):
            raise AnswerError(
                400,
                {
                    "error": "invalid_client",
                    "error_description": "Client integration not found. "
                    "Please ensure the provided keys are matching the desired environment.",
                },
            )
        return client

    def give_token(self, company: Company) -> Body:
        """A new token for a company, with its life in whole seconds."""
        token = _jwt(company)
        self._tokens[token] = (company.client, self._seconds() + self.rules.token_seconds)
        return {"access_token": token, "token_type": "bearer", "expires_in": int(self.rules.token_seconds)}

    def client_of(self, authorization: str | None) -> str | None:
        """The client that a bearer token was given to, or None when it is unknown or too old."""
        scheme, _, token = (authorization or "").partition(" ")
        client, until = self._tokens.get(token.strip(), ("", 0.0))
        return client if scheme.lower() == "bearer" and self._seconds() < until else None

    def change(self, rules: Rules) -> None:
        """Put other rules in force; the count of the last second begins anew."""
        self.rules = rules
        self._recent.clear()

    def expire_tokens(self) -> None:
        """End the life of every token that was given out."""
        self._tokens = dict.fromkeys(self._tokens, ("", 0.0))

    def _count(self, name: str, limit: int) -> None:
        recent = self._recent.setdefault(name, deque())
        now = self._seconds()
        while recent and recent[0] <= now - _WINDOW_SECONDS:
            recent.popleft()
        if limit and len(recent) >= limit:
            raise too_many(self.rules)
        recent.append(now)


def basic_keys(authorization: str | None) -> tuple[str, str]:
    """Application and client key of a Basic header; empty texts when there are none."""
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        application, _, client = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return application, client


def too_many(rules: Rules) -> AnswerError:
    """The gateway's 429; its status is a text in the body."""
    headers = {} if rules.retry_after is None else {"Retry-After": rules.retry_after}
    body: Body = {"statusCode": "429", "message": "Rate limit is exceeded. Try again in 1 seconds."}
    return AnswerError(429, body, headers)


def with_limit(rules: Rules, limit: int | None) -> Rules:
    """The rules with another limit; None keeps it."""
    return rules if limit is None else replace(rules, limit=limit)


def _jwt(company: Company) -> str:
    """A token shaped as the real one: three parts, the claims readable; the signature is chance."""
    valid, lost = split_privileges(company.settings)
    claims = {
        "role": list(valid),
        "goInvalidPrivileges": list(lost),
        "goActiveClientSubscriptions": list(company.settings.subscriptions),
        "goClientId": client_id(company.client),
        "goClientName": company.settings.name,
    }
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    encoded = [base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, secrets.token_urlsafe(32)])
