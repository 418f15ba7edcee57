"""What is said of documents: every sentence about YAML files, schemas, workspaces, tables, series and overlays.

Wording only; what is wrong is decided where it is found. One voice: what, where, why, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from engine.diagnostics.diagnostic import Diagnostic, Label, error, information, warning
from engine.diagnostics.source import Span

# What the YAML library says, and what a consultant is told instead: a part of its text, our message, our help.
_YAML_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a `:` is not expected here",
        "A value that holds `: ` goes in quotes, or below as a block: `name: |`. "
        "If the line is a setting of its own, look at its indentation.",
    ),
    ("found character '\\t'", "a tab stands where spaces must", "Indent with spaces."),
    ("unexpected end of stream", "the text that begins here is never closed", "Add the closing quote."),
    ("could not find expected ':'", "this line is no `name: value`", "Write `name: value`, or indent the line."),
    (
        "expected ',' or ']'",
        "the list that begins here is not closed",
        "Close it with `]`; items are parted by commas.",
    ),
    (
        "expected ',' or '}'",
        "the `{` that begins here is not closed",
        "Close it with `}`; entries are parted by commas.",
    ),
    ("that cannot start any token", "a value cannot begin with this character", "Put the value in quotes."),
    (
        "found unknown escape character",
        "a text in double quotes takes a backslash for the start of a special character",
        "Use single quotes, or write `\\\\` for one backslash.",
    ),
    (
        "expected <block end>",
        "this does not fit what stands above it",
        "Look at the indentation. An expression that begins with a quoted text goes below as a block: `select: |`.",
    ),
    ("sequence entries are not allowed", "a list with `-` begins on a line of its own", "Begin a new line before `-`."),
    ("expected the node content", "a value is expected here", "Remove the bracket, or open it first."),
)

_CODE_SAMPLE = 40  # characters of a wrong value that a message repeats


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean …?`, or which words there are, or nothing."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"There are: {', '.join(names)}." if 0 < len(names) <= 12 else ""


def quoted(text: str) -> str:
    """A value as a message repeats it, shortened."""
    return f"`{text}`" if len(text) <= _CODE_SAMPLE else f"`{text[:_CODE_SAMPLE]}…`"


# ---- D10x: the file and its YAML


def unreadable(span: Span, reason: str) -> Diagnostic:
    """The file system does not give the file."""
    return error("D101", f"the file cannot be read: {reason}", span)


def too_large(span: Span, size_max: int) -> Diagnostic:
    """The file is larger than any mapping is."""
    return error("D102", f"the file is larger than {size_max // 1_000_000} MB", span)


def not_utf8(span: Span) -> Diagnostic:
    """The bytes are no UTF-8."""
    return error("D103", "the file is not UTF-8", span)


def odd_character(span: Span, character: str) -> Diagnostic:
    """A character that editors do not show."""
    return error("D104", f"an invisible character (U+{ord(character):04X}) stands here", span)


def broken_yaml(span: Span, problem: str) -> Diagnostic:
    """The YAML library gave up."""
    for part, message, remedy in _YAML_PROBLEMS:
        if part in problem:
            return error("D105", message, span, help=remedy)
    return error("D105", f"this is not YAML: {problem or 'it cannot be read'}", span)


def second_document(span: Span) -> Diagnostic:
    """`---` begins a second document."""
    return error("D105", "a file holds one document, and `---` begins a second one", span, help="Remove the line.")


def empty_document(span: Span) -> Diagnostic:
    """Nothing in the file."""
    return error("D105", "the file is empty", span)


def no_map(span: Span) -> Diagnostic:
    """The root is a list or a text."""
    return error("D105", "the file must hold `name: value` lines", span)


def too_deep(span: Span, depth_max: int) -> Diagnostic:
    """Nested deeper than any document of ours."""
    return error("D105", f"this is nested deeper than {depth_max} levels", span)


def key_is_no_text(span: Span) -> Diagnostic:
    """`? [a]: b`."""
    return error("D105", "a name must be a text", span)


def alias(span: Span, name: str) -> Diagnostic:
    """`*name`."""
    return error("D106", f"`*{name}` refers to another place of the file", span)


def anchor(span: Span, name: str) -> Diagnostic:
    """`&name`."""
    return error("D106", f"`&{name}` names this place for use elsewhere", span)


def tag(span: Span, name: str) -> Diagnostic:
    """`!!name`."""
    return error("D107", f"`{name}` gives this value a type of its own", span)


def duplicate_key(span: Span, name: str, first: Span) -> Diagnostic:
    """A name stands twice in one map."""
    found = error("D108", f"`{name}` stands twice", span)
    return replace(found, labels=(Label(first, "first here"),))


def folded_expression(span: Span) -> Diagnostic:
    """An expression whose lines YAML joins."""
    return error("D109", "YAML joins the lines of this text, so places in it would be lost", span)


# ---- D11x: the form that a schema asks for


def unknown_key(span: Span, name: str, known: Iterable[str], where: str) -> Diagnostic:
    """A name that the schema does not have."""
    return error("D111", f"{where} has no `{name}`", span, help=did_you_mean(name, known))


def missing_key(span: Span, name: str, where: str) -> Diagnostic:
    """A name that the schema asks for."""
    return error("D112", f"{where} lacks `{name}:`", span, help=f"Add `{name}: …`.")


def wrong_form(span: Span, where: str, expected: str, value: str | None) -> Diagnostic:
    """A value that is not of its form."""
    instead = f", not {quoted(value)}" if value else ""
    return error("D113", f"{where} must be {expected}{instead}", span)


# ---- D12x: what a mapping says of itself


def unknown_entity(span: Span, title: str, known: Iterable[str]) -> Diagnostic:
    """`from:` or `to:` names nothing."""
    return error("D121", f"there is no entity `{title}`", span, help=did_you_mean(title, known))


def unknown_column(span: Span, name: str, title: str, known: Iterable[str]) -> Diagnostic:
    """`key:` or `adopt:` names no field."""
    return error("D122", f"`{title}` has no field `{name}`", span, help=did_you_mean(name, known))


def key_and_continues(span: Span) -> Diagnostic:
    """Both, where one is asked for."""
    return error("D123", "a second pass (`continues:`) takes its key from the mapping that it continues", span)


def unknown_continued(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """`continues:` names no mapping."""
    return error("D124", f"there is no mapping `{name}` to continue", span, help=did_you_mean(name, known))


def no_key(span: Span) -> Diagnostic:
    """Neither `key:` nor `continues:` once the chain is merged."""
    return error("D112", "the mapping lacks `key:`", span, help="Add `key: …` with the field that identifies a record.")


# ---- D2xx: workspaces


def no_workspace(span: Span) -> Diagnostic:
    """The folder holds no workspace.yaml."""
    return error("D201", "there is no workspace here", span)


def unknown_mapping(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """An entity without a file and without a base."""
    return error("D202", f"there is no mapping for `{name}`", span, help=did_you_mean(name, known))


def unset_variable(span: Span, name: str) -> Diagnostic:
    """`${NAME}` has no value here."""
    return information("D203", f"the variable {name} is not set here", span)


def literal_secret(span: Span, name: str) -> Diagnostic:
    """A secret in clear."""
    variable = name.upper()
    return warning("D204", f"`{name}` stands in clear in the file", span, help=f'Write "${{{variable}}}" instead.')


def secret_in_url(span: Span, name: str) -> Diagnostic:
    """A password inside a URL."""
    return warning("D204", f"the password of `{name}` stands in clear in the file", span)


def unknown_connector(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A system whose connector is not installed."""
    return error("D205", f"no connector `{name}` is installed", span, help=did_you_mean(name, known))


def no_variable(span: Span, text: str) -> Diagnostic:
    """`${…}` that names nothing."""
    return error("D206", f"{quoted(text)} is no variable", span)


def unused_file(span: Span, name: str, path: str) -> Diagnostic:
    """A mapping's file in the workspace that `entities:` does not name."""
    return warning("D207", f"`{name}` is not among `entities:`, so {path} is not used", span)


def circle_of_mappings(span: Span, names: Iterable[str]) -> Diagnostic:
    """Mappings that each need the other first."""
    return error("D208", f"the mappings need each other first: {' -> '.join(names)}", span)


def name_taken(span: Span, name: str, first: Span) -> Diagnostic:
    """Two mappings of one name."""
    found = error("D209", f"two mappings are named `{name}`", span)
    return replace(found, labels=(Label(first, "the other one"),))


def unknown_timezone(span: Span, name: str) -> Diagnostic:
    """No such time zone."""
    return error("D210", f"there is no time zone {quoted(name)}", span)


def named_twice(span: Span, name: str, first: Span) -> Diagnostic:
    """An entity listed twice."""
    found = error("D211", f"`{name}` stands twice in `entities:`", span)
    return replace(found, labels=(Label(first, "first here"),))


def link_of_unknown(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """links.yaml names what the workspace does not have."""
    return warning("D212", f"`{name}` is not among `entities:`", span, help=did_you_mean(name, known))


def misnamed_file(span: Span, name: str, expected: str) -> Diagnostic:
    """The file of an entity holds a mapping of another name."""
    return error("D213", f"the file of `{expected}` holds a mapping named `{name}`", span)


def missing_system(span: Span, name: str) -> Diagnostic:
    """A mapping reads from or writes to a system without settings."""
    return error("D214", f"the workspace has no system `{name}`", span, help=f"Add `{name}: {{connector: …}}`.")


# ---- D3xx: tables and series


def table_misnamed(span: Span, name: str, stem: str) -> Diagnostic:
    """A table's name is not its file's."""
    return error("D301", f"the table `{name}` stands in a file named {stem}.yaml", span)


def unknown_series_type(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A sub-ledger type that the target does not have."""
    return error("D302", f"there is no series of type `{name}`", span, help=did_you_mean(name, known))


def range_upside_down(span: Span, start: int, end: int) -> Diagnostic:
    """`from` after `to`."""
    return error("D303", f"the range ends before it begins: {start} to {end}", span)


def series_overlap(span: Span, first: str, second: str) -> Diagnostic:
    """Two series share numbers."""
    return warning("D304", f"the series {first} and {second} share numbers", span)


# ---- D4xx: tests of a mapping


def test_differs(span: Span, name: str, path: str, expected: str, came: str) -> Diagnostic:
    """A value is not the expected one."""
    return error("D401", f'test "{name}": {path} should be {expected}, and is {came}', span)


def test_refused(span: Span, name: str, reasons: Iterable[str]) -> Diagnostic:
    """A record that should pass was refused."""
    return error("D402", f'test "{name}": the record was refused: {"; ".join(reasons)}', span)


def test_outcome(span: Span, name: str, expected: str, came: str) -> Diagnostic:
    """The record went another way than expected."""
    return error("D403", f'test "{name}": {expected} was expected, but {came}', span)


def test_field(span: Span, name: str, title: str, known: Iterable[str]) -> Diagnostic:
    """A test names a field that is not there."""
    return error("D404", f"`{title}` has no field `{name}`", span, help=did_you_mean(name, known))


def test_value(span: Span, name: str, expected: str, value: str | None) -> Diagnostic:
    """A test's value is not of its field's type."""
    instead = f", not {quoted(value)}" if value is not None else ""
    return error("D405", f"`{name}` takes {expected}{instead}", span)


def test_shortage(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """`missing:` names what no rule asks for."""
    return error("D404", f"no rule asks for `{name}`", span, help=did_you_mean(name, known))


def test_contradicts(span: Span, name: str) -> Diagnostic:
    """A test that expects a record to be sent and to be held back."""
    return error("D406", f'test "{name}" expects the record both to be sent and to be held back', span)


# ---- O1xx: overlays


def drops_nothing(span: Span, what: str) -> Diagnostic:
    """A drop of what is not there."""
    return warning("O101", f"{what} is not in the base, so there is nothing to drop", span)


def equals_base(span: Span, what: str, base: Span) -> Diagnostic:
    """A rule that the base has already."""
    found = warning("O102", f"{what} is the same in the base", span)
    return replace(found, labels=(Label(base, "here"),))


def unknown_base(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """`extends:` names no file."""
    return error("O103", f"there is no mapping `{name}` to extend", span, help=did_you_mean(name, known))


def circle_of_bases(span: Span, names: Iterable[str]) -> Diagnostic:
    """Files that extend each other."""
    return error("O104", f"the files extend each other: {' -> '.join(names)}", span)


def needs_base(span: Span, what: str) -> Diagnostic:
    """`drop` or `Lines[].Field` in a file that extends nothing."""
    return error("O105", f"{what} changes a base, and this file has no `extends:`", span)


def no_such_list(span: Span, name: str) -> Diagnostic:
    """`Lines[].Field` where the base fills no such list."""
    return error("O106", f"the base fills no list `{name}`", span)
