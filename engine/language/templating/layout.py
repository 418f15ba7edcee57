"""A line of a template that holds nothing but blocks and comments leaves no line in what is made.

Jinja's own `trim_blocks` takes the break behind every block, also behind one that ends a line of text. Here the break
moves into the block instead, so that every word keeps its line and its column.
"""

from __future__ import annotations

from functools import lru_cache

from engine.model.pattern import pattern

_ALONE = pattern(r"[ \t]*(?:\{%(?:(?!%\})[^\n])*%\}|\{#(?:(?!#\})[^\n])*#\})+[ \t]*")
_RAW = pattern(r"\{%[-+]?\s*(raw|endraw)\s*[-+]?%\}")


@lru_cache(maxsize=64)
def laid_out(text: str) -> str:
    """The text as Jinja is given it, of the same length."""
    *lines, last = text.split("\n")
    made: list[str] = []
    raw = False
    for line in lines:
        words = _RAW.findall(line)
        plain = raw or words or not _ALONE.fullmatch(line)
        made.append(f"{line}\n" if plain else _with_its_break_inside(line))
        raw = words[-1] == "raw" if words else raw
    return "".join((*made, last))


def _with_its_break_inside(line: str) -> str:
    written = line.rstrip(" \t")
    closing = 3 if written[-3] in "-+" else 2
    return f"{written[:-closing]}{line[len(written) :]}\n{written[-closing:]}"
