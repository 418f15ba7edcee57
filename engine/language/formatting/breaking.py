"""Where an expression that is too long for its line is broken.

Pipelines, `??`, `and`, `or` and sums break before their signs, an `if` before `then` and `else`; one with an `else if`
has a line for each case. A text at the end of a line may stick out: to break before it would gain nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from engine.language.formatting.words import (
    aggregate_parts,
    children,
    flat,
    is_token,
    joined,
    kind,
    needs_parentheses,
    words_of,
)
from engine.model.frozen import frozen

if TYPE_CHECKING:
    from engine.language.formatting.words import Node

LINE_MAX = 120  # characters, what stands before the text in its file included
_CLOSERS = ("RPAR", "RBRACKET")


@frozen
class Sheet:
    """What is written on: the text that was parsed, and how many columns stand before each line in the file."""

    source: str
    margin: int

    def room(self, column: int) -> int:
        """How many characters a line has from a column on."""
        return LINE_MAX - self.margin - column


# The first line of what is laid out goes on where it is put; the others begin with their own indentation.
Lines: TypeAlias = list[str]
Breaker: TypeAlias = "Callable[[Node, int, Sheet, str], Lines]"


def laid(node: Node, column: int, sheet: Sheet, tail: str = "") -> Lines:
    """An expression's lines when it begins at `column`. `tail`: what follows close behind: a bracket, a comma, ` {`."""
    whole = flat(node, sheet.source) + tail
    breaker = _BREAKERS.get(kind(node))
    if breaker is None or (not _has_cases(node) and _fits(node, whole, tail, sheet.room(column))):
        return [whole]
    return breaker(node, column, sheet, tail)


def _fits(node: Node, whole: str, tail: str, room: int) -> bool:
    if len(whole) <= room:
        return True
    overhang = 0 if kind(node) == "conditional" else _overhang(node)
    return overhang > 0 and len(whole) - len(tail) - overhang <= room


def _overhang(node: Node) -> int:
    """How long the text is that a piece ends with, the brackets behind it included; 0 when it ends with none."""
    if is_token(node):
        return node.end_pos - node.start_pos if node.type == "TEXT" else 0  # type: ignore
    *others, last = children(node)
    if others and is_token(last) and last.type in _CLOSERS:  # type: ignore[union-attr]
        inner = _overhang(others[-1])
        return inner + 1 if inner else 0
    return _overhang(last)


def _has_cases(node: Node) -> bool:
    return kind(node) == "conditional" and kind(children(node)[5]) == "conditional"


def _row(parts: Sequence[str | Node], column: int, sheet: Sheet, tail: str) -> Lines:
    """Parts one behind the other, each broken where it must be."""
    lines = [""]
    for index, part in enumerate(parts):
        behind = tail if index == len(parts) - 1 else ""
        if isinstance(part, str) and not is_token(part):
            lines[-1] += part + behind
        else:
            here = len(lines[-1]) + (column if len(lines) == 1 else 0)
            first, *others = laid(part, here, sheet, behind)  # type: ignore[arg-type]
            lines[-1] += first
            lines += others
    return lines


def _stack(rows: Sequence[Sequence[str | Node]], column: int, sheet: Sheet, tail: str) -> Lines:
    """Rows one below the other, all beginning at the column."""
    lines: Lines = []
    for index, parts in enumerate(rows):
        first, *others = _row(parts, column, sheet, tail if index == len(rows) - 1 else "")
        lines += [" " * column * bool(index) + first, *others]
    return lines


def _conditional(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    lines: Lines = []
    lead = "if "
    while kind(node) == "conditional":
        _, condition, _, body, _, node = children(node)
        case = _case(lead, condition, body, column, sheet)
        lines += [" " * column * bool(lines) + case[0], *case[1:]]
        lead = "else if "
    last = _row(("else ", node), column, sheet, tail)
    return [*lines, " " * column + last[0], *last[1:]]


def _case(lead: str, condition: Node, body: Node, column: int, sheet: Sheet) -> Lines:
    """`if a then b`; on two lines when one is too short, `then` below `if`."""
    whole = f"{lead}{flat(condition, sheet.source)} then {flat(body, sheet.source)}"
    if len(whole) <= sheet.room(column):
        return [whole]
    below = column + len(lead) - len("if ")
    first, *others = _row(("then ", body), below, sheet, "")
    return [*_row((lead, condition), column, sheet, ""), " " * below + first, *others]


def _otherwise(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    body, _, fallback = children(node)
    return _stack(((body,), ("else ", fallback)), column, sheet, tail)


def _chain(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    """`a | f | g`, `a ?? b`, `a and b and c`, `a + b - c`: a line for each sign. A comparison is none of them."""
    signs = _signs(node)
    rows: list[Sequence[str | Node]] = []
    base: Sequence[str | Node] = (node,)
    while signs and kind(node) in ("piped", "coalesce", "binary") and str(children(node)[1]) in signs:
        left, sign, right = children(node)
        rows.append((f"{sign} ", right))
        wrapped = kind(node) == "piped" and needs_parentheses(left)
        base, node = ("(", left, ")") if wrapped else (left,), left
        if wrapped:
            break
    if not rows:
        left, sign, right = children(node)
        return _row((left, f" {sign} ", right), column, sheet, tail)
    return _stack((base, *reversed(rows)), column, sheet, tail)


# Signs that bind alike stand below one another.
_ALIKE = (("|", "??"), ("or",), ("and",), ("+", "-"), ("*", "/"))


def _signs(node: Node) -> tuple[str, ...]:
    sign = str(children(node)[1])
    return next((alike for alike in _ALIKE if sign in alike), ())


def _unary(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    operator, operand = children(node)
    return _row(("-" if str(operator) == "-" else f"{operator} ", operand), column, sheet, tail)


def _group(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    return _row(("(", children(node)[1]), column, sheet, ")" + tail)


def _presence(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    """`x is present`, `x within series.s`: x is broken, and the rest follows."""
    operand = children(node)[0]
    rest = joined(words_of(node, sheet.source)[len(words_of(operand, sheet.source)) :])
    return _row((operand, f" {rest}"), column, sheet, tail)


def _call(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    name, *brackets = children(node)
    if len(brackets) < 3:
        return [flat(node, sheet.source) + tail]
    return _packed(f"{name}(", children(brackets[1]), column, sheet, ")" + tail)


def _member(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    operand, _, _, *options, _ = children(node)
    return _packed(f"{flat(operand, sheet.source)} in (", options, column, sheet, ")" + tail)


def _packed(opening: str, items: Sequence[Node], column: int, sheet: Sheet, tail: str) -> Lines:
    """As many items on a line as it holds, all lines beginning behind the opening bracket."""
    texts = [flat(item, sheet.source) for item in items]
    texts = [*(f"{text}," for text in texts[:-1]), texts[-1] + tail]
    indent = column + len(opening)
    packed = [texts[0]]
    for text in texts[1:]:
        if len(packed[-1]) + 1 + len(text) <= sheet.room(indent):
            packed[-1] += f" {text}"
        else:
            packed.append(text)
    return [opening + packed[0], *(" " * indent + line for line in packed[1:])]


def _aggregate(node: Node, column: int, sheet: Sheet, tail: str) -> Lines:
    """`sum(each line in lines` / `when c:` / `e)`."""
    head, condition, body = aggregate_parts(children(node))
    opening = f"{head[0]}("
    source = " ".join(flat(part, sheet.source) for part in head[2:])
    rows: list[list[str | Node]] = [[source]]
    if condition:
        rows.append(["when ", condition[1]])
    if body is not None:
        rows[-1].append(":")
        rows.append([body])
    lines = _stack(rows, column + len(opening), sheet, ")" + tail)
    return [opening + lines[0], *lines[1:]]


_BREAKERS: Mapping[str, Breaker] = {
    "conditional": _conditional,
    "otherwise": _otherwise,
    "piped": _chain,
    "coalesce": _chain,
    "binary": _chain,
    "unary": _unary,
    "group": _group,
    "presence": _presence,
    "within": _presence,
    "call": _call,
    "step": _call,
    "member": _member,
    "aggregate": _aggregate,
}
