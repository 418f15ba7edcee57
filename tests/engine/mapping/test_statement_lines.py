"""The merged mapping is shown statement by statement, as it was written."""

from __future__ import annotations

from engine.diagnostics.source import Embedded, SourceText
from engine.language.parser import parse_rules
from engine.mapping.statement_lines import statement_lines

RULES = """\
  # why
  Name  =  if person then nothing
           else name   # or so
  Address when city is present or name == "\\{" {
        City = city
    # a comment
        Zip  =  zip
            ?? "0"
  }
"""


def test_statements_keep_their_words_and_their_place() -> None:
    parsed = parse_rules(Embedded("m.yaml", RULES, 1, 1))
    assert parsed.diagnostics == ()
    lines = statement_lines(parsed.statements, {"m.yaml": SourceText("m.yaml", RULES)})
    assert tuple((line.text, line.file, line.line) for line in lines) == (
        ("Name  =  if person then nothing\n         else name", "m.yaml", 2),
        ('Address when city is present or name == "\\{" {', "m.yaml", 4),
        ("    City = city", "m.yaml", 5),
        ('    Zip  =  zip\n        ?? "0"', "m.yaml", 7),
        ("}", None, None),
    )
