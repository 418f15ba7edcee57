"""The statements of a merged mapping as text, each line of thought with the file and line that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.model.frozen import frozen

if TYPE_CHECKING:
    from engine.diagnostics.source import SourceText, Span
    from engine.language import ast

_INDENT = "    "


@frozen
class StatementLine:
    """One statement, or the head or the closing brace of a block; `text` may have several lines.

    `span`: where it stands, as shown; None for a closing brace.
    """

    text: str
    span: Span | None

    @property
    def file(self) -> str | None:
        """Its file, as shown."""
        return None if self.span is None else self.span.path

    @property
    def line(self) -> int | None:
        """The line on which it begins."""
        return None if self.span is None else self.span.line


def statement_lines(
    statements: Sequence[ast.Statement], sources: Mapping[str, SourceText]
) -> tuple[StatementLine, ...]:
    """The statements in order, bodies indented."""
    return tuple(_lines(statements, sources, ""))


def _lines(
    statements: Sequence[ast.Statement], sources: Mapping[str, SourceText], indent: str
) -> Iterator[StatementLine]:
    from engine.language.ast import Block, Each, Item

    for statement in statements:
        text = _written(statement.span, sources)
        if isinstance(statement, Block | Each | Item):
            head = text[: _head_end(text)]
            yield StatementLine(_indented(head, indent), statement.span)
            yield from _lines(statement.body, sources, indent + _INDENT)
            yield StatementLine(indent + "}", None)
        else:
            yield StatementLine(_indented(text, indent), statement.span)


def _head_end(text: str) -> int:
    """Where the body's brace ends: the first one outside a text."""
    inside = False
    for index, character in enumerate(text):
        if character == '"' and text[index - 1 : index] != "\\":
            inside = not inside
        elif character == "{" and not inside:
            return index + 1
    return len(text)


def _written(span: Span, sources: Mapping[str, SourceText]) -> str:
    """What stands at a span, its later lines moved left by as much as its first one stands in."""
    source = sources[span.path]
    lines = [source.line(number) for number in range(span.line, span.end_line + 1)]
    lines[-1] = lines[-1][: span.end_column - 1]
    margin = span.column - 1
    first, *others = lines
    return "\n".join([first[margin:], *(line[min(margin, len(line) - len(line.lstrip())) :] for line in others)])


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else line for line in text.split("\n"))
