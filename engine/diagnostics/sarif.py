"""Diagnostics as a SARIF 2.1.0 log, which code hosts show beside the lines that a commit changed.

Only facts go in: the same diagnostics give the same bytes, whenever and wherever they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import said_in
from engine.diagnostics.source import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_log(diagnostics: Iterable[Diagnostic], version: str, language: Language = ENGLISH) -> dict[str, Any]:
    """One run of the program, of a version, with a result for each diagnostic and a rule for each code met."""
    said = [said_in(diagnostic, language) for diagnostic in diagnostics]
    rules = {code: position for position, code in enumerate(sorted({d.code for d in said}))}
    driver = {"name": "wingo", "version": version, "rules": [_rule(code, language) for code in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, rules) for diagnostic in said],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, language: Language) -> dict[str, Any]:
    entry = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": language.of(entry.title)},
        "fullDescription": {"text": language.of(entry.meaning)},
        "help": {"text": language.of(entry.remedy)},
    }


def _result(diagnostic: Diagnostic, rules: Mapping[str, int]) -> dict[str, Any]:
    lines = (diagnostic.message, diagnostic.note, diagnostic.help)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rules[diagnostic.code],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": "\n".join(line for line in lines if line)},
    }
    if diagnostic.fixes:
        result["fixes"] = [_fix(fix, diagnostic.help) for fix in diagnostic.fixes]
    if diagnostic.span is not None:
        result["locations"] = [_location(diagnostic.span)]
    if diagnostic.labels:
        result["relatedLocations"] = [_related(number, label) for number, label in enumerate(diagnostic.labels, 1)]
    return result


def _related(number: int, label: Label) -> dict[str, Any]:
    return {"id": number, "message": {"text": label.text}, **_location(label.span)}


def _fix(fix: Fix, remedy: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.text}}
    change = {"artifactLocation": {"uri": _uri(fix.span.path)}, "replacements": [replacement]}
    return {"description": {"text": remedy}, "artifactChanges": [change]}


def _location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(span.path)}, "region": _region(span)}}


def _region(span: Span) -> dict[str, Any]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,  # exclusive here as there
    }


def _uri(path: str) -> str:
    """A file's place: relative to the folder that was checked from, or of a file elsewhere its full address."""
    return PurePath(path).as_uri() if PurePath(path).is_absolute() else quote(path.replace("\\", "/"))
