"""What is said of code tables that are read line by line: every sentence about how they must be written."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, error
from engine.diagnostics.source import Span
from engine.model.text import say


def no_table(span: Span) -> Diagnostic:
    """D305: the file's first lines are not those of a table."""
    message = say("a file of this size is a code table: `table:`, then `rows:`, each on a line of its own")
    return error("D305", message, span)


def no_row(span: Span) -> Diagnostic:
    """D305: a line that is no row, or not one by itself."""
    message = say("in a code table of this size every line is one row, `key: value`, and this is none")
    return error("D305", message, span)
