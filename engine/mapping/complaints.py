"""What is said of documents: every sentence about YAML files, schemas, workspaces, tables and series.

Wording only; what is wrong is decided where it is found. One voice: what, where, why, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics.diagnostic import Diagnostic, Label, error, information, warning
from engine.diagnostics.source import Span
from engine.mapping.yaml_problems import explained
from engine.model.enumeration import in_a_row
from engine.model.frozen import replace
from engine.model.likeness import nearest
from engine.model.text import say

_CODE_SAMPLE = 40  # characters of a wrong value that a message repeats


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean …?`, or which words there are, or nothing."""
    names = sorted(known)
    near = nearest(word, names)
    if near is not None:
        return say("Did you mean `{name}`?", name=near)
    return say("There are: {names}.", names=", ".join(names)) if 0 < len(names) <= 12 else ""


def quoted(text: str) -> str:
    """A value as a message repeats it, shortened."""
    return f"`{text}`" if len(text) <= _CODE_SAMPLE else f"`{text[:_CODE_SAMPLE]}…`"


# ---- D10x: the file and its YAML


def unreadable(span: Span, reason: str) -> Diagnostic:
    """The file system does not give the file."""
    return error("D101", say("the file cannot be read: {reason}", reason=reason), span)


def too_large(span: Span, size_max: int) -> Diagnostic:
    """The file is larger than any mapping is."""
    return error("D102", say("the file is larger than {size} MB", size=size_max // 1_000_000), span)


def not_utf8(span: Span) -> Diagnostic:
    """The bytes are no UTF-8."""
    return error("D103", say("the file is not UTF-8"), span)


def odd_character(span: Span, character: str) -> Diagnostic:
    """A character that editors do not show."""
    return error(
        "D104", say("an invisible character ({character}) stands here", character=f"U+{ord(character):04X}"), span
    )


def broken_yaml(span: Span, problem: str) -> Diagnostic:
    """The YAML library gave up."""
    message, remedy = explained(problem)
    return error("D105", message, span, help=remedy)


def second_document(span: Span) -> Diagnostic:
    """`---` begins a second document."""
    return error(
        "D105", say("a file holds one document, and `---` begins a second one"), span, help=say("Remove the line.")
    )


def empty_document(span: Span) -> Diagnostic:
    """Nothing in the file."""
    return error("D105", say("the file is empty"), span)


def no_map(span: Span) -> Diagnostic:
    """The root is a list or a text."""
    return error("D105", say("the file must hold `name: value` lines"), span)


def too_deep(span: Span, depth_max: int) -> Diagnostic:
    """Nested deeper than any document of ours."""
    return error("D105", say("this is nested deeper than {depth_max} levels", depth_max=depth_max), span)


def key_is_no_text(span: Span) -> Diagnostic:
    """`? [a]: b`."""
    return error("D105", say("a name must be a text"), span)


def alias(span: Span, name: str) -> Diagnostic:
    """`*name`."""
    return error("D106", say("`*{name}` refers to another place of the file", name=name), span)


def anchor(span: Span, name: str) -> Diagnostic:
    """`&name`."""
    return error("D106", say("`&{name}` names this place for use elsewhere", name=name), span)


def tag(span: Span, name: str) -> Diagnostic:
    """`!!name`."""
    return error("D107", say("`{name}` gives this value a type of its own", name=name), span)


def duplicate_key(span: Span, name: str, first: Span) -> Diagnostic:
    """A name stands twice in one map."""
    found = error("D108", say("`{name}` stands twice", name=name), span)
    return replace(found, labels=(Label(first, say("first here")),))


def folded_expression(span: Span) -> Diagnostic:
    """An expression whose lines YAML joins."""
    return error("D109", say("YAML joins the lines of this text, so places in it would be lost"), span)


# ---- D11x: the form that a schema asks for


def unknown_key(span: Span, name: str, known: Iterable[str], where: str) -> Diagnostic:
    """A name that the schema does not have."""
    return error("D111", say("{where} has no `{name}`", where=where, name=name), span, help=did_you_mean(name, known))


def missing_key(span: Span, name: str, where: str) -> Diagnostic:
    """A name that the schema asks for."""
    return error(
        "D112", say("{where} lacks `{name}:`", where=where, name=name), span, help=say("Add `{name}: …`.", name=name)
    )


def wrong_form(span: Span, where: str, expected: str, value: str | None) -> Diagnostic:
    """A value that is not of its form."""
    if not value:
        return error("D113", say("{where} must be {expected}", where=where, expected=expected), span)
    message = say("{where} must be {expected}, not {value}", where=where, expected=expected, value=quoted(value))
    return error("D113", message, span)


# ---- D12x: what a mapping says of itself


def unknown_entity(span: Span, title: str, known: Iterable[str]) -> Diagnostic:
    """`from:` or `to:` names nothing."""
    return error("D121", say("there is no entity `{title}`", title=title), span, help=did_you_mean(title, known))


def unknown_column(span: Span, name: str, title: str, known: Iterable[str]) -> Diagnostic:
    """`key:` or `adopt:` names no field."""
    return error(
        "D122", say("`{title}` has no field `{name}`", title=title, name=name), span, help=did_you_mean(name, known)
    )


def key_and_continues(span: Span) -> Diagnostic:
    """Both, where one is asked for."""
    return error("D123", say("a second pass (`continues:`) takes its key from the mapping that it continues"), span)


def unknown_continued(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """`continues:` names no mapping."""
    return error(
        "D124", say("there is no mapping `{name}` to continue", name=name), span, help=did_you_mean(name, known)
    )


def no_key(span: Span) -> Diagnostic:
    """Neither `key:` nor `continues:` once the chain is merged."""
    return error(
        "D112", say("the mapping lacks `key:`"), span, help=say("Add `key: …` with the field that identifies a record.")
    )


# ---- D2xx: workspaces


def no_workspace(file: str) -> Diagnostic:
    """The folder holds no workspace.yaml."""
    return error("D201", say("there is no workspace here: {file} is not there", file=file))


def unknown_mapping(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """An entity without a file and without a base."""
    return error("D202", say("there is no mapping for `{name}`", name=name), span, help=did_you_mean(name, known))


def unset_variable(span: Span, name: str) -> Diagnostic:
    """`${NAME}` has no value here."""
    return information("D203", say("the variable {name} is not set here", name=name), span)


def literal_secret(span: Span, name: str) -> Diagnostic:
    """A secret in clear."""
    variable = name.upper()
    return warning(
        "D204",
        say("`{name}` stands in clear in the file", name=name),
        span,
        help=say('Write "${{{variable}}}" instead.', variable=variable),
    )


def secret_in_url(span: Span, name: str) -> Diagnostic:
    """A password inside a URL."""
    return warning("D204", say("the password of `{name}` stands in clear in the file", name=name), span)


def unknown_connector(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A system whose connector is not installed."""
    return error("D205", say("no connector `{name}` is installed", name=name), span, help=did_you_mean(name, known))


def no_variable(span: Span, text: str) -> Diagnostic:
    """`${…}` that names nothing."""
    return error("D206", say("{text} is no variable", text=quoted(text)), span)


def unused_file(span: Span, name: str, path: str) -> Diagnostic:
    """A mapping's file in the workspace that `entities:` does not name."""
    return warning("D207", say("`{name}` is not among `entities:`, so {path} is not used", name=name, path=path), span)


def circle_of_mappings(span: Span, names: Iterable[str]) -> Diagnostic:
    """Mappings that each need the other first."""
    return error("D208", say("the mappings need each other first: {names}", names=" -> ".join(names)), span)


def name_taken(span: Span, name: str, first: Span) -> Diagnostic:
    """Two mappings of one name."""
    found = error("D209", say("two mappings are named `{name}`", name=name), span)
    return replace(found, labels=(Label(first, say("the other one")),))


def unknown_timezone(span: Span, name: str) -> Diagnostic:
    """No such time zone."""
    return error("D210", say("there is no time zone {name}", name=quoted(name)), span)


def named_twice(span: Span, name: str, first: Span) -> Diagnostic:
    """An entity listed twice."""
    found = error("D211", say("`{name}` stands twice in `entities:`", name=name), span)
    return replace(found, labels=(Label(first, say("first here")),))


def link_of_unknown(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """links.yaml names what the workspace does not have."""
    return warning("D212", say("`{name}` is not among `entities:`", name=name), span, help=did_you_mean(name, known))


def misnamed_file(span: Span, name: str, expected: str) -> Diagnostic:
    """The file of an entity holds a mapping of another name."""
    return error(
        "D213", say("the file of `{expected}` holds a mapping named `{name}`", expected=expected, name=name), span
    )


def missing_system(span: Span, name: str) -> Diagnostic:
    """A mapping reads from or writes to a system without settings."""
    return error(
        "D214",
        say("the workspace has no system `{name}`", name=name),
        span,
        help=say("Add `{name}: {{connector: …}}`.", name=name),
    )


# ---- D3xx: tables and series


def table_misnamed(span: Span, name: str, stem: str) -> Diagnostic:
    """A table's name is not its file's."""
    return error("D301", say("the table `{name}` stands in a file named {stem}.yaml", name=name, stem=stem), span)


def unknown_series_type(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A sub-ledger type that the target does not have."""
    return error("D302", say("there is no series of type `{name}`", name=name), span, help=did_you_mean(name, known))


def range_upside_down(span: Span, start: int, end: int) -> Diagnostic:
    """`from` after `to`."""
    return error("D303", say("the range ends before it begins: {start} to {end}", start=start, end=end), span)


def series_overlap(span: Span, first: str, second: str) -> Diagnostic:
    """Two series share numbers."""
    return warning("D304", say("the series {first} and {second} share numbers", first=first, second=second), span)


# ---- D4xx: tests of a mapping


def test_differs(span: Span, name: str, path: str, expected: str, came: str) -> Diagnostic:
    """A value is not the expected one."""
    return error(
        "D401",
        say(
            'test "{name}": {path} should be {expected}, and is {came}',
            name=name,
            path=path,
            expected=expected,
            came=came,
        ),
        span,
    )


def test_refused(span: Span, name: str, reasons: Iterable[str]) -> Diagnostic:
    """A record that should pass was refused."""
    return error(
        "D402", say('test "{name}": the record was refused: {reasons}', name=name, reasons=in_a_row(reasons)), span
    )


def test_outcome(span: Span, name: str, expected: str, came: str) -> Diagnostic:
    """The record went another way than expected."""
    return error(
        "D403", say('test "{name}": {expected} was expected, but {came}', name=name, expected=expected, came=came), span
    )


def test_no_way_back(span: Span, name: str, reasons: str) -> Diagnostic:
    """D407: a test's payload that no record gives, though the test's own record gave it."""
    return error("D407", say('test "{name}": the payload has no way back: {reasons}', name=name, reasons=reasons), span)


def test_comes_back_changed(span: Span, name: str, field: str, before: str, after: str) -> Diagnostic:
    """D407: a test's payload that changes the record which gave it."""
    told = {"name": name, "field": field, "before": before, "after": after}
    message = say('test "{name}": on the way back `{field}` becomes {after}, and it was {before}', **told)
    return error("D407", message, span)


def law_broken(span: Span, law: str, field: str, expected: str, came: str) -> Diagnostic:
    """D408: a made-up record that breaks a law."""
    told = {"law": law, "field": field, "expected": expected, "came": came}
    return error("D408", say("{law} does not hold: `{field}` should be {expected}, and is {came}", **told), span)


def test_field(span: Span, name: str, title: str, known: Iterable[str]) -> Diagnostic:
    """A test names a field that is not there."""
    return error(
        "D404", say("`{title}` has no field `{name}`", title=title, name=name), span, help=did_you_mean(name, known)
    )


def test_value(span: Span, name: str, expected: str, value: str | None) -> Diagnostic:
    """A test's value is not of its field's type."""
    if value is None:
        return error("D405", say("`{name}` takes {expected}", name=name, expected=expected), span)
    message = say("`{name}` takes {expected}, not {value}", name=name, expected=expected, value=quoted(value))
    return error("D405", message, span)


def test_shortage(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """`missing:` names what no rule asks for."""
    return error("D404", say("no rule asks for `{name}`", name=name), span, help=did_you_mean(name, known))


def test_contradicts(span: Span, name: str) -> Diagnostic:
    """A test that expects a record to be sent and to be held back."""
    return error("D406", say('test "{name}" expects the record both to be sent and to be held back', name=name), span)
