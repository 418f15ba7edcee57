"""Settings: what is taken, and that what is missing or wrong is named without showing a key."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.go.settings import ENVIRONMENTS, parse

KEYS = {"application_key": "a-secret", "client_key": "c-secret", "subscription_key": "s-secret"}
ADDRESSES = {"base_url": "http://127.0.0.1:1/v2/", "token_url": "http://127.0.0.1:1/OAuth/Token"}


@pytest.mark.parametrize("name", ["production", "demo", " Demo "])
def test_an_environment_gives_both_addresses(name: str) -> None:
    settings = parse({"connector": "go", "environment": name, **KEYS})
    assert (settings.base_url, settings.token_url) == ENVIRONMENTS[name.strip().lower()]
    assert settings.requests_per_second == 10
    assert settings.timeout_seconds == 30
    assert not settings.is_loopback
    assert not settings.is_in_clear


def test_addresses_and_texts_for_numbers_are_taken() -> None:
    settings = parse({**ADDRESSES, **KEYS, "requests_per_second": "0", "timeout_seconds": "2.5"})
    assert settings.base_url == "http://127.0.0.1:1/v2"
    assert (settings.requests_per_second, settings.timeout_seconds) == (0, 2.5)
    assert settings.is_loopback
    assert not settings.is_in_clear
    assert parse({**ADDRESSES, **KEYS, "base_url": "http://go.example/v2"}).is_in_clear


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"environment": None}, "environment"),
        ({"environment": "test"}, "environment"),
        ({"client_key": ""}, "client_key"),
        ({"application_key": None}, "application_key"),
        ({"subscription_key": "  "}, "subscription_key"),
        ({"base_url": "http://127.0.0.1/v2"}, "base_url"),
        ({"environment": None, "base_url": "http://127.0.0.1/v2"}, "token_url"),
        ({"environment": None, **ADDRESSES, "base_url": "goapi"}, "base_url"),
        ({"environment": None, **ADDRESSES, "token_url": "ftp://goapi/x"}, "token_url"),
        ({"environment": None, **ADDRESSES, "base_url": "https://u:pw@goapi/x"}, "base_url"),
        ({"requests_per_second": "many"}, "requests_per_second"),
        ({"requests_per_second": -1}, "requests_per_second"),
        ({"requests_per_second": "1.5"}, "requests_per_second"),
        ({"requests_per_second": "NaN"}, "requests_per_second"),
        ({"timeout_seconds": 0}, "timeout_seconds"),
        ({"request_per_second": 5}, "requests_per_second"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_is_missing_or_wrong_is_named(changes: dict[str, Any], named: str) -> None:
    values = {name: value for name, value in {"environment": "demo", **KEYS, **changes}.items() if value is not None}
    with pytest.raises(ValueError, match=named) as caught:
        parse(values)
    assert "secret" not in str(caught.value)
    assert "pw" not in str(caught.value)


def test_keys_are_in_no_repr() -> None:
    assert "secret" not in repr(parse({"environment": "demo", **KEYS}))
