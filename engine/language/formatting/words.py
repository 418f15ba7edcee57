"""A piece of the grammar's own tree as words, each with what stands before it on a line.

Texts, numbers and dates stay as they were written, and so do parentheses; the ones round `??` before `|` are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from engine.model.frozen import frozen, replace

if TYPE_CHECKING:
    from lark import Token, Tree

    Node: TypeAlias = "Tree[Token] | Token"


@frozen
class Word:
    """What is never torn apart. `gap`: what parts it from the word before; `start`, `end`: its place in the source."""

    text: str
    start: int
    end: int
    gap: str = " "


def is_token(node: object) -> bool:
    """Whether it is a word of the grammar itself."""
    return hasattr(node, "start_pos")


def kind(node: Node) -> str:
    """The rule of the grammar that a piece is of; of a token nothing."""
    return "" if is_token(node) else str(node.data)  # type: ignore[union-attr]


def children(node: Node) -> list[Node]:
    """What a piece of the tree is made of."""
    return list(node.children)  # type: ignore[union-attr]


def joined(words: Iterable[Word]) -> str:
    """Words on one line; the gap before the first one is left out."""
    first, *others = words
    return first.text + "".join(word.gap + word.text for word in others)


def flat(node: Node, source: str) -> str:
    """A piece of the tree on one line."""
    return joined(words_of(node, source))


def words_of(node: Node, source: str) -> list[Word]:
    """The words of a piece of the tree. `source`: the text that it was parsed from, for the insides of texts."""
    if is_token(node):
        start, end = _place(node)
        return [Word(source[start:end] if node.type == "TEXT" else str(node), start, end)]  # type: ignore[union-attr]
    make = _MAKERS.get(kind(node), _plainly)
    return make(children(node), source)


def needs_parentheses(left: Node) -> bool:
    """Whether what stands left of a `|` is a `??`: `a ?? b | f` reads as if only b went through f."""
    return kind(left) == "coalesce"


def glued(words: Sequence[Word]) -> list[Word]:
    """The words, the first of them close to what stands before."""
    return [replace(words[0], gap=""), *words[1:]]


def closed(words: Sequence[Word], sign: str) -> list[Word]:
    """The words with a sign close behind."""
    end = words[-1].end
    return [*words, Word(sign, end, end, "")]


def _place(token: Node) -> tuple[int, int]:
    return token.start_pos, token.end_pos  # type: ignore[union-attr, return-value]


def _plainly(parts: Sequence[Node], source: str) -> list[Word]:
    return [word for part in parts for word in words_of(part, source)]


def _one(parts: Sequence[Node], text: str) -> list[Word]:
    """One word over all the parts."""
    return [Word(text, _place(parts[0])[0], _place(parts[-1])[1])]


def _path(parts: Sequence[Node], _source: str) -> list[Word]:
    return _one(parts, ".".join(map(str, parts)))


def _target(parts: Sequence[Node], _source: str) -> list[Word]:
    slots = [children(part) for part in parts]
    return _one([token for slot in slots for token in slot], ".".join("".join(map(str, slot)) for slot in slots))


def _within(parts: Sequence[Node], source: str) -> list[Word]:
    operand, word, *series = parts
    return [*words_of(operand, source), *words_of(word, source), *_one(series, ".".join(map(str, series)))]


def _unary(parts: Sequence[Node], source: str) -> list[Word]:
    operator, operand = (words_of(part, source) for part in parts)
    return [*operator, *(glued(operand) if operator[0].text == "-" else operand)]


def _piped(parts: Sequence[Node], source: str) -> list[Word]:
    left = words_of(parts[0], source)
    if needs_parentheses(parts[0]):
        opening = Word("(", left[0].start, left[0].start)
        left = closed([opening, *glued(left)], ")")
    return [*left, *_plainly(parts[1:], source)]


def _bracketed(parts: Sequence[Node], source: str) -> list[Word]:
    """`(a)`, `[a, b]`: the items close to their brackets, parted by commas."""
    opening, *items, closing = parts
    *before, last = [words_of(item, source) for item in items] or [[]]
    inner = [*(word for item in before for word in closed(item, ",")), *last]
    return [*words_of(opening, source), *(glued(inner) if inner else []), *glued(words_of(closing, source))]


def _call(parts: Sequence[Node], source: str) -> list[Word]:
    name, brackets = parts[0], list(parts[1:])
    if len(brackets) == 3:
        brackets[1:2] = children(brackets[1])
    return [*words_of(name, source), *(glued(_bracketed(brackets, source)) if brackets else [])]


def _member(parts: Sequence[Node], source: str) -> list[Word]:
    return [*words_of(parts[0], source), *words_of(parts[1], source), *_bracketed(parts[2:], source)]


def _named(parts: Sequence[Node], source: str) -> list[Word]:
    """`by=Field`."""
    name, equals, value = (words_of(part, source) for part in parts)
    return [*name, *glued(equals), *glued(value)]


def _aggregate(parts: Sequence[Node], source: str) -> list[Word]:
    head, condition, body = aggregate_parts(parts)
    looked_at = [*_plainly(head[2:], source), *_plainly(condition, source)]
    inner = [*closed(looked_at, ":"), *words_of(body, source)] if body is not None else looked_at
    opening = [*words_of(head[0], source), *glued(words_of(head[1], source))]
    return [*opening, *glued(inner), *glued(words_of(parts[-1], source))]


def aggregate_parts(parts: Sequence[Node]) -> tuple[Sequence[Node], Sequence[Node], Node | None]:
    """Of `sum(each line in lines when c: e)`: up to `lines`; `when c`, or nothing; and e."""
    rest = list(parts[6:-1])
    has_condition = bool(rest) and getattr(rest[0], "type", "") == "WHEN"
    condition, after = (rest[:2], rest[2:]) if has_condition else ([], rest)
    return parts[:6], condition, after[0] if after else None


_MAKERS: Mapping[str, Callable[[Sequence[Node], str], list[Word]]] = {
    "path": _path,
    "target": _target,
    "within": _within,
    "unary": _unary,
    "piped": _piped,
    "group": _bracketed,
    "list_literal": _bracketed,
    "call": _call,
    "step": _call,
    "member": _member,
    "named_argument": _named,
    "aggregate": _aggregate,
}
