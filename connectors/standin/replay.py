"""A recording, answered from: a request that was recorded gets its recorded answers, in their order.

What was masked in the recording matches whatever stands there now. Nothing is worked out: what was not recorded has
no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectors.standin.body import Json
from engine.model.personal import MASK
from engine.model.recording import Kept, read_recording
from engine.model.watching import STRUCK

TOKEN_PATH = "/OAuth/Token"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MASKS = re.compile(f"({re.escape(MASK)}|{re.escape(STRUCK)})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to a replay. `path` is below /v2; `body`: as a recording has it, see engine.model.watching.Message."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: Mapping[str, Json] | None


@dataclass(slots=True)
class Recording:
    """Recorded exchanges, and how many of each are used up."""

    exchanges: Sequence[Kept]
    _used: set[int] = field(default_factory=set)

    def answer(self, asked: Asked) -> Kept | None:
        """The next exchange of a request, or the last one again of what only reads; None when there is none."""
        found = list(self._alike(asked, exactly=True)) or list(self._alike(asked, exactly=False))
        fresh = [place for place in found if place not in self._used]
        if fresh:
            self._used.add(fresh[0])
            return self.exchanges[fresh[0]]
        return self.exchanges[found[-1]] if found and _only_reads(asked) else None

    def times(self, asked: Asked) -> int:
        """How often a request was recorded."""
        return len(list(self._alike(asked, exactly=False)))

    def _alike(self, asked: Asked, *, exactly: bool) -> Iterator[int]:
        for place, kept in enumerate(self.exchanges):
            if kept.method != asked.method or not _same_text(kept.path, asked.path):
                continue
            if _same_query(kept.query, asked.query, exactly) and _same_body(kept.request.body, asked.body):
                yield place


def open_recording(folder: Path) -> Recording:
    """A folder's recording. Raises OSError, and ValueError when it is none."""
    exchanges = read_recording(folder)
    if not exchanges:
        raise ValueError(f"{folder.name} holds no recording")
    return Recording(exchanges)


def _only_reads(asked: Asked) -> bool:
    return asked.method == "GET" or asked.path == TOKEN_PATH


def _same_query(kept: Sequence[tuple[str, str]], asked: Sequence[tuple[str, str]], exactly: bool) -> bool:
    """Whether two queries ask for the same; not exactly, their dates may be others, for they move with the day."""
    return len(kept) == len(asked) and all(
        name == other and (_same_text(value, given) or (not exactly and _are_days(value, given)))
        for (name, value), (other, given) in zip(sorted(kept), sorted(asked), strict=True)
    )


def _are_days(*texts: str) -> bool:
    return all(_DAY.match(text) for text in texts)


def _same_body(kept: Mapping[str, Json] | None, asked: Mapping[str, Json] | None) -> bool:
    """Whether two bodies are the same; of a file the form around it differs each time, so it need only be one."""
    if kept is None or asked is None:
        return kept is asked
    return ("file" in kept and "file" in asked) or _same(kept, asked)


def _same(kept: object, asked: object) -> bool:
    """Whether two values of JSON are the same; a mask is the same as anything."""
    if isinstance(kept, Mapping) and isinstance(asked, Mapping):
        return kept.keys() == asked.keys() and all(_same(value, asked[name]) for name, value in kept.items())
    if isinstance(kept, list) and isinstance(asked, list):
        return len(kept) == len(asked) and all(map(_same, kept, asked))
    if isinstance(kept, str):
        return kept == MASK or (isinstance(asked, str) and _same_text(kept, asked))
    return kept == asked and isinstance(kept, bool) == isinstance(asked, bool)


def _same_text(kept: str, asked: str) -> bool:
    if kept == asked:
        return True
    parts = _MASKS.split(kept)
    if len(parts) == 1:
        return False
    pattern = "".join(".*" if place % 2 else re.escape(part) for place, part in enumerate(parts))
    return re.fullmatch(pattern, asked, re.DOTALL) is not None
