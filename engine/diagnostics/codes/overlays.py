"""O. Overlays and what they change of their base (mapping/overlay.py)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

OVERLAYS: tuple[Code, ...] = (
    Code(
        "O101",
        "An overlay drops what is not there",
        "Remove the line, or correct what it names.",
        "The line takes away something that the base does not have, so it has no effect. Often the base was "
        "changed, or a name is misspelt and the rule still runs.",
    ),
    Code(
        "O102",
        "An overlay repeats its base",
        "Remove the line: the base has it, and is mended for everybody.",
        "A copy of the base stays as it is when the base is mended, and this customer would keep the mistake.",
    ),
    Code(
        "O103",
        "An overlay extends a file that does not exist",
        "Write it as `extends: base/customer`.",
        "Without its base the file holds a few differences and nothing that they differ from.",
    ),
    Code(
        "O104",
        "Files extend each other",
        "One of them must stand alone.",
        "Each file is said to be the other's base, so neither can be read first.",
    ),
    Code(
        "O105",
        "A change to a base stands in a file without one",
        "Add `extends:`, or remove the line.",
        "The line changes a rule of a base, and this file has none: what it would change is not there.",
    ),
    Code(
        "O106",
        "An overlay changes a list that its base does not fill",
        "Correct its name, or write the whole list.",
        "The rule is meant for the lines of a list that the base does not fill, so it would never run.",
    ),
)
