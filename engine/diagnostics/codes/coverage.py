"""C. What rules cover: too little, twice, or for nothing (language/checker.py)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

COVERAGE: tuple[Code, ...] = (
    Code(
        "C101",
        "A required field has no rule",
        "Add a rule for it.",
        "Go refuses every record without this field, so no record of this mapping could be sent.",
    ),
    Code(
        "C102",
        "Two rules fill one field",
        "Keep one of them.",
        "A field has one value. Of two rules only one could have its way, and it would not be said which.",
    ),
    Code(
        "C201",
        "A table that no rule uses",
        "Take it away.",
        "A table that nothing asks has no effect. Mostly the rule that should use it names another one.",
    ),
    Code(
        "C202",
        "A let that nothing reads",
        "Take it away.",
        "A value that nothing reads has no effect. Mostly a rule still reads the raw field in its place.",
    ),
    Code(
        "C301",
        "Source fields that no rule reads",
        "Nothing has to be done, unless one of them was meant to be sent.",
        "These fields of Win are not sent anywhere. That is often right, and worth one look before a "
        "customer goes live.",
    ),
)
