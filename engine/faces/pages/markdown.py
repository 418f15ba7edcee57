"""Text for Markdown: what people typed is shown as it is and can neither format, link, mention, nor end a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.faces.phrases import one_line

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&$^=+])")
_CALLS = re.compile(r"(@|\\#|://|www)")  # what a forge turns into a mention, a reference or a link
_TICKS = re.compile(r"`+")


def escaped(text: str) -> str:
    """A text in which no sign means anything."""
    return _CALLS.sub(r"\1<!-- -->", _SIGNS.sub(r"\\\1", one_line(text)))


def ticked(text: str) -> str:
    """The same, but what stands between backticks stays code, as diagnostics and remedies write it."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one has no partner: none is meant
        return escaped(text)
    return "".join(code(part) if place % 2 else escaped(part) for place, part in enumerate(parts))


def code(text: str) -> str:
    """A text as code, safe within a table too; nothing for nothing."""
    plain = one_line(text)
    if not plain.strip():
        return ""
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(plain)), default=0))
    space = " " if plain[0] in "` " or plain[-1] in "` " else ""
    return f"{fence}{space}{plain}{space}{fence}".replace("|", "\\|")


def row(cells: Iterable[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, numbers_from: int | None = None) -> list[str]:
    """A table's lines; columns from `numbers_from` on are aligned to the right."""
    heads = list(head)
    marks = ["--:" if numbers_from is not None and place >= numbers_from else "---" for place in range(len(heads))]
    return [row(heads), row(marks), *map(row, rows)]
