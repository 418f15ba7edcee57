"""What is said of the layout and of single pieces of the writing: quotes, braces, numbers, dates.

In a consultant's words, never in a parser's. What a failed parse says is in mistakes.py.
"""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, error
from engine.diagnostics.source import Span
from engine.language import ast
from engine.language.parsing.layout import Slip, SlipKind
from engine.language.parsing.run import ParseRun
from engine.model.text import say

TOO_DEEP = "S113"


def slip(found: Slip, run: ParseRun, *, base: int = 0) -> Diagnostic:
    """What is wrong with the layout; `base` is where the part that was laid out begins."""
    place = run.span(base + found.start, base + found.end)
    sign = run.text[base + found.start]
    if found.kind is SlipKind.TEXT_OPEN:
        return error("S102", say("this text has no closing quote on its line"), place, help=say('end it with `"`'))
    if found.kind is SlipKind.HOLE_OPEN:
        remedy = say("write `}}` after what the hole holds, or `\\{{` for a brace in the text")
        return error("S103", say("this hole of a text is not closed"), place, help=remedy)
    if found.kind is SlipKind.BODY_OPEN:
        remedy = say("write `}}` on a line after its last rule")
        return error("S105", say("this body is never closed"), place, help=remedy)
    if found.kind is SlipKind.BRACKET_OPEN:
        closing = ")" if sign == "(" else "]"
        message = say("this `{sign}` is never closed", sign=sign)
        return error("S104", message, place, help=say("add `{sign}`", sign=closing))
    if found.kind is SlipKind.CLOSES_NOTHING:
        code = "S105" if sign == "}" else "S104"
        message = say("this `{sign}` closes nothing that is open", sign=sign)
        return error(code, message, place, help=say("take it away"))
    return too_deep(place)


def not_in_a_body(statement: ast.Statement) -> list[Diagnostic]:
    """What is wrong with a statement that stands inside braces: some speak of the whole record."""
    word = {ast.Skip: "skip", ast.Create: "create", ast.Drop: "drop"}.get(type(statement))
    if word is None:
        return []
    message = say("`{word}` speaks of the whole record, so it cannot stand inside braces", word=word)
    return [error("S114", message, statement.span, help=say("move it out of the braces"))]


def too_deep(place: Span) -> Diagnostic:
    """More nesting than is allowed."""
    message = say("this is nested too deeply to be read")
    return error(TOO_DEEP, message, place, help=say("name its parts with `let`"))


def too_many(place: Span, most: int) -> Diagnostic:
    """More statements than a person can look through."""
    message = say("this is more than {most} rules in one file", most=most)
    return error("S125", message, place, help=say("move what repeats itself into a code table"))


def number_too_long(place: Span) -> Diagnostic:
    """A number with more digits than any amount has."""
    return error("S119", say("this number has too many digits"), place, help=say("check the number"))


def no_such_date(written: str, place: Span) -> Diagnostic:
    """A date that no calendar has."""
    message = say("{written} is no date of the calendar", written=written)
    return error("S112", message, place, help=say("write year-month-day: `2026-01-31`"))


def unknown_escape(character: str, place: Span) -> Diagnostic:
    """A backslash before a character that needs none."""
    remedy = say('write `\\\\` for a backslash; `\\"`, `\\n`, `\\t`, `\\{{` and `\\}}` are the others')
    return error("S116", say("`\\{character}` means nothing in a text", character=character), place, help=remedy)


def stray_brace(place: Span) -> Diagnostic:
    """A closing brace in a text where no hole is open."""
    remedy = say("write `\\}}` for a brace in the text")
    return error("S103", say("this `}}` closes no hole of the text"), place, help=remedy)


def no_expression(place: Span, *, in_hole: bool) -> Diagnostic:
    """Nothing where an expression belongs."""
    if in_hole:
        remedy = say("name a field in it: `{{name}}`; write `\\{{\\}}` for braces in the text")
        return error("S115", say("this hole of a text is empty"), place, help=remedy)
    remedy = say("write a field, a text, a number or a condition")
    return error("S115", say("an expression is missing here"), place, help=remedy)
