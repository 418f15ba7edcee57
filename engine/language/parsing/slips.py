"""Usual slips of those who know Excel, SQL or Python, each by examples of it: data, and how a failed parse is told.

The parser stops in some state at some token; a slip is recognised when an example of it stops in the same state at the
same kind of token (Lark's `match_examples`). In an example the name `any` stands for every name where the parse stops;
another name there stands for itself. A slip with many forms needs an example of each kind of value before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from engine.model.frozen import frozen
from engine.model.text import Text, say

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

Parse = Callable[[str], object]
_ANY = "any"


@frozen
class Slip:
    """A mistake with its wording. `fix`: what is written in place of the word that does not fit."""

    code: str
    message: Text
    help: Text
    examples: tuple[str, ...]
    fix: str | None = None


def recognised(error: UnexpectedInput, parse: Parse) -> Slip | None:
    """The slip of which an example fails as this parse did; None when it is none of them."""
    fitting = {slip: [e for e in slip.examples if _stops_alike(error, _failure(e, parse))] for slip in SLIPS}

    def again(example: str) -> NoReturn:
        raise _failure(example, parse).with_traceback(None)  # else it would grow with every use

    found: Slip | None = _without_depth(error).match_examples(again, fitting, use_accepts=False)
    return found


def _without_depth(error: UnexpectedInput) -> UnexpectedInput:
    """A failure that compares by its state alone: Lark's own comparison asks for equally deep nesting too."""
    error.state = getattr(error.state, "position", error.state)
    return error


@cache
def _failure(example: str, parse: Parse) -> UnexpectedInput:
    """How an example fails; an example that parses is a fault of the table."""
    from lark.exceptions import UnexpectedInput

    try:
        parse(example)
    except UnexpectedInput as error:
        return _without_depth(error)
    raise AssertionError(f"no slip: {example}")


def _stops_alike(error: UnexpectedInput, example: UnexpectedInput) -> bool:
    """Whether both stop at one kind of token; names also at one word, unless it may be any."""
    token, other = getattr(error, "token", None), getattr(example, "token", None)
    if token is None or other is None or token.type != other.type:
        return False
    return bool(token.type != "NAME" or other == _ANY or token == other)


def _behind_values(template: str, words: Iterable[str] = ("",)) -> tuple[str, ...]:
    """Examples of something that stands behind a value of each kind."""
    values = ("a", "a.b", '"a"', "1", "2026-01-31", "yes", "(a)", "f(a)", "a | f", "a | f(1)", "a is present")
    return tuple(template.format(value=value, word=word) for value in values for word in words)


_CAPITALS: Mapping[str, str] = {word.upper(): word for word in ("and", "or", "then", "else", "is", "in")}

SLIPS: tuple[Slip, ...] = (
    Slip(
        "S122",
        say("an absent value is asked for with `is absent`"),
        say("write `is absent` or `is present`"),
        tuple(f"A = a is {word}" for word in ("null", "NULL", "Null", "none", "None", "nil", "blank", "undefined")),
        "absent",
    ),
    Slip(
        "S122",
        say("a further condition is written `else if`"),
        say("write `else if condition then value`"),
        _behind_values("A = if a then {value} {word} b", ("elif", "elsif", "elseif", "ELIF")),
        "else if",
    ),
    Slip(
        "S122",
        say("an `if` ends by itself"),
        say("take the word away"),
        _behind_values("A = if a then b else {value} {word}", ("end", "END", "endif", "fi")),
        "",
    ),
    *(
        Slip(
            "S122",
            say("the words of the language are written in small letters"),
            say("write `{sign}`", sign=small),
            _behind_values("A = {value} {word}", (capital,)),
            small,
        )
        for capital, small in _CAPITALS.items()
    ),
    Slip(
        "S122",
        say("`between` is written as two comparisons"),
        say("write `x >= 1 and x <= 9`"),
        _behind_values("A = {value} {word} 1", ("between", "BETWEEN")),
    ),
    Slip(
        "S122",
        say("there are no patterns: texts are compared whole"),
        say('write `x == "…"`, or `x in ("…", "…")`'),
        _behind_values('A = {value} {word} "b"', ("like", "LIKE", "matches", "contains")),
    ),
    Slip(
        "S101",
        say("the condition comes before the value"),
        say("write `if condition then value else value`"),
        _behind_values("A = {value} if b else c"),
    ),
    Slip(
        "S101",
        say("a single rule has no `when`: its value is chosen with `if`"),
        say("write `if condition then value else nothing`"),
        _behind_values("A = {value} when b"),
    ),
    Slip(
        "S101",
        say("`not in` is not said here"),
        say("write `{sign}`", sign="not (x in (a, b))"),
        _behind_values("A = {value} not in (b)"),
    ),
    Slip(
        "S101",
        say("after `within` comes the name of a series"),
        say("write `{sign}`", sign="within series.customer"),
        ("A = a within any", 'A = a within "a"', "A = a within (a)", "A = a within 1", "A = a within"),
    ),
    Slip(
        "S101",
        say("after `in` come the values in parentheses"),
        say("write `{sign}`", sign='x in ("A", "B")'),
        ("A = a in any", 'A = a in "a"', 'A = a in ["a"]', "A = a in 1", "A = a in {a}", "A = a in"),
    ),
    Slip(
        "S101",
        say("`{word}` is followed by `when`", word="skip"),
        say("write `{sign}`", sign="skip when …"),
        ("skip any", 'skip "a"', "skip not a", "skip (a)", "skip if a", "skip 1"),
    ),
    Slip(
        "S101",
        say("`{word}` is followed by `when`", word="create"),
        say("write `{sign}`", sign="create when …"),
        ("create any", 'create "a"', "create not a", "create (a)", "create if a", "create 1"),
    ),
    Slip(
        "S101",
        say("between an item's name and its list stands `in`"),
        say("write `{sign}`", sign="each line in lines"),
        ("A = each a any", "A = each a : b", "A = each a, b", "A = sum(each a any: b)"),
    ),
    Slip(
        "S101",
        say("a comma stands between two values, and there is none behind this one"),
        say("take the comma away"),
        ("A = f(a,)", "A = a | f(1,)", "A = a in (b,)", "A = f([a,])"),
    ),
    Slip(
        "S101",
        say("a rule ends with its line, without a comma"),
        say("take the comma away"),
        _behind_values("A = {value},"),
        "",
    ),
    Slip(
        "S101",
        say("parentheses hold one value, unless they stand behind `in` or a function's name"),
        say("write `if condition then value else value`, or a function's name before the parenthesis"),
        tuple(example for value in ("a", '"a"', "1", "(a)", "f(a)") for example in (f"A = ({value}, b)",)),
    ),
    Slip(
        "S101",
        say("a field is read by its bare name; braces and brackets are for texts and lists"),
        say("write the name alone"),
        ("A = {a}", "A = [a]", "A = a + {b}", "A = a + [b]", "A = a ?? {b}", "A = a ?? [b]", "check {a}", "check [a]"),
    ),
    Slip(
        "S101",
        say("an item of a list is not reached by its number"),
        say("go through the list: `each line in lines`"),
        ("A = a[0]", "A = a.b[0]", "A = (a)[0]", "A = f(a)[0]"),
    ),
)
