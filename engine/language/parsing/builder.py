"""From the grammar's tree to the syntax tree: one small function a rule of grammar.lark.

It walks without recursion, so that a deep tree is an error with a code and never one of Python's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeAlias

from engine.diagnostics.source import Span
from engine.language import ast
from engine.language.parsing import complaints
from engine.language.parsing.automaton import Node, Token
from engine.language.parsing.run import ParseRun
from engine.model.frozen import frozen, replace
from engine.model.pattern import pattern

# What a rule's function is given: tokens, and what the functions below it made.
Children: TypeAlias = Sequence[Any]

DIGITS_MAX = 60  # of a number as written; no amount comes near, and Python refuses thousands of them


@frozen
class Build:
    """What builders need beside their children: the run, where the parsed part begins in it, and how a hole of a
    text is read (from, to, depth of texts in holes so far)."""

    run: ParseRun
    base: int
    depth: int
    hole: Callable[[ParseRun, int, int, int], ast.Expression | None]

    def span(self, child: Any) -> Span:
        """The place of a token or of a piece of the syntax tree."""
        if hasattr(child, "start_pos"):
            return self.run.span(self.base + child.start_pos, self.base + child.end_pos)
        if isinstance(child, ast.Argument):
            return child.value.span
        return child.span  # type: ignore[no-any-return]

    def across(self, children: Children) -> Span:
        """From the first child to the last one."""
        return self.span(children[0]).to(self.span(children[-1]))


def build(nodes: Sequence[Node], context: Build) -> Any:
    """What a tree of the grammar says: statements of `rules` and `body`, a statement, or an expression.

    `nodes`: each behind its children, the whole last.
    """
    for node in nodes:
        children = [child if isinstance(child, Token) else child.made for child in node.children]
        node.made = _BUILDERS[node.rule](children, context)
    return nodes[-1].made


# ---- statements


def _rule(children: Children, context: Build) -> ast.Rule:
    target, arrow, value = children
    return ast.Rule(target, arrow.kind == "TWO_WAY", value, context.across(children), context.span(arrow))


def _let(children: Children, context: Build) -> ast.Let:
    return ast.Let(_name(children[1], context), children[3], context.across(children))


def _skip(children: Children, context: Build) -> ast.Skip:
    return ast.Skip(children[2], context.across(children))


def _create(children: Children, context: Build) -> ast.Create:
    return ast.Create(children[2], context.across(children))


def _check(children: Children, context: Build) -> ast.Check:
    word, condition, message = children
    return ast.Check(condition, _text_of(message, context), word.kind == "WARN", context.across(children))


def _block(children: Children, context: Build) -> ast.Block:
    condition = children[2] if len(children) == 4 else None
    return ast.Block(children[0], condition, children[-1].statements, context.across(children))


def _each(children: Children, context: Build) -> ast.Each:
    target, name, source = children[0], children[3], children[5]
    condition = children[7] if len(children) == 9 else None
    item = _name(name, context)
    return ast.Each(target, item, source, condition, children[-1].statements, context.across(children))


def _item(children: Children, context: Build) -> ast.Item:
    condition = children[4] if len(children) == 6 else None
    return ast.Item(children[0], condition, children[-1].statements, context.across(children))


def _drop_target(children: Children, context: Build) -> ast.Drop:
    return ast.Drop(children[1], False, None, context.across(children))


def _drop_skips(children: Children, context: Build) -> ast.Drop:
    return ast.Drop(None, True, None, context.across(children))


def _drop_check(children: Children, context: Build) -> ast.Drop:
    return ast.Drop(None, False, _text_of(children[2], context), context.across(children))


@frozen
class _Body:
    statements: tuple[ast.Statement, ...]
    span: Span


def _body(children: Children, context: Build) -> _Body:
    for statement in children[1:-1]:
        context.run.diagnostics.extend(complaints.not_in_a_body(statement))
    return _Body(tuple(children[1:-1]), context.across(children))


def _statements(children: Children, context: Build) -> tuple[ast.Statement, ...]:
    return tuple(children)


@frozen
class _Slot:
    name: ast.Name
    is_list: bool
    span: Span


def _slot(children: Children, context: Build) -> _Slot:
    return _Slot(_name(children[0], context), len(children) > 1, context.across(children))


def _target(children: Children, context: Build) -> ast.Target:
    names = tuple(slot.name for slot in children)
    return ast.Target(names, tuple(slot.is_list for slot in children), context.across(children))


# ---- expressions


def _conditional(children: Children, context: Build) -> ast.Conditional:
    return ast.Conditional(children[1], children[3], children[5], context.across(children))


def _otherwise(children: Children, context: Build) -> ast.Otherwise:
    return ast.Otherwise(children[0], children[2], context.across(children))


def _piped(children: Children, context: Build) -> ast.Step:
    return ast.Step(children[0], children[2], context.across(children))


def _coalesce(children: Children, context: Build) -> ast.Coalesce:
    return ast.Coalesce(children[0], children[2], context.across(children))


def _binary(children: Children, context: Build) -> ast.Binary:
    left, operator, right = children
    return ast.Binary(str(operator), left, right, context.across(children), context.span(operator))


def _unary(children: Children, context: Build) -> ast.Unary:
    return ast.Unary(str(children[0]), children[1], context.across(children))


def _presence(children: Children, context: Build) -> ast.Presence:
    return ast.Presence(children[0], children[2].kind == "PRESENT", context.across(children))


def _member(children: Children, context: Build) -> ast.Member:
    return ast.Member(children[0], tuple(children[3:-1]), context.across(children))


def _within(children: Children, context: Build) -> ast.Within:
    return ast.Within(children[0], _name(children[3], context), context.across(children))


def _call(children: Children, context: Build) -> ast.Call:
    """`f(a, b)`, or of a step also `f` alone."""
    arguments = children[2] if len(children) == 4 else ()
    return ast.Call(_name(children[0], context), arguments, context.across(children))


def _arguments(children: Children, context: Build) -> tuple[ast.Argument, ...]:
    return tuple(children)


def _argument(children: Children, context: Build) -> ast.Argument:
    return ast.Argument(None, children[0])


def _named_argument(children: Children, context: Build) -> ast.Argument:
    return ast.Argument(_name(children[0], context), children[2])


def _list_literal(children: Children, context: Build) -> ast.ListLiteral:
    return ast.ListLiteral(tuple(children[1:-1]), context.across(children))


def _aggregate(children: Children, context: Build) -> ast.Aggregate:
    function, item, source, rest = children[0], children[3], children[5], children[6:-1]
    has_condition = bool(rest) and getattr(rest[0], "kind", "") == "WHEN"
    condition = rest[1] if has_condition else None
    after = rest[2:] if has_condition else rest
    return ast.Aggregate(
        _name(function, context),
        _name(item, context),
        source,
        condition,
        after[0] if after else None,
        context.across(children),
    )


def _group(children: Children, context: Build) -> ast.Expression:
    """What stands in parentheses; its place includes them, so that an excerpt is whole."""
    widened: ast.Expression = replace(children[1], span=context.across(children))
    return widened


def _path(children: Children, context: Build) -> ast.Path:
    return ast.Path(tuple(_name(token, context) for token in children), context.across(children))


def _number(children: Children, context: Build) -> ast.Literal:
    token, span = children[0], context.span(children[0])
    if len(token) > DIGITS_MAX:
        context.run.diagnostics.append(complaints.number_too_long(span))
        return ast.Literal(0, span)
    return ast.Literal(Decimal(str(token)) if "." in token else int(token), span)


def _date(children: Children, context: Build) -> ast.Literal:
    token, span = children[0], context.span(children[0])
    try:
        return ast.Literal(date.fromisoformat(str(token)), span)
    except ValueError:
        context.run.diagnostics.append(complaints.no_such_date(str(token), span))
        return ast.Literal(date.min, span)


def _yes(children: Children, context: Build) -> ast.Literal:
    return ast.Literal(True, context.across(children))


def _no(children: Children, context: Build) -> ast.Literal:
    return ast.Literal(False, context.across(children))


def _nothing(children: Children, context: Build) -> ast.Nothing:
    return ast.Nothing(context.across(children))


def _empty(children: Children, context: Build) -> ast.Empty:
    return ast.Empty(context.across(children))


def _refuse(children: Children, context: Build) -> ast.Refuse:
    message = _text_of(children[1], context) if len(children) > 1 else None
    return ast.Refuse(message, context.across(children))


def _text(children: Children, context: Build) -> ast.Text:
    return _text_of(children[0], context)


def _name(token: Any, context: Build) -> ast.Name:
    return ast.Name(str(token), context.span(token))


# ---- texts and their holes

_PLAIN = pattern(r"[^\\{}]+")
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t", "{": "{", "}": "}"}


def _text_of(token: Any, context: Build) -> ast.Text:
    """A text with its escapes undone and its holes read. Its inside is blank in the token; the run has it."""
    start, end = context.base + token.start_pos, context.base + token.end_pos
    # Joined run by run: adding piece to piece would cost a long text's length squared.
    runs = groupby(_parts(context, start + 1, end - 1), key=lambda part: isinstance(part, str))
    parts: list[str | ast.Expression] = []
    for plain, pieces in runs:
        parts += ["".join(str(piece) for piece in pieces)] if plain else pieces
    return ast.Text(tuple(parts), context.run.span(start, end))


def _parts(context: Build, position: int, end: int) -> Iterator[str | ast.Expression]:
    text, run = context.run.text, context.run
    while position < end:
        character = text[position]
        if character == "\\":
            escaped = _ESCAPES.get(text[position + 1])
            if escaped is None and not run.is_full:
                place = run.span(position, position + 2)
                run.diagnostics.append(complaints.unknown_escape(text[position + 1], place))
            yield escaped or ""
            position += 2
        elif character == "{":
            closing = _hole_end(text, position)
            hole = context.hole(run, position + 1, closing, context.depth + 1)
            if hole is not None:
                yield hole
            position = closing + 1
        elif character == "}":
            if not run.is_full:
                run.diagnostics.append(complaints.stray_brace(run.span(position, position + 1)))
            yield character
            position += 1
        else:
            plain = _PLAIN.match(text, position, end)
            assert plain is not None
            yield plain[0]
            position = plain.end()


def _hole_end(text: str, opening: int) -> int:
    """Where the brace that closes a hole stands. The layout has seen to it that there is one."""
    from engine.language.parsing.layout import text_end

    position = opening + 1
    while text[position] != "}":
        position = text_end(text, position)[0] if text[position] == '"' else position + 1
    return position


_BUILDERS: dict[str, Callable[[Children, Build], Any]] = {
    "rules": _statements,
    "one": lambda children, context: children[0],
    "rule": _rule,
    "let": _let,
    "skip": _skip,
    "create": _create,
    "check": _check,
    "block": _block,
    "each": _each,
    "item": _item,
    "drop_target": _drop_target,
    "drop_skips": _drop_skips,
    "drop_check": _drop_check,
    "body": _body,
    "target": _target,
    "slot": _slot,
    "conditional": _conditional,
    "otherwise": _otherwise,
    "piped": _piped,
    "coalesce": _coalesce,
    "step": _call,
    "binary": _binary,
    "unary": _unary,
    "presence": _presence,
    "member": _member,
    "within": _within,
    "number": _number,
    "date": _date,
    "text": _text,
    "yes": _yes,
    "no": _no,
    "nothing": _nothing,
    "empty": _empty,
    "refuse": _refuse,
    "call": _call,
    "aggregate": _aggregate,
    "path": _path,
    "group": _group,
    "arguments": _arguments,
    "argument": _argument,
    "named_argument": _named_argument,
    "list_literal": _list_literal,
}
