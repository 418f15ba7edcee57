"""A recording: exchanges with a system kept in a folder, one JSON file each, to be looked at or answered from again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.model import exact_json
from engine.model.frozen import frozen
from engine.model.personal import redact
from engine.model.watching import Exchange, Message, Work

FORMAT = 1
NAME_DIGITS = 6
PATTERN = "[0-9]" * NAME_DIGITS + ".json"


@frozen
class Kept:
    """An exchange as a recording has it. `answer` is None when none came."""

    method: str
    address: str
    path: str
    query: tuple[tuple[str, str], ...]
    request: Message
    status: int | None
    answer: Message | None


def file_name(number: int) -> str:
    """The name of a recording's file; in their order, the files are in that of the exchanges."""
    return f"{number:0{NAME_DIGITS}d}.json"


def numbers(folder: Path) -> Iterator[int]:
    """The numbers that a folder's recording has taken. Raises OSError."""
    return (int(path.stem) for path in folder.glob(PATTERN))


def written(exchange: Exchange, work: Work) -> str:
    """An exchange as its file holds it; a key is a customer's own, and may be anything."""
    answer = exchange.answer()
    members = {
        "format": FORMAT,
        "id": exchange.id,
        "workspace": work.workspace,
        "run": work.run,
        "entity": work.entity,
        "key": None if work.key is None else redact(work.key),
        "attempt": exchange.attempt,
        "duration_ms": exchange.duration_ms,
        "request": {
            "method": exchange.method,
            "address": exchange.address,
            "path": exchange.path,
            "query": exchange.query,
            **_members(exchange.request()),
        },
        "answer": None if answer is None else {"status": exchange.status, **_members(answer)},
        "failure": exchange.failure,
    }
    return exact_json.dumps(members, indent=2) + "\n"


def read_recording(folder: Path) -> tuple[Kept, ...]:
    """A folder's exchanges, in order. Raises OSError, and ValueError naming a file that is none of a recording."""
    return tuple(_read(path) for path in sorted(folder.glob(PATTERN)))


def _read(path: Path) -> Kept:
    try:
        members = exact_json.loads(path.read_bytes())
        if members["format"] != FORMAT:
            raise ValueError(f"format {members['format']!r} is not known")
        asked, answer = members["request"], members["answer"]
        return Kept(
            asked["method"],
            asked["address"],
            asked["path"],
            tuple((name, value) for name, value in asked["query"]),
            _message(asked),
            None if answer is None else answer["status"],
            None if answer is None else _message(answer),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise ValueError(f"{path.name} is no file of a recording: {problem}") from None


def _members(message: Message) -> Mapping[str, Any]:
    return {"headers": message.headers, "body": message.body}


def _message(members: Mapping[str, Any]) -> Message:
    return Message(dict(members["headers"]), members["body"])
