"""The canonical layout of rules: one way to write what a mapping says, whatever it was written like.

What stands between the statements (comments, an empty line) keeps its place; runs of empty lines become one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.language.formatting.arrows import INDENT, Arrows, arrows_of
from engine.language.formatting.breaking import Sheet
from engine.language.formatting.remarks import Line, Remarks, remarks_of, written
from engine.language.formatting.statement import BODIES, statement_lines, statement_of
from engine.language.formatting.words import children, flat, kind
from engine.language.parser import grammar_tree
from engine.language.parsing.layout import Piece, lay_out, lay_out_expression
from engine.model.frozen import frozen

if TYPE_CHECKING:
    from engine.language.formatting.words import Node


def format_rules(text: str, margin: int = 0) -> str:
    """A block of rules that `parse_rules` has nothing against, in its canonical layout, without a last line break.

    `margin`: how many characters stand before each of its lines in the file, for the length of lines.
    """
    layout = lay_out(text)
    statements = children(grammar_tree(layout.masked, "rules"))
    page = _Page(Sheet(text, margin), remarks_of(text), [])
    _write_body(page, statements, layout.pieces, (0, len(text)), 0, arrows_of(statements, text, 0))
    return written(page.lines, margin)


def format_expression(text: str) -> str:
    """An expression that `parse_expression` has nothing against, on one line; it must hold no comment."""
    return flat(grammar_tree(lay_out_expression(text).masked, "expression"), text)


@frozen
class _Page:
    """What is read, and the lines that are written so far."""

    sheet: Sheet
    remarks: Remarks
    lines: list[Line]


def _write_body(
    page: _Page,
    statements: Sequence[Node],
    pieces: Sequence[Piece],
    within: tuple[int, int],
    indent: int,
    arrows: Arrows,
) -> None:
    """The statements of a block or a body, with what stands between them. `within`: where its inside is in the text."""
    end = within[0]
    begun = False
    for statement, piece in zip(statements, pieces, strict=True):
        begun = _write_between(page, (end, piece.start), indent, begun)
        _write_statement(page, statement, piece, indent, arrows)
        end, begun = piece.end, True
    _write_remarks(page, (end, within[1]), indent, begun)


def _write_between(page: _Page, between: tuple[int, int], indent: int, begun: bool) -> bool:
    """What stands before a statement; whether the statement has something above it in its body."""
    end, begun = _write_remarks(page, between, indent, begun)
    if begun and _has_empty_line(page, end, between[1]):
        page.lines.append(Line(""))
    return True


def _write_remarks(page: _Page, between: tuple[int, int], indent: int, begun: bool) -> tuple[int, bool]:
    """Comments: behind the last line the one that stood there, the others on lines of their own.

    Returns the end of the last one, and whether anything stands in the body now. `begun`: whether anything did.
    """
    end = between[0]
    for remark in page.remarks.between(*between):
        if page.lines and not page.lines[-1].remark and "\n" not in page.sheet.source[end : remark.start]:
            page.lines[-1] = Line(page.lines[-1].text, remark.text)
        else:
            if begun and _has_empty_line(page, end, remark.start):
                page.lines.append(Line(""))
            page.lines.append(Line(" " * indent + remark.text))
            begun = True
        end = remark.end
    return end, begun


def _has_empty_line(page: _Page, start: int, end: int) -> bool:
    return page.sheet.source.count("\n", start, end) > 1


def _write_statement(page: _Page, tree: Node, piece: Piece, indent: int, arrows: Arrows) -> None:
    head_end = piece.end if piece.opening is None else piece.opening
    parts = statement_of(tree, page.sheet.source, arrows, indent)
    page.lines.extend(statement_lines(parts, indent, page.sheet, page.remarks.between(piece.start, head_end)))
    if kind(tree) not in BODIES:
        return
    assert piece.opening is not None
    assert piece.closing is not None
    inner = children(children(tree)[-1])[1:-1]
    inner_arrows = arrows if kind(tree) == "block" else arrows_of(inner, page.sheet.source, indent + INDENT)
    _write_body(page, inner, piece.inner, (piece.opening + 1, piece.closing), indent + INDENT, inner_arrows)
    page.lines.append(Line(" " * indent + "}"))
