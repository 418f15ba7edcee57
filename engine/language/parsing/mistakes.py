"""What is said where a parse stopped: in a consultant's words, never in a parser's.

A failed parse knows where it stopped and what could have come; the usual mistakes are told from that and from the
words around it, the most telling first.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.diagnostics.diagnostic import Diagnostic, Fix, error
from engine.diagnostics.source import Span
from engine.language.parsing.expected import could_come
from engine.language.parsing.run import ParseRun
from engine.language.parsing.signs import DOUBLED_SIGNS, FOREIGN_SIGNS, SAME_SIGNS, no_sign, write
from engine.language.parsing.slips import Slip
from engine.model.frozen import frozen
from engine.model.likeness import nearest
from engine.model.pattern import pattern
from engine.model.text import say

STATEMENT_WORDS = ("let", "skip", "create", "check", "warn", "drop")
_OTHER_WORDS = (
    "when each in item if then else and or not is present absent within yes no nothing empty refuse"  # as in NAME
)
RESERVED = frozenset((*STATEMENT_WORDS, *_OTHER_WORDS.split()))

_WORD = pattern(r'"[^"\n]*"|[^\W\d]\w*|[0-9]+(?:\.[0-9]+)?|<->|==|!=|<=|>=|\?\?|\S')
_TARGET = pattern(r"(?:let +)?[^\W\d]\w*(?:\[\])?(?:\.[^\W\d]\w*(?:\[\])?)*")


@frozen
class Mistake:
    """Where a parse stopped: in the piece from `start` to `end` of the laid out text, at `offset`.

    `accepts`: the names of the grammar's terminals that could have come there. `slip`: the usual slip that it is.
    """

    masked: str
    start: int
    end: int
    offset: int
    accepts: frozenset[str]
    slip: Slip | None = None

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
    known = FOREIGN_SIGNS.get(mistake.found)
    if known is None:
        return None
    place, right = _here(mistake, run), SAME_SIGNS.get(mistake.found)
    return error("S117", known[0], place, help=known[1], fixes=() if right is None else (Fix(place, right),))


def _doubled_sign(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """A sign of other languages, stopped at its first or at its second half."""
    for start in (mistake.offset, mistake.offset - len(mistake.last)):
        wrong = next((sign for sign in DOUBLED_SIGNS if mistake.masked.startswith(sign, start, mistake.end)), None)
        if wrong is not None and start >= mistake.start:
            place = run.span(start, start + len(wrong))
            right = DOUBLED_SIGNS[wrong]
            return error("S117", no_sign(wrong), place, help=write(right), fixes=(Fix(place, right),))
    return None


_OTHER_ARROW = pattern(r"<=>|=>|->|<-(?!>)|==|:=?|[-+*/]=")


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
    right = f"{match[1]}.{match[2]}"
    return error("S111", message, place, help=write(right), fixes=(Fix(place, right),))


def _equals_for_compare(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    if mistake.found != "=" or len(mistake.before) < 2 or mistake.last in ("=", "<->"):
        return None
    message = say("`=` fills a field; two values are compared with `==`")
    place = _here(mistake, run)
    return error("S108", message, place, help=write("=="), fixes=(Fix(place, "=="),))


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
    if mistake.found != "not" or mistake.last != "is":
        return None
    absent = [word.lower() for word in mistake.after[1:2]] in (["null"], ["none"], ["nil"], ["blank"], ["absent"])
    message, remedy = say("`{words}` is not said here", words="is not"), say("write `is absent` or `is present`")
    if not absent:
        return error("S101", message, _here(mistake, run), help=remedy)
    words = re.compile(r"not\s+\w+").match(mistake.masked, mistake.offset, mistake.end)
    place = _here(mistake, run) if words is None else run.span(words.start(), words.end())
    return error("S101", message, place, help=remedy, fixes=(Fix(place, "present"),))


def _slip(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """One that was recognised by its examples."""
    slip = mistake.slip
    if slip is None:
        return None
    place = _here(mistake, run)
    fixes = () if slip.fix is None or mistake.at_end else (Fix(place, slip.fix),)
    return error(slip.code, slip.message, place, help=slip.help, fixes=fixes)


_OTHER_COMMENT = pattern(r"//|--|/\*")


def _other_comment(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """What begins a comment elsewhere; the parse stopped somewhere in its words."""
    before = mistake.masked[mistake.start : min(mistake.offset + 2, mistake.end)]
    sign = next(iter(_OTHER_COMMENT.finditer(before)), None)
    if sign is None:
        return None
    place = run.span(mistake.start + sign.start(), mistake.start + sign.end())
    message = say("a comment begins with `#`, not with `{sign}`", sign=sign[0])
    return error("S117", message, place, help=write("#"), fixes=(Fix(place, "#"),))


def _semicolon(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """Within parentheses, as Excel parts the arguments of a function."""
    depth = mistake.before.count("(") - mistake.before.count(")")
    if mistake.found != ";" or depth <= 0:
        return None
    place = _here(mistake, run)
    if {word.lower() for word in mistake.before} & {"if", "hvis"}:
        return error(
            "S117",
            say("a choice is no function of its own here"),
            place,
            help=say("write `if condition then value else value`"),
        )
    message = say("arguments are parted by commas, not by `;`")
    return error("S117", message, place, help=write(","), fixes=(Fix(place, ","),))


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
    return error("S115", message, _here(mistake, run), help=could_come(mistake.accepts))


def _side_by_side(mistake: Mistake, run: ParseRun) -> Diagnostic | None:
    """Two values with nothing between them: a text without its quotes, or two that are meant to be one text."""
    if mistake.last.isupper() and mistake.last.lower() in RESERVED:
        return _capital(mistake, run)
    first, second = (re.match(r'["\w]', word) and word not in RESERVED for word in (mistake.last, mistake.found))
    if not (first and second) or "PLUS" not in mistake.accepts:
        return None
    return error(
        "S101",
        say("two values stand side by side, and nothing says what becomes of them"),
        _here(mistake, run),
        help=say('a text stands in quotes: `"Fjord AS"`; two fields make one as `"{{first}} {{second}}"`'),
    )


def _capital(mistake: Mistake, run: ParseRun) -> Diagnostic:
    """`IF` and its like, which were read as names."""
    start = mistake.masked.rindex(mistake.last, mistake.start, mistake.offset)
    place, small = run.span(start, start + len(mistake.last)), mistake.last.lower()
    message = say("the words of the language are written in small letters")
    return error("S122", message, place, help=write(small), fixes=(Fix(place, small),))


def _unexpected(mistake: Mistake, run: ParseRun) -> Diagnostic:
    found = say("this text") if mistake.found.startswith('"') else f"`{mistake.found}`"
    message = (
        say("{found} does not fit here after `{word}`", found=found, word=mistake.last)
        if mistake.last and not mistake.last.startswith('"')
        else say("{found} does not fit here", found=found)
    )
    return error("S101", message, _here(mistake, run), help=could_come(mistake.accepts))


_TELLINGS: tuple[Callable[[Mistake, ParseRun], Diagnostic | None], ...] = (
    _other_arrow,
    _doubled_sign,
    _semicolon,
    _other_comment,
    _foreign_sign,
    _reserved_name,
    _comma_for_point,
    _negated_test,
    _equals_for_compare,
    _slip,
    _no_message,
    _if_without_then,
    _if_without_else,
    _chained_comparison,
    _unknown_beginning,
    _two_on_a_line,
    _body_missing,
    _ends_early,
    _side_by_side,
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
