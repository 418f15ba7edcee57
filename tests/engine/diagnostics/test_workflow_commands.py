"""Workflow commands put each diagnostic at its line, whatever signs its words hold."""

from __future__ import annotations

import pytest

from engine.diagnostics.diagnostic import Diagnostic, error, information, warning
from engine.diagnostics.source import Span
from engine.diagnostics.workflow_commands import workflow_commands

PLACE = Span("mappings/base/customer.yaml", 4, 10, 4, 14)


@pytest.mark.parametrize(
    ("diagnostic", "command"),
    [
        (
            error("N101", "no field", PLACE, help="did you mean `name`?"),
            "::error file=mappings/base/customer.yaml,line=4,endLine=4,col=10,endColumn=13,title=N101"
            "::no field%0Adid you mean `name`?",
        ),
        (
            warning("P108", "50 % off: a, b", Span("a,b: c.yaml", 1, 1, 1, 1), help="look"),
            "::warning file=a%2Cb%3A c.yaml,line=1,endLine=1,col=1,endColumn=1,title=P108::50 %25 off: a, b%0Alook",
        ),
        (
            error("S105", "open", Span("m.yaml", 3, 5, 9, 2), note="from here", help="close it"),
            "::error file=m.yaml,line=3,endLine=9,title=S105::open%0Afrom here%0Aclose it",
        ),
        (information("P107", "new\r\nline", help="none"), "::notice title=P107::new%0D%0Aline%0Anone"),
    ],
)
def test_a_diagnostic_becomes_a_command(diagnostic: Diagnostic, command: str) -> None:
    assert list(workflow_commands([diagnostic])) == [command]
