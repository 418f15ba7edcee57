"""One statement's lines: its head with the arrow in its column, its expression, and comments that stand inside it.

A body is not a part of it: of a statement that has one, this is the head, its opening brace included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.language.formatting.arrows import Arrows
from engine.language.formatting.breaking import Sheet, laid
from engine.language.formatting.remarks import Line, Remark
from engine.language.formatting.words import Word, children, glued, joined, kind, words_of
from engine.model.frozen import frozen, replace

if TYPE_CHECKING:
    from engine.language.formatting.words import Node

BODIES = ("block", "each", "item")
_BEHIND = (",", ":", ")")


@frozen
class Statement:
    """A statement in three parts: `Name =`, its expression, and what follows it (a check's message, a brace)."""

    opening: tuple[Word, ...]
    value: Node | None
    closing: tuple[Word, ...]


def statement_of(tree: Node, source: str, arrows: Arrows, indent: int) -> Statement:
    """The parts of a statement of the grammar's tree, its arrow put in the column where it belongs."""
    parts = children(tree)
    name = kind(tree)
    if name == "rule":
        target, arrow = (word for part in parts[:2] for word in words_of(part, source))
        before, sign, behind = arrows.gaps(target.text, arrow.text, indent)
        opening = (target, replace(arrow, text=sign, gap=before))
        return Statement((*opening[:-1], replace(opening[-1], text=sign + behind)), parts[2], ())
    if name in BODIES:
        return _head(parts, source)
    if name == "check":
        comma, message = _message(parts, source)
        return Statement(tuple(words_of(parts[0], source)), parts[1], (comma, message))
    last = 0 if name.startswith("drop") else 1
    words = [word for part in parts[: len(parts) - last] for word in words_of(part, source)]
    return Statement(tuple(words), parts[-1] if last else None, ())


def _message(parts: Sequence[Node], source: str) -> tuple[Word, Word]:
    (message,) = words_of(parts[2], source)
    end = words_of(parts[1], source)[-1].end
    return Word(",", end, end, ""), message


def _head(parts: Sequence[Node], source: str) -> Statement:
    """`Target when condition {`, `Target = each line in lines {`."""
    *head, body = parts
    (brace,) = words_of(children(body)[0], source)
    conditional = len(head) > 1 and getattr(head[-2], "type", "") == "WHEN"
    plain = head[:-1] if conditional else head
    words = [word for part in plain for word in words_of(part, source)]
    return Statement(tuple(words), head[-1] if conditional else None, (brace,))


def statement_lines(statement: Statement, indent: int, sheet: Sheet, remarks: Sequence[Remark]) -> Iterator[Line]:
    """The lines of a statement. With comments inside it keeps the lines that it was written in."""
    opening = " " * indent + joined(statement.opening)
    if remarks:
        yield from _as_written(statement, indent, len(opening) + 1, sheet.source, remarks)
        return
    closing = [word.gap + word.text for word in statement.closing]
    if statement.value is None:
        yield Line(opening + "".join(closing))
        return
    # A message may stick out, so only what comes before it must fit.
    first, *others = laid(statement.value, len(opening) + 1, sheet, "".join(closing[:1]))
    lines = [f"{opening} {first}", *others]
    lines[-1] += "".join(closing[1:])
    yield from map(Line, lines)


def _as_written(
    statement: Statement, indent: int, column: int, source: str, remarks: Sequence[Remark]
) -> Iterator[Line]:
    """Word for word on the lines of the source, each comment where it stood; later lines begin at the column."""
    value = words_of(statement.value, source) if statement.value is not None else []
    waiting, line, end = list(remarks), " " * indent, statement.opening[0].start
    for word in (*glued(statement.opening), *value, *statement.closing):
        passed = [] if _is_added(word) else [remark for remark in waiting if remark.start < word.start]
        waiting = waiting[len(passed) :]
        breaks = bool(passed) or "\n" in source[end : word.start]
        if breaks:
            yield from _with_remarks(line.rstrip(), passed, column, source)
            line, word = " " * column, replace(word, gap="")
        line += word.gap + word.text
        end = max(end, word.end)
    yield from _with_remarks(line.rstrip(), waiting, indent, source)


def _is_added(word: Word) -> bool:
    """Whether it is a sign behind a word, which the tree does not keep: it stands where that word stands."""
    return word.start == word.end and word.text in _BEHIND


def _with_remarks(line: str, remarks: Sequence[Remark], column: int, source: str) -> Iterator[Line]:
    """A line with the first of the comments behind it, if that stood on its line, and the others below."""
    below = list(remarks)
    behind = below.pop(0).text if below and _follows_words(below[0], source) else ""
    yield Line(line, behind)
    yield from (Line(" " * column + remark.text) for remark in below)


def _follows_words(remark: Remark, source: str) -> bool:
    return bool(source[source.rfind("\n", 0, remark.start) + 1 : remark.start].strip())
