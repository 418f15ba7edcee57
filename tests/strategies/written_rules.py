"""Rules in every form that the grammar has, written as untidily as it allows: any spaces, line breaks and comments.

What they say makes no sense, for only the parser and the formatter read them. A program is its words first (`Program`),
so that one and the same can be written in two ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

Draw = st.DrawFn
Words = list[str]


@dataclass(frozen=True)
class Statement:
    """The words of a statement; of one with a body these end with its brace, and the body follows."""

    words: tuple[str, ...]
    body: tuple[Statement, ...] | None = None


Program = tuple[Statement, ...]

_NAMES = ("a", "active", "customer_no", "ordre", "ørens_navn", "series", "an_exceedingly_long_name_of_a_field", "today")
_TARGETS = ("Number", "Id", "Name", "AnExceedinglyLongNameOfATarget", "Æøå")
_TEXTS = (
    '""',
    '"x"',
    '"# no comment"',
    '"a \\"quoted\\" word"',
    '"{a}-{b | f}"',
    '"{a  ??  "n{b}"} \\{c\\}"',
    '"a long message that says at length what is wrong with the record and how somebody may mend it in Win"',
)
_COMMENTS = ("#", "# a note", '# "half a text', "# {brace ( and [", "#!", "# Name = x", "#  wide   # twice")


# ---- the words


_paths = st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3).map(
    lambda names: [part for name in names for part in (name, ".")][:-1]
)
_atoms = st.one_of(
    st.sampled_from(
        [[word] for word in ("12", "12.50", "007", "2026-01-31", "yes", "no", "nothing", "empty", "refuse")]
    ),
    st.sampled_from([[text] for text in _TEXTS]),
    st.sampled_from([["(", "refuse", text, ")"] for text in _TEXTS]),
    _paths,
)


def _path(draw: Draw) -> Words:
    return draw(_paths)


def _atom(draw: Draw) -> Words:
    return list(draw(_atoms))  # what is drawn is the strategy's own, and words are added to it


def _listed(draw: Draw, depth: int) -> Words:
    items = [_expression(draw, depth) for _ in range(draw(st.integers(1, 3)))]
    return [word for item in items for word in (*item, ",")][:-1]


def _arguments(draw: Draw, depth: int) -> Words:
    made: Words = []
    for _ in range(draw(st.integers(0, 3))):
        made += ([draw(st.sampled_from(("by", "at", "key"))), "="] if draw(st.booleans()) else []) + (
            ["[", *_listed(draw, depth), "]"] if draw(st.integers(0, 4)) == 4 else _expression(draw, depth)
        )
        made.append(",")
    return made[:-1]


def _aggregate(draw: Draw, depth: int) -> Words:
    condition = ["when", *_expression(draw, depth)] if draw(st.booleans()) else []
    body = [":", *_expression(draw, depth)] if draw(st.booleans()) else []
    return ["sum", "(", "each", "line", "in", *_path(draw), *condition, *body, ")"]


def _sum(draw: Draw, depth: int) -> Words:
    """What may stand at either side of a `??`, of a comparison, of a `|`."""
    if depth <= 0:
        return _atom(draw)
    match draw(st.integers(0, 7)):
        case 7:
            return ["(", *_expression(draw, depth - 1), ")"]
        case 6:
            return ["f", "(", *_arguments(draw, depth - 1), ")"]
        case 5:
            return _aggregate(draw, depth - 1)
        case 4:
            return [*_atom(draw), draw(st.sampled_from("+-*/")), *_sum(draw, depth - 1)]
        case 3:
            return ["-", *_atom(draw)]
        case _:
            return _atom(draw)


def _default(draw: Draw, depth: int) -> Words:
    words = _sum(draw, depth)
    for _ in range(draw(st.integers(0, max(0, min(depth, 2))))):
        words += ["??", *_sum(draw, depth - 1)]
    return words


def _condition(draw: Draw, depth: int) -> Words:
    words = _default(draw, depth)
    match draw(st.integers(0, 6)):
        case 6:
            words += [draw(st.sampled_from(("==", "!=", "<", "<=", ">", ">="))), *_default(draw, depth - 1)]
        case 5:
            words += ["is", draw(st.sampled_from(("present", "absent")))]
        case 2:
            words += ["in", "(", *_listed(draw, depth - 1), ")"]
        case 3:
            words += ["within", "series", ".", "customer"]
        case 4:
            words = ["not", *words]
        case _:
            pass
    if depth > 0 and draw(st.integers(0, 2)) == 2:
        words += [draw(st.sampled_from(("and", "or"))), *_condition(draw, depth - 1)]
    return words


def _pipeline(draw: Draw, depth: int) -> Words:
    words = _condition(draw, depth)
    for _ in range(draw(st.integers(0, max(0, min(depth, 2))))):
        words += ["|", "step"]
        if depth > 1 and draw(st.booleans()):
            words += ["(", *_arguments(draw, depth - 1), ")"]
        if draw(st.integers(0, 3)) == 3:
            words += ["??", *_sum(draw, depth - 1)]
    return words


def _expression(draw: Draw, depth: int) -> Words:
    if depth > 0 and draw(st.integers(0, 3)) == 3:
        condition, body = _pipeline(draw, depth - 1), _branch(draw, depth - 1)
        return ["if", *condition, "then", *body, "else", *_expression(draw, depth - 1)]
    words = _pipeline(draw, depth)
    return [*words, "else", *_expression(draw, depth - 1)] if depth > 0 and draw(st.integers(0, 3)) == 3 else words


def _branch(draw: Draw, depth: int) -> Words:
    if depth > 0 and draw(st.integers(0, 4)) == 4:
        return ["if", *_pipeline(draw, depth - 1), "then", *_branch(draw, 0), "else", *_branch(draw, 0)]
    return _pipeline(draw, depth)


def _target(draw: Draw, *, lists: bool = True) -> Words:
    words = [draw(st.sampled_from(_TARGETS))]
    if lists and draw(st.integers(0, 4)) == 0:
        words += ["[", "]", ".", "Field"]
    if draw(st.integers(0, 4)) == 4:
        words += [".", draw(st.sampled_from(_TARGETS))]
    return words


def _when(draw: Draw) -> Words:
    return ["when", *_expression(draw, 2)] if draw(st.booleans()) else []


def _statement(draw: Draw, depth: int) -> Statement:
    choice = draw(st.integers(0, 11 if depth else 7))
    if choice <= 4:
        return Statement((*_target(draw), draw(st.sampled_from(("=", "<->"))), *_expression(draw, 3)))
    if choice == 5:
        return Statement(("let", draw(st.sampled_from(_NAMES)), "=", *_expression(draw, 3)))
    if choice == 6:
        words = (draw(st.sampled_from(("check", "warn"))), *_expression(draw, 2), ",", draw(st.sampled_from(_TEXTS)))
        return Statement(words)
    if choice == 7:
        return Statement(draw(st.sampled_from(_ONLY_AT_THE_TOP))) if depth == _DEPTH else Statement(("Id", "=", "a"))
    inner = tuple(_statement(draw, depth - 1) for _ in range(draw(st.integers(0, 3))))
    head = _target(draw, lists=False)
    if choice <= 9:
        return Statement((*head, *_when(draw), "{"), inner)
    listed = ["item"] if choice == 10 else ["each", "line", "in", *_path(draw)]
    return Statement((*head, "=", *listed, *_when(draw), "{"), inner)


_DEPTH = 2
_ONLY_AT_THE_TOP = (
    ("skip", "when", "a"),
    ("create", "when", "not", "a", "and", "b"),
    ("drop", "skip"),
    ("drop", "Lines", "[", "]", ".", "Field"),
    ("drop", "check", '"its message"'),
)


@st.composite
def programs(draw: Draw) -> Program:
    """Some statements."""
    return tuple(_statement(draw, _DEPTH) for _ in range(draw(st.integers(1, 3))))


# ---- the writing

# Outside brackets a line may end only where the next word cannot begin a statement.
_GO_ON = {
    "else",
    "then",
    "and",
    "or",
    "is",
    "in",
    "within",
    "when",
    "|",
    "??",
    "+",
    "-",
    "*",
    "/",
    "==",
    "!=",
    "<",
    "<=",
}
_GO_ON |= {">", ">=", ","}
_CLOSE = {"(", ")", "[", "]", ",", ".", ":"}


@dataclass(frozen=True)
class _Hand:
    """Who writes. `neat`: no comments and no empty lines."""

    random: Random
    neat: bool

    def space(self, left: str, right: str) -> str:
        """White space between two words of a line; none where they part by themselves."""
        spaces = (" ", " ", " ", "  ", "     ", "\u00a0", "\t")
        return self.random.choice(("", *spaces) if left in _CLOSE or right in _CLOSE else spaces)

    def line_end(self) -> str:
        """The end of a line, with what may stand between it and the next words."""
        indent = self.random.choice(("", "  ", "        "))
        if self.neat:
            return f"\n{indent}"
        parts = [self.random.choice(("", "", "  ", " # behind", "  #close to it"))]
        comments = ("", "   ", *(f"   {text}" for text in _COMMENTS))
        parts += (self.random.choice(comments) for _ in range(self.random.choice((0, 0, 1, 2))))
        return "\n".join(parts) + f"\n{indent}"

    def words(self, words: Sequence[str]) -> str:
        """The words of one statement."""
        made, depth, left = words[0], 0, words[0]
        for right in words[1:]:
            breaks = (depth > 0 or right in _GO_ON) and self.random.random() < 0.1
            made += (self.line_end() if breaks else self.space(left, right)) + right
            depth += (right in ("(", "[")) - (right in (")", "]"))
            left = right
        return made

    def statements(self, statements: Sequence[Statement]) -> str:
        """Statements one below the other."""
        return self.line_end().join(self.statement(one) for one in statements)

    def statement(self, statement: Statement) -> str:
        """One statement with its body."""
        made = self.words(statement.words)
        if statement.body is None:
            return made
        inner = self.statements(statement.body)
        return f"{made}{self.line_end()}{inner}{self.line_end()}}}"


def write(program: Program, seed: int, *, neat: bool = False) -> str:
    """A program as somebody wrote it; `neat`: without comments and empty lines, but with no other order."""
    hand = _Hand(Random(seed), neat)
    before = hand.random.choice(("", "\n\n", "# first\n", "# first\n\n\n"))
    after = hand.random.choice(("", "\n", "  # last", "\n\n# last\n\n"))
    made = hand.statements(program)
    return made if neat else before + made + after


_seeds = st.integers(0, 2**32)
written_rules = st.builds(write, programs(), _seeds)
two_writings = st.builds(lambda p, a, b: (write(p, a, neat=True), write(p, b, neat=True)), programs(), _seeds, _seeds)
