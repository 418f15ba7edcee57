"""Checks a mapping's rules: every name bound, every value typed, every absence and failure answered.

`check` turns the syntax tree into the typed tree of a Program, and finds all mistakes in one run; an error that another
one caused stays silent.
"""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.language import ast, typed
from engine.language.checking import complaints, coverage
from engine.language.checking.expressions import complain_unhandled, condition
from engine.language.checking.scope import Scope
from engine.language.checking.statements import Body, check_body
from engine.language.checking.view import Findings, Position, View
from engine.language.inverting.deriving import derive
from engine.language.subject import Linked, Subject
from engine.model.frozen import frozen, replace

__all__ = ["Checked", "Linked", "Subject", "check"]


@frozen
class Checked:
    """What came of a check: a program when there is no error, and everything there is to say."""

    program: typed.Program | None
    diagnostics: tuple[Diagnostic, ...]


def check(subject: Subject) -> Checked:
    """Check a mapping. Never raises for anything that a mapping may hold."""
    findings = Findings()
    try:
        program = _program(subject, findings)
    except RecursionError:
        # The parser bounds nesting; what is left is a chain of hundreds of lets or operators.
        return Checked(None, (complaints.too_deep(subject.span),))
    diagnostics = tuple(sorted(dict.fromkeys(findings.diagnostics), key=_place))
    failed = any(diagnostic.is_error for diagnostic in diagnostics)
    return Checked(None if failed else program, diagnostics)


def _program(subject: Subject, findings: Findings) -> typed.Program:
    scope = Scope(subject.source)
    view = View(subject, scope, findings, Position.RULE)
    body = Body(view, subject.target, subject.target.title, subject.span, [])
    select = None if subject.select is None else _select(subject.select, view)
    statements = check_body(subject.statements, body)
    coverage.complain_unused(body.entries, view)
    coverage.complain_unread(view)
    program = typed.Program(
        select,
        statements,
        {name: subject.tables[name] for name in sorted(findings.tables)},
        frozenset(findings.references),
        frozenset(findings.links),
    )
    ways, complained = derive(program)
    findings.diagnostics.extend(complained)
    return replace(program, ways=ways)


def _select(expression: ast.Expression, view: View) -> typed.Expression:
    """Which rows are this mapping's; it is asked before any let, and reads fields only."""
    alone = replace(view, position=Position.CONDITION, failures=[])
    value = condition(expression, alone)
    complain_unhandled(expression, alone)
    return value


def _place(diagnostic: Diagnostic) -> tuple[bool, str, int, int]:
    """In the order of the file, information last."""
    span = diagnostic.span
    told_last = diagnostic.severity is Severity.INFO
    return (told_last, "", 0, 0) if span is None else (told_last, span.path, span.line, span.column)
