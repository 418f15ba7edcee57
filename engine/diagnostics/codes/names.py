"""N. Names that nothing has, or that are taken (language/checker.py)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

NAMES: tuple[Code, ...] = (
    Code(
        "N101",
        "A name that nothing has",
        "Correct the name: it must be one of the source's fields or a let.",
        "The rule reads something that the record does not have. Nothing is put in its place, so the field "
        "would always be empty.",
    ),
    Code(
        "N102",
        "A function that does not exist",
        "Correct its name; docs/functions.md lists all.",
        "The step has no meaning, so what the field would get is not known.",
    ),
    Code(
        "N103",
        "A rule fills a field that the target does not have",
        "Correct the field's name.",
        "Go would refuse a field that it does not know, or leave it out without a word.",
    ),
    Code(
        "N104",
        "A let or an item takes the name of a field",
        "Give it another name.",
        "If a let could take a field's name, a rule that reads the field would silently read something else.",
    ),
    Code(
        "N105",
        "Lets go in a circle",
        "Let one of them read fields of the record only.",
        "Each of these values is worked out from the other, so none of them can be worked out first.",
    ),
    Code(
        "N106",
        "A table that does not exist",
        "Correct its name, or add it under `tables:`.",
        "Codes of Win become codes of Go by a table. Without it every code would stay as it is, and Go would "
        "refuse it.",
    ),
    Code(
        "N107",
        "A link to what no mapping deals with",
        "Name an entity of the workspace.",
        "A link finds what was sent earlier. Of this entity nothing is ever sent, so the link would never "
        "find anything.",
    ),
    Code(
        "N108",
        "A find of what is no setting, or by what it is not found by",
        "Write `find(Setting, by=Field)`.",
        "`find` looks up accounts, VAT codes, payment terms and other settings of the target, each by what "
        "it is known by there.",
    ),
    Code(
        "N109",
        "A series that the mapping does not name",
        "Correct its name, or add it under `series:`.",
        "Without the series it is not known which numbers are allowed, and a number might be given to the "
        "wrong kind of ledger account.",
    ),
    Code(
        "N110",
        "A function is given what it has no use for, or too little",
        "Compare with docs/functions.md.",
        "The function would not know what to do with this, or lacks what it needs to give a result.",
    ),
    Code(
        "N111",
        "Two lets have one name",
        "Give one of them another name.",
        "Of two values with one name it is not said which one a rule reads.",
    ),
)
