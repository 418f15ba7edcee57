"""From the text of rules to the syntax tree, with every mistake of the block in one run.

A block without mistakes is parsed in one go. One with mistakes is parsed again, statement by statement, so that each
says what is wrong with it; the wording is in parsing/mistakes.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Embedded
from engine.language import ast
from engine.language.parsing import complaints
from engine.language.parsing.automaton import nodes_of
from engine.language.parsing.builder import Build, build
from engine.language.parsing.depth import deeper_than
from engine.language.parsing.grammar import grammar
from engine.language.parsing.layout import HOLES_MAX, NESTING_MAX, Layout, Piece, lay_out, lay_out_expression
from engine.language.parsing.mistakes import Mistake, explain
from engine.language.parsing.run import MISTAKES_MAX, ParseRun, parse_run_of
from engine.language.parsing.slips import recognised
from engine.model.frozen import frozen

if TYPE_CHECKING:
    from lark import Token, Tree
    from lark.exceptions import UnexpectedInput


STATEMENTS_MAX = 20_000  # of one file, those in bodies too: what nobody wrote by hand, nobody can check


@frozen
class Parsed:
    """What a block says: the statements that could be read, and every mistake. With an error it is not whole."""

    statements: tuple[ast.Statement, ...]
    diagnostics: tuple[Diagnostic, ...]


@frozen
class ParsedExpression:
    """What an expression says, or why it says nothing."""

    expression: ast.Expression | None
    diagnostics: tuple[Diagnostic, ...]


@lru_cache(maxsize=256)  # a hundred customers' overlays extend the same bases
def parse_rules(embedded: Embedded) -> Parsed:
    """Parse a block of rules. Never raises for a text, whatever it says."""
    run = parse_run_of(embedded)
    layout = lay_out(embedded.text)
    beyond = _beyond(layout.pieces)
    if beyond is not None:
        return Parsed((), (complaints.too_many(run.span(beyond.start, beyond.start + 1), STATEMENTS_MAX),))
    statements = None if layout.slips else _whole(run, layout)
    if statements is None:
        layout = lay_out(embedded.text, wary=True)
        run.diagnostics.extend(complaints.slip(slip, run) for slip in layout.slips)
        statements = tuple(_piece_by_piece(run, layout))
    kept = tuple(statement for statement in statements if not _too_deep(statement, run))
    # Where some were not looked at, what the others say would be misjudged: a let may stand further down.
    return Parsed(() if run.is_full else kept, _in_order(run.diagnostics))


@lru_cache(maxsize=256)
def parse_expression(embedded: Embedded) -> ParsedExpression:
    """Parse one expression, as in `select:`. Never raises for a text, whatever it says."""
    run = parse_run_of(embedded)
    expression = _expression(run, 0, len(embedded.text), 0)
    if expression is not None and _too_deep(expression, run):
        expression = None
    return ParsedExpression(expression, _in_order(run.diagnostics))


def _beyond(pieces: tuple[Piece, ...]) -> Piece | None:
    """The first statement that is one too many."""
    waiting, seen = list(reversed(pieces)), 0
    while waiting:
        piece = waiting.pop()
        seen += 1
        if seen > STATEMENTS_MAX:
            return piece
        waiting.extend(reversed(piece.inner))
    return None


def grammar_tree(masked: str, rule: str) -> Tree[Token]:
    """The grammar's own tree of a text that is laid out and without a mistake: every token in its place."""
    from engine.language.parsing.grammar import grammar

    return grammar().parse(masked, start=rule)


def _whole(run: ParseRun, layout: Layout) -> tuple[ast.Statement, ...] | None:
    """All statements at once; None when there is a mistake among them."""
    nodes = nodes_of(layout.masked, "rules")
    if nodes is None:
        return None
    statements: tuple[ast.Statement, ...] = build(nodes, Build(run, 0, 0, _expression))
    return statements


def _piece_by_piece(run: ParseRun, layout: Layout) -> Iterator[ast.Statement]:
    """The statements that can be read; after more mistakes than anybody reads, no more."""
    for piece in layout.pieces:
        if run.is_full:
            return
        yield from _one_by_one(run, layout, piece)


def _one_by_one(run: ParseRun, layout: Layout, piece: Piece) -> list[ast.Statement]:
    """The statement of a piece; of one with a mistake in its body, complaints about that and nothing more."""
    if not _slips_inside(layout, piece.start, piece.end):
        statement = _parse(run, layout.masked, piece.start, piece.end, "one")
        if not isinstance(statement, Mistake):
            return [statement]
        if piece.opening is None:
            run.diagnostics.append(explain(statement, run))
            return []
        _go_inside(run, layout, piece, statement)
    elif piece.opening is not None:
        _go_inside(run, layout, piece, None)
    return []


def _go_inside(run: ParseRun, layout: Layout, piece: Piece, whole: Mistake | None) -> None:
    """Complain about a statement's head and about each statement of its body by itself.

    `whole` is what is wrong with it as one: said when neither head nor body has a mistake of its own.
    """
    assert piece.opening is not None
    said = len(run.diagnostics)
    if not _slips_inside(layout, piece.start, piece.opening):
        head = layout.masked[: piece.opening] + "{}"
        mistake = _parse(run, head, piece.start, piece.opening + 2, "one")
        if isinstance(mistake, Mistake):
            run.diagnostics.append(explain(mistake, run))
    for inner in piece.inner:
        for statement in _one_by_one(run, layout, inner):
            run.diagnostics.extend(complaints.not_in_a_body(statement))
    if whole is not None and len(run.diagnostics) == said:
        run.diagnostics.append(explain(whole, run))


def _slips_inside(layout: Layout, start: int, end: int) -> bool:
    """Whether something there was complained about already; what else is wrong with it may follow from that."""
    return any(start <= slip.start < end for slip in layout.slips)


def _expression(run: ParseRun, start: int, end: int, depth: int) -> ast.Expression | None:
    """The expression that stands from `start` to `end`; None, with a complaint, when there is none."""
    layout = lay_out_expression(run.text[start:end], in_hole=depth > 0)
    if layout.slips:
        run.diagnostics.extend(complaints.slip(slip, run, base=start) for slip in layout.slips)
        return None
    if depth > HOLES_MAX:
        run.diagnostics.append(complaints.too_deep(run.span(start, end)))
        return None
    if not layout.masked.strip():
        place = run.span(max(start - 1, 0), end + 1) if depth else run.span(0, 1)
        run.diagnostics.append(complaints.no_expression(place, in_hole=depth > 0))
        return None
    masked = " " * start + layout.masked
    made = _parse(run, masked, start, end, "expression", depth)
    if isinstance(made, Mistake):
        run.diagnostics.append(explain(made, run))
        return None
    expression: ast.Expression = made
    return expression


def _parse(run: ParseRun, masked: str, start: int, end: int, rule: str, depth: int = 0) -> Any:
    """What the laid out text from `start` to `end` says by a rule of the grammar, or the mistake in it."""
    nodes = nodes_of(masked[start:end], rule)
    if nodes is None:
        return _mistake(_failure(masked[start:end], rule), masked, start, end)
    return build(nodes, Build(run, start, depth, _expression))


def _failure(text: str, rule: str) -> UnexpectedInput:
    """How Lark fails at a text with a mistake: it knows what could have come."""
    from lark.exceptions import UnexpectedInput

    try:
        grammar().parse(text, start=rule)
    except UnexpectedInput as error:
        return error
    raise AssertionError(f"the automaton is stricter than its grammar: {text}")


def _mistake(error: UnexpectedInput, masked: str, start: int, end: int) -> Mistake:
    token = getattr(error, "token", None)
    if token is None:
        offset = start + (error.pos_in_stream or 0)
    else:
        offset = end if token.type == "$END" else start + token.start_pos
    stopped: Any = getattr(error, "interactive_parser", None)
    accepts = frozenset(stopped.accepts() if stopped else ())
    return Mistake(masked, start, end, offset, accepts, recognised(error, _statement))


def _statement(text: str) -> object:
    """How an example of a slip is read."""
    return grammar().parse(text, start="one")


def _too_deep(node: ast.Statement | ast.Expression, run: ParseRun) -> bool:
    if not deeper_than(node, NESTING_MAX):
        return False
    if not any(diagnostic.code == complaints.TOO_DEEP for diagnostic in run.diagnostics):
        run.diagnostics.append(complaints.too_deep(node.span))
    return True


def _in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place, so that a file's mistakes read from top to bottom; each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.span.line, d.span.column) if d.span else (0, 0)))[:MISTAKES_MAX]
