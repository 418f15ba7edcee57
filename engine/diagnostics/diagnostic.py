"""One thing said to a consultant: coded, located, with its remedy."""

from __future__ import annotations

from enum import Enum

from engine.diagnostics.source import Span
from engine.model.frozen import frozen


class Severity(Enum):
    """How much it matters; the values are the words of the JSON form."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@frozen
class Label:
    """A place beside the primary one, and what is to be said of it."""

    span: Span
    text: str


@frozen
class Fix:
    """A remedy that can be carried out: `text` in place of what stands in the span, which may be empty.

    Of several fixes each mends the mistake by itself.
    """

    span: Span
    text: str


@frozen
class Diagnostic:
    """A coded message with its place. `note` stands under the primary span, `help` is a remedy to paste.

    `fixes`: what may be done about it by a program, each by itself; `help` says it to a person.
    `waits_for`: of a record that is held until another one arrives, that one ("customer:77").
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    note: str = ""
    help: str = ""
    labels: tuple[Label, ...] = ()
    waits_for: str | None = None
    fixes: tuple[Fix, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it stops what it speaks of."""
        return self.severity is Severity.ERROR


def error(
    code: str,
    message: str,
    span: Span | None = None,
    *,
    note: str = "",
    help: str = "",
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    """A diagnostic that stops what it speaks of."""
    return Diagnostic(code, Severity.ERROR, message, span, note=note, help=help, fixes=fixes)


def warning(
    code: str,
    message: str,
    span: Span | None = None,
    *,
    note: str = "",
    help: str = "",
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    """A diagnostic to look at; nothing stops."""
    return Diagnostic(code, Severity.WARNING, message, span, note=note, help=help, fixes=fixes)


def information(code: str, message: str, span: Span | None = None, *, note: str = "", help: str = "") -> Diagnostic:
    """A diagnostic that only tells."""
    return Diagnostic(code, Severity.INFO, message, span, note=note, help=help)
