"""The register of codes: every code with its title, the usual remedy and what it means.

A code is never reused once it was released. A file holds one family; its first letter begins its codes.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.diagnostics.codes.coverage import COVERAGE
from engine.diagnostics.codes.documents import DOCUMENTS
from engine.diagnostics.codes.entry import Code
from engine.diagnostics.codes.inverses import INVERSES
from engine.diagnostics.codes.names import NAMES
from engine.diagnostics.codes.overlays import OVERLAYS
from engine.diagnostics.codes.records import RECORDS
from engine.diagnostics.codes.runs import RUNS
from engine.diagnostics.codes.syntax import SYNTAX
from engine.diagnostics.codes.types import TYPES
from engine.model.text import Text, say, verbatim

__all__ = ["CODES", "FAMILIES", "Code"]

_REGISTER = (*SYNTAX, *DOCUMENTS, *NAMES, *TYPES, *INVERSES, *COVERAGE, *OVERLAYS, *RECORDS, *RUNS)

CODES: Mapping[str, Code] = {
    entry.code: Code(entry.code, verbatim(entry.title), verbatim(entry.remedy), verbatim(entry.meaning))
    for entry in _REGISTER
}
assert len(CODES) == len(_REGISTER), "a code stands twice in the register"

FAMILIES: Mapping[str, Text] = {
    "S": say("syntax"),
    "D": say("documents"),
    "N": say("names"),
    "T": say("types and absence"),
    "I": say("two-way rules"),
    "C": say("coverage"),
    "O": say("overlays"),
    "R": say("refused records"),
    "P": say("plans and runs"),
}
