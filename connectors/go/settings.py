"""The settings of a connection: which Go, whose keys, how fast; read from the workspace and checked before any call.

Keys are secrets: they are kept out of every repr, and no message here repeats a value that could be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from engine.model.likeness import nearest
from engine.model.text import say

ENVIRONMENTS: Mapping[str, tuple[str, str]] = {
    "production": ("https://goapi.poweroffice.net/v2", "https://goapi.poweroffice.net/OAuth/Token"),
    "demo": ("https://goapi.poweroffice.net/Demo/v2", "https://goapi.poweroffice.net/Demo/OAuth/Token"),
}
# Go allows ten requests a second for all clients of one subscription key together.
REQUESTS_PER_SECOND = 10
TIMEOUT_SECONDS = Decimal(30)

KEYS = ("application_key", "client_key", "subscription_key")
_NAMES = (
    "environment",
    "base_url",
    "token_url",
    *KEYS,
    "requests_per_second",
    "timeout_seconds",
    "profile",
)
# What the workspace says of the system itself, which is the engine's business.
_ENGINE_NAMES = ("connector", "standin")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Settings:
    """A connection's settings. URLs have no trailing slash; `requests_per_second` 0 is no limit; `profile` names a file
    of assumptions of the workspace's own, empty for what is shipped."""

    environment: str
    base_url: str
    token_url: str
    application_key: str = field(repr=False)
    client_key: str = field(repr=False)
    subscription_key: str = field(repr=False)
    requests_per_second: int = REQUESTS_PER_SECOND
    timeout_seconds: float = float(TIMEOUT_SECONDS)
    profile: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether Go is played by something on this machine."""
        return urlsplit(self.base_url).hostname in _LOOPBACK

    @property
    def is_in_clear(self) -> bool:
        """Whether keys leave this machine unencrypted."""
        plain = any(urlsplit(address).scheme == "http" for address in (self.base_url, self.token_url))
        return plain and not self.is_loopback


def parse(values: Mapping[str, object]) -> Settings:
    """Settings from a workspace's; texts and numbers are both taken. Raises ValueError naming the setting at fault."""
    _refuse_unknown(values)
    environment, base_url, token_url = _addresses(values)
    return Settings(
        environment,
        base_url,
        token_url,
        application_key=_text(values, "application_key"),
        client_key=_text(values, "client_key"),
        subscription_key=_text(values, "subscription_key"),
        requests_per_second=_whole(values, "requests_per_second", REQUESTS_PER_SECOND),
        timeout_seconds=float(_duration(values, "timeout_seconds", TIMEOUT_SECONDS)),
        profile=_text(values, "profile") if "profile" in values else "",
    )


def _refuse_unknown(values: Mapping[str, object]) -> None:
    for name in values:
        if name not in _NAMES and name not in _ENGINE_NAMES:
            near = nearest(name, _NAMES)
            if near is not None:
                raise ValueError(say("go has no setting {name}, did you mean {near}?", name=name, near=near))
            raise ValueError(say("go has no setting {name}; it has {names}", name=name, names=", ".join(_NAMES)))


def _addresses(values: Mapping[str, object]) -> tuple[str, str, str]:
    given = [name for name in ("base_url", "token_url") if values.get(name)]
    environment = values.get("environment")
    if given and environment is None:
        return "", _url(values, "base_url"), _url(values, "token_url")
    if given:
        raise ValueError(say("go has both environment and {name}: give one or the other", name=given[0]))
    if environment is None:
        raise ValueError(say("go lacks environment: production or demo (or base_url and token_url)"))
    name = str(environment).strip().lower()
    if name not in ENVIRONMENTS:
        raise ValueError(say("environment of go is {value!r}: it is production or demo", value=environment))
    return name, *ENVIRONMENTS[name]


def _url(values: Mapping[str, object], name: str) -> str:
    address = _text(values, name).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(say("{name} of go is no http or https address", name=name))
    if parts.username or parts.password:
        raise ValueError(say("{name} of go holds a user or a password: the keys have settings of their own", name=name))
    return address


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    if value is None or not str(value).strip():
        raise ValueError(say("go lacks {name}", name=name))
    return str(value).strip()


def _number(values: Mapping[str, object], name: str, default: Decimal) -> Decimal:
    value = values.get(name)
    try:
        number = default if value is None else Decimal(str(value).strip())
    except InvalidOperation:
        raise ValueError(say("{name} of go is {value!r}: it is a number", name=name, value=value)) from None
    if not number.is_finite() or number < 0:
        raise ValueError(say("{name} of go is {value!r}: it is zero or more", name=name, value=value))
    return number


def _whole(values: Mapping[str, object], name: str, default: int) -> int:
    number = _number(values, name, Decimal(default))
    if number != number.to_integral_value():
        text = say("{name} of go is {value!r}: it is a whole number, 0 for no limit", name=name, value=values[name])
        raise ValueError(text)
    return int(number)


def _duration(values: Mapping[str, object], name: str, default: Decimal) -> Decimal:
    number = _number(values, name, default)
    if number == 0:
        raise ValueError(say("{name} of go is 0: it is more than zero", name=name))
    return number
