"""What the YAML library says when it gives up, and what a consultant is told instead."""

from __future__ import annotations

from engine.model.text import Text, say

# A part of the library's text, our message, our help.
_PROBLEMS: tuple[tuple[str, Text, Text], ...] = (
    (
        "mapping values are not allowed",
        say("a `:` is not expected here"),
        say(
            "A value that holds `: ` goes in quotes, or below as a block: `name: |`. "
            "If the line is a setting of its own, look at its indentation."
        ),
    ),
    ("found character '\\t'", say("a tab stands where spaces must"), say("Indent with spaces.")),
    (
        "unexpected end of stream",
        say("the text that begins here is never closed"),
        say("Add the closing quote."),
    ),
    (
        "could not find expected ':'",
        say("this line is no `name: value`"),
        say("Write `name: value`, or indent the line."),
    ),
    (
        "expected ',' or ']'",
        say("the list that begins here is not closed"),
        say("Close it with `]`; items are parted by commas."),
    ),
    (
        "expected ',' or '}'",
        say("the `{{` that begins here is not closed"),
        say("Close it with `}}`; entries are parted by commas."),
    ),
    (
        "that cannot start any token",
        say("a value cannot begin with this character"),
        say("Put the value in quotes."),
    ),
    (
        "found unknown escape character",
        say("a text in double quotes takes a backslash for the start of a special character"),
        say("Use single quotes, or write `\\\\` for one backslash."),
    ),
    (
        "expected <block end>",
        say("this does not fit what stands above it"),
        say(
            "Look at the indentation. An expression that begins with a quoted text goes below as a block: `select: |`."
        ),
    ),
    (
        "sequence entries are not allowed",
        say("a list with `-` begins on a line of its own"),
        say("Begin a new line before `-`."),
    ),
    (
        "expected the node content",
        say("a value is expected here"),
        say("Remove the bracket, or open it first."),
    ),
)


def explained(problem: str) -> tuple[Text, str]:
    """The message, and the remedy where there is one of its own, for a complaint of the library's."""
    for part, message, remedy in _PROBLEMS:
        if part in problem:
            return message, remedy
    return say("this is not YAML: {problem}", problem=problem or say("it cannot be read")), ""
