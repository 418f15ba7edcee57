"""Diagnostics as GitHub's workflow commands: each becomes a note at its line in the pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import said_in
from engine.diagnostics.source import Span

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# What would end a command, or one of its properties, is written by its number.
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def workflow_commands(diagnostics: Iterable[Diagnostic], language: Language = ENGLISH) -> Iterator[str]:
    """One command a diagnostic, in their order; one without a place stands at no line."""
    for diagnostic in diagnostics:
        said = said_in(diagnostic, language)
        properties = {**(_place(said.span) if said.span else {}), "title": said.code}
        shown = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
        lines = (said.message, said.note, said.help)
        message = "\n".join(line for line in lines if line).translate(_IN_MESSAGE)
        yield f"::{_COMMANDS[said.severity]} {shown}::{message}"


def _place(span: Span) -> dict[str, str]:
    """A span of several lines has no columns: GitHub takes them on one line only, and counts the last one in."""
    place = {"file": span.path, "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:
        place |= {"col": str(span.column), "endColumn": str(max(span.column, span.end_column - 1))}
    return place
