"""I. Two-way rules without a way back (language/inverting)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

INVERSES: tuple[Code, ...] = (
    Code(
        "I101",
        "A step of a two-way rule cannot be undone",
        "Write `=`.",
        "Two different values of Win become one value in Go, so nobody can tell from Go which one it was. A "
        "rule that runs back would have to guess.",
    ),
    Code(
        "I102",
        "A two-way rule reads a field that is not the record's own",
        "Write `=`.",
        "The way back changes the record itself. A field of another record, or of the run, is not its to change.",
    ),
    Code(
        "I103",
        "A two-way rule reads no field",
        "Write `=`.",
        "The value is made up by the rule. What comes back from Go would have no field in Win to go to.",
    ),
    Code(
        "I104",
        "Two two-way rules give one field on the way back",
        "Write `=` in one of them.",
        "When Go holds two different values, each rule would give the field another one, and the last to run "
        "would win.",
    ),
    Code(
        "I105",
        "A text of a two-way rule can be taken apart in two ways",
        "Part its holes by another sign.",
        "The text does not say where its first part ends, so that a part of one value could come back in the other.",
    ),
    Code(
        "I106",
        "A fallback of a two-way rule comes of nothing but a failure",
        "Give it a row of the table, or write `=`.",
        "The value means that a step failed. On the way back there is no value in Win that would fail in "
        "just this way.",
    ),
    Code(
        "I107",
        "A choice of a two-way rule that nothing settles",
        "Settle the other field by a two-way rule of its own.",
        "The value in Go may have come from either field. Set in the wrong one it would change a record that "
        "was right.",
    ),
    Code(
        "I108",
        "An object's condition that the way back cannot meet",
        "Ask only for fields that are given inside.",
        "Whether the object is there depends on something that the way back cannot set, so it could neither "
        "make it nor take it away.",
    ),
    Code(
        "I109",
        "A two-way rule inside a list",
        "Write `=`: lists have no way back.",
        "The lines of a list have no identity of their own, so it is not known which line of Win a line of "
        "Go belongs to.",
    ),
    Code(
        "I201",
        "Values that a rounding makes one",
        "Nothing is to be done; the old value is kept where it fits.",
        "Rounding makes values that lie close together one. Going back, the old value is kept as long as it "
        "rounds to the same.",
    ),
)
