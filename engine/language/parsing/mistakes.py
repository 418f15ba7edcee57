"""What is said where a parse stopped: in a consultant's words, never in a parser's.

A failed parse knows where it stopped and what could have come; the usual mistakes are told from that and from the
words around it, the most telling first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.diagnostics.diagnostic import Diagnostic, error
from engine.diagnostics.source import Span
from engine.language.parsing.run import ParseRun
from engine.model.enumeration import either
from engine.model.likeness import nearest
from engine.model.text import Text, say

STATEMENT_WORDS = ("let", "skip", "create", "check", "warn", "drop")
_OTHER_WORDS = (
    "when each in item if then else and or not is present absent within yes no nothing empty refuse"  # as in NAME
)
RESERVED = frozenset((*STATEMENT_WORDS, *_OTHER_WORDS.split()))

_WORD = re.compile(r'"[^"\n]*"|[^\W\d]\w*|[0-9]+(?:\.[0-9]+)?|<->|==|!=|<=|>=|\?\?|\S')
_TARGET = re.compile(r"(?:let +)?[^\W\d]\w*(?:\[\])?(?:\.[^\W\d]\w*(?:\[\])?)*")
_STRAIGHT = say("a text stands in straight double quotes"), say('write "…"')


def _no_sign(sign: str) -> Text:
    return say("`{sign}` is no sign of this language", sign=sign)


def _write(sign: str) -> Text:
    return say("write `{sign}`", sign=sign)


_FOREIGN_SIGNS = {
    "'": _STRAIGHT,
    "“": _STRAIGHT,
    "”": _STRAIGHT,
    "«": _STRAIGHT,
    "&": (_no_sign("&"), say('write `and`; texts are joined as "{{first}} {{last}}"')),
    "!": (_no_sign("!"), say("write `not`, or `!=` for unequal")),
    ";": (_no_sign(";"), say("begin each statement on a line of its own")),
    "%": (_no_sign("%"), say("write the share as a number: `* 0.25`")),
    "–": (say("this is a dash, not a minus sign"), _write("-")),
    "−": (say("this is a typographic minus sign"), _write("-")),
    "×": (_no_sign("×"), _write("*")),
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where a parse stopped: in the piece from `start` to `end` of the laid out text, at `offset`.

    `accepts`: the names of the grammar's terminals that could have come there.
    """

    masked: str
    start: int
    end: int
    offset: int
    accepts: frozenset[str]

    @property
    def at_end(self) -> bool:
        return self.offset >= self.end

    @property
    def found(self) -> str:
        """The word or sign that does not fit; empty at the end."""
        match = _WORD.match(self.masked, self.offset, self.end)
        return match[0] if match else ""

    @property
    def before(self) -> list[str]:
        """The words of the statement up to there."""
        return _WORD.findall(self.masked, self.start, self.offset)

    @property
    def after(self) -> list[str]:
        """The words from there on."""
        return _WORD.findall(self.masked, self.offset, self.end)

    @property
    def last(self) -> str:
        """The word before."""
        return self.before[-1] if self.before else ""


def explain(mistake: Mistake, run: ParseRun) -> Diagnostic:
    """What is wrong where a parse stopped."""
    for told in _TELLINGS:
        diagnostic = told(mistake, run)
        if diagnostic is not None:
            return diagnostic
    return _unexpected(mistake, run)


# ---- the usual mistakes; each gives None when it is not that one


def _foreign_sign(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    known = _FOREIGN_SIGNS.get(mistake.found)
    if known is None:
        return None
    return error("S117", known[0], _here(mistake, run), help=known[1])


_DOUBLED_SIGNS = {"||": "or", "<>": "!=", "=>": ">=", "=<": "<=", "===": "==", ":=": "=", "?.": "."}


def _doubled_sign(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """A sign of other languages, stopped at its first or at its second half."""
    for start in (mistake.offset, mistake.offset - len(mistake.last)):
        wrong = next((sign for sign in _DOUBLED_SIGNS if mistake.masked.startswith(sign, start, mistake.end)), None)
        if wrong is not None and start >= mistake.start:
            place = run.span(start, start + len(wrong))
            return error("S117", _no_sign(wrong), place, help=_write(_DOUBLED_SIGNS[wrong]))
    return None


_OTHER_ARROW = re.compile(r"<=>|=>|->|<-(?!>)|==|:=?")


def _other_arrow(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """Another sign behind a name, where `=` belongs; of `=>` the parser has taken the first half already."""
    start = mistake.offset - (mistake.last == "=" and mistake.found == ">")
    sign = _OTHER_ARROW.match(mistake.masked, start, mistake.end)
    name = mistake.masked[mistake.start : start].strip()
    if sign is None or not _TARGET.fullmatch(name):
        return None
    place = run.span(start, sign.end())
    message = (
        say("a let is written with `=`, not with `{sign}`", sign=sign[0])
        if name.startswith("let ")
        else say("a rule is written with `=`, not with `{sign}`", sign=sign[0])
    )
    return error("S109", message, place, help=say("write `{target} = …`", target=name))


def _reserved_name(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """A word of the language where only a name fits, or followed by what follows a name."""
    begins_rule = mistake.found in ("=", "<->") and len(mistake.before) == 1 and mistake.last in RESERVED
    if begins_rule:
        place = run.span(mistake.start, mistake.start + len(mistake.last))
        return _reserved(mistake.last, place)
    wants_name = mistake.last in ("let", "each", ".", "|") or not mistake.before
    next_word = mistake.after[1:2]
    if mistake.found in RESERVED and wants_name and (mistake.before or next_word in (["="], ["<->"], ["."])):
        return _reserved(mistake.found, _here(mistake, run))
    return None


def _reserved(word: str, place: Span) -> Diagnostic:
    message = say("`{word}` is a word of the language and cannot be a name", word=word)
    return error("S110", message, place, help=say("choose another name"))


def _comma_for_point(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    comma = mistake.offset if mistake.found == "," else mistake.offset - 1
    around = re.compile(r"([0-9]+),([0-9]+)")
    start = comma
    while start > mistake.start and mistake.masked[start - 1].isdigit():
        start -= 1
    match = around.match(mistake.masked, start, mistake.end) if mistake.masked[comma : comma + 1] == "," else None
    if match is None:
        return None
    place = run.span(match.start(), match.end())
    message = say("decimals stand behind a point, not behind a comma")
    return error("S111", message, place, help=_write(f"{match[1]}.{match[2]}"))


def _equals_for_compare(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if mistake.found != "=" or len(mistake.before) < 2 or mistake.last in ("=", "<->"):
        return None
    message = say("`=` fills a field; two values are compared with `==`")
    return error("S108", message, _here(mistake, run), help=_write("=="))


def _if_without_then(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if "THEN" not in mistake.accepts or "then" in mistake.after:
        return None
    place = _word_before(mistake, run, "if", "then")
    remedy = say("write `if condition then value else value`")
    return error("S106", say("this `if` has no `then`"), place, help=remedy)


def _if_without_else(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if "ELSE" not in mistake.accepts or mistake.before.count("if") <= mistake.before.count("else"):
        return None
    if not mistake.at_end and mistake.found not in (")", "}", "]", ","):
        return None
    place = _word_before(mistake, run, "if", "else")
    remedy = say("add `else nothing` to leave the field alone, or `else empty` to clear it")
    return error("S107", say("this `if` has no `else`"), place, help=remedy)


def _no_message(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    word = mistake.before[0] if mistake.before else ""
    ends_or_tells = mistake.at_end or mistake.found.startswith('"')
    if word in ("check", "warn") and (mistake.accepts == {"TEXT"} or (ends_or_tells and "_COMMA" in mistake.accepts)):
        message = say("a `{word}` ends with a comma and its message in quotes", word=word)
        remedy = say('write `{word} condition, "what is wrong"`', word=word)
        return error("S118", message, _here(mistake, run), help=remedy)
    return None


def _chained_comparison(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if mistake.found not in ("==", "!=", "<", ">", "<=", ">=", "is", "in", "within"):
        return None
    if "|" in mistake.before and "PIPE" in mistake.accepts:
        message = say("`{sign}` binds closer than the `|` before it", sign=mistake.found)
        return error("S120", message, _here(mistake, run), help=say("put the steps in parentheses: `(x | step) == y`"))
    if mistake.last in ("present", "absent") or {"==", "!=", "<", ">", "<=", ">="} & set(mistake.before):
        message = say("comparisons do not chain")
        return error("S120", message, _here(mistake, run), help=say("join them: `a < b and b < c`"))
    return None


def _negated_test(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if mistake.found == "not" and mistake.last == "is":
        wrong, remedy = "is not", say("write `is absent` or `is present`")
    elif mistake.found == "not" and mistake.after[1:2] == ["in"]:
        wrong, remedy = "not in", _write("not (x in (a, b))")
    else:
        return None
    return error("S101", say("`{words}` is not said here", words=wrong), _here(mistake, run), help=remedy)


def _series_missing(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if mistake.last != "within":
        return None
    message = say("after `within` comes the name of a series")
    return error("S101", message, _here(mistake, run), help=_write("within series.customer"))


def _options_missing(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if mistake.last != "in" or mistake.accepts != {"LPAR"}:
        return None
    message = say("after `in` come the values in parentheses")
    return error("S101", message, _here(mistake, run), help=_write('x in ("A", "B")'))


def _body_missing(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if not mistake.at_end or "LBRACE" not in mistake.accepts or not ({"when", "each", "item"} & set(mistake.before)):
        return None
    message = say("this statement needs a body in braces")
    remedy = say("write `{{`, the rules on lines of their own, and `}}`")
    return error("S105", message, _here(mistake, run), help=remedy)


def _unknown_beginning(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """A line that begins no statement."""
    if "$END" in mistake.accepts or len(mistake.before) > 1 or "LET" not in mistake.accepts | _after_name(mistake):
        return None
    words = mistake.before + mistake.after
    first = words[0] if words else ""
    if first in STATEMENT_WORDS:
        return None
    place = run.span(mistake.start, mistake.start + len(first))
    near = nearest(first, STATEMENT_WORDS, 0.7)
    remedy = (
        say("did you mean `{name}`?", name=near)
        if near is not None
        else say("a line is `Field = value`, `let`, `skip when`, `create when`, `check`, `warn` or `Field {{ … }}`")
    )
    return error("S109", say("`{word}` begins no statement", word=first), place, help=remedy)


def _after_name(mistake: Mistake) -> frozenset[str]:
    """Right after a first word that was taken for a target."""
    return frozenset({"LET"}) if len(mistake.before) == 1 and "TWO_WAY" in mistake.accepts else frozenset()


def _two_on_a_line(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    begins = mistake.found in STATEMENT_WORDS or mistake.after[1:2] in (["="], ["<->"])
    if "$END" not in mistake.accepts or not begins:
        return None
    message = say("`{word}` begins another statement", word=mistake.found)
    return error("S121", message, _here(mistake, run), help=say("put it on a line of its own"))


def _ends_early(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if not mistake.at_end:
        return None
    last = mistake.last
    message = say("something is missing after `{word}`", word=last) if last else say("an expression is missing here")
    return error("S115", message, _here(mistake, run), help=_could_come(mistake))


def _unexpected(mistake: Mistake, run: ParseRun) -> Diagnostic:
    found = say("this text") if mistake.found.startswith('"') else f"`{mistake.found}`"
    message = (
        say("{found} does not fit here after `{word}`", found=found, word=mistake.last)
        if mistake.last and not mistake.last.startswith('"')
        else say("{found} does not fit here", found=found)
    )
    return error("S101", message, _here(mistake, run), help=_could_come(mistake))


_TELLINGS: tuple[Callable[[Mistake, ParseRun], Diagnostic | None], ...] = (
    _foreign_sign,
    _other_arrow,
    _doubled_sign,
    _reserved_name,
    _comma_for_point,
    _negated_test,
    _series_missing,
    _options_missing,
    _equals_for_compare,
    _no_message,
    _if_without_then,
    _if_without_else,
    _chained_comparison,
    _unknown_beginning,
    _two_on_a_line,
    _body_missing,
    _ends_early,
)

# ---- what could come, in words


def _could_come(mistake: Mistake) -> Text:
    a_value = "NUMBER" in mistake.accepts  # which may be a name or a text, so these need not be told
    accepts = mistake.accepts - {"NAME", "TEXT"} if a_value else mistake.accepts
    could = [words for terminals, words in _EXPECTED if terminals & accepts]
    if not could:
        return say("compare the line with its neighbours")
    return say("here could stand {choices}", choices=either(could[:3]))


_EXPECTED: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"NUMBER"}), say("a value (a field, a text, a number)")),
    (frozenset({"NAME"}), say("a name")),
    (frozenset({"SERIES"}), "`series.name`"),
    (frozenset({"TEXT"}), say("a text in quotes")),
    (frozenset({"THEN"}), "`then`"),
    (frozenset({"LBRACE"}), "`{`"),
    (frozenset({"RBRACE"}), "`}`"),
    (frozenset({"RPAR"}), "`)`"),
    (frozenset({"RBRACKET"}), "`]`"),
    (frozenset({"WHEN"}), "`when`"),
    (frozenset({"EQUALS"}), "`=`"),
    (frozenset({"PRESENT"}), say("`present` or `absent`")),
    (frozenset({"PIPE", "PLUS"}), say("a sign such as `|`, `??` or `+`")),
    (frozenset({"$END"}), say("the end of the line")),
)

# ---- places


def _here(mistake: Mistake, run: ParseRun) -> Span:
    """The word that does not fit; at the end, the last word before."""
    if not mistake.at_end:
        return run.span(mistake.offset, mistake.offset + max(len(mistake.found), 1))
    end = mistake.end
    while end > mistake.start and mistake.masked[end - 1] in " \n":
        end -= 1
    return run.span(max(end - max(len(mistake.last), 1), 0), max(end, 1))


def _word_before(mistake: Mistake, run: ParseRun, opening: str, answer: str) -> Span:
    """The last `opening` that no `answer` followed yet."""
    waiting: list[int] = []
    for match in _WORD.finditer(mistake.masked, mistake.start, mistake.offset):
        if match[0] == opening:
            waiting.append(match.start())
        elif match[0] == answer and waiting:
            waiting.pop()
    start = waiting[-1] if waiting else mistake.start
    return run.span(start, start + len(opening))
