"""JSON bodies: parsed and written with exact numbers, and read by type.

A body is never changed in place; a new one takes its place, so an older state of the books can be kept cheaply.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "bool | int | Decimal | str | Sequence[Json] | Mapping[str, Json] | None"
Body: TypeAlias = Mapping[str, Json]

# The standard encoder is quick but knows no Decimal. Each is written as a text that carries a mark which no client
# can guess, and the quotes and the mark are taken off afterwards: exact digits at the encoder's own speed.
_MARK = secrets.token_hex(12)
_MARKED = re.compile(f'"{_MARK}(-?[0-9.]+)"')


def parse(text: bytes | str) -> Json:
    """Parse JSON; numbers with a fraction become Decimal. Raises ValueError when it is not JSON."""
    parsed: Json = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    return parsed


def write(value: Json) -> bytes:
    """Write JSON as UTF-8; decimals keep their digits. Raises TypeError for a value that is no JSON."""
    try:
        return _dump(value, ensure_ascii=False)
    except UnicodeEncodeError:  # half of a surrogate pair has no UTF-8, but JSON can escape it
        return _dump(value, ensure_ascii=True)


def text_of(body: Body, name: str) -> str | None:
    """The text in a member, or None when there is none."""
    value = body.get(name)
    return value if isinstance(value, str) else None


def whole_of(body: Body, name: str) -> int | None:
    """The whole number in a member, or None when there is none."""
    value = body.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def amount_of(body: Body, name: str) -> Decimal:
    """The exact number in a member; 0 when there is none."""
    value = body.get(name)
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else Decimal(0)


def list_of(body: Body, name: str) -> tuple[Body, ...]:
    """The objects in a list member; empty when there is none."""
    value = body.get(name)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    return tuple(item for item in value if isinstance(item, Mapping))


def _dump(value: Json, ensure_ascii: bool) -> bytes:
    text = json.dumps(value, ensure_ascii=ensure_ascii, separators=(",", ":"), default=_encode_foreign)
    return _MARKED.sub(r"\1", text).encode()


def _encode_foreign(value: object) -> object:
    if isinstance(value, Decimal) and value.is_finite():
        return f"{_MARK}{value:f}"
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} has no exact JSON form")


def _refuse_constant(name: str) -> Json:
    raise ValueError(f"{name} is no JSON number")
