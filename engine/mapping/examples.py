"""The `tests:` of a mapping, run both ways: what should come of a record, what came, and whether it comes back.

A base's tests run for every mapping that stands on it, except where that deliberately changes what they promise: a
record which `select:` now leaves to another mapping, and what inheritance.py finds changed by a later file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity
from engine.diagnostics.source import Span
from engine.language.outcome import Desired, Outcome, References, Refused, Skipped
from engine.language.trace import Trace
from engine.mapping import complaints
from engine.mapping.document import MapNode, TextNode, items_at, map_at, text_at
from engine.mapping.expectation import differences, form_complaints, written
from engine.mapping.given import read_given
from engine.mapping.inheritance import Changes, changes_since
from engine.mapping.mapping import Mapping, NoWayBack, placeholder
from engine.mapping.shortages import Shortage, read_shortages, shortage_complaints, without
from engine.model.enumeration import in_a_row
from engine.model.frozen import frozen, replace
from engine.model.pattern import pattern
from engine.model.record import Row
from engine.model.text import Text, say

# The day of a test that does not say its own, so that it gives the same on every day.
NEUTRAL_DAY = date(2026, 1, 1)
_CODE = pattern(r"[A-Z]\d{3}")


@frozen
class ExampleResult:
    """What came of one test. `span`: where it stands; `diagnostics`: why it did not hold (D401…D406)."""

    name: str
    passed: bool
    diagnostics: tuple[Diagnostic, ...]
    span: Span


@frozen
class Example:
    """One item of `tests:`. `files`: those it was written for, its own last; `inherited`: a base's."""

    name: str
    node: MapNode
    span: Span
    files: tuple[str, ...]
    inherited: bool


def run_examples(mapping: Mapping) -> tuple[ExampleResult, ...]:
    """Run all tests of a mapping; one of a base whose record is no longer this mapping's is left out."""
    results = (_run(example, mapping) for example in examples_of(mapping))
    return tuple(result for result in results if result is not None)


def check_examples(mapping: Mapping) -> tuple[Diagnostic, ...]:
    """What is wrong with the tests of the mapping's own file before they are run (D404…D406)."""
    own = (example for example in examples_of(mapping) if not example.inherited)
    return tuple(diagnostic for example in own for diagnostic in _form(example, mapping))


def examples_of(mapping: Mapping) -> tuple[Example, ...]:
    """The tests of a mapping in the order of its files."""
    return tuple(
        _example(node, number, mapping.files[:files], files < len(mapping.files))
        for number, (node, files) in enumerate(mapping.tests.items, 1)
    )


def traces(mapping: Mapping) -> Iterator[Trace]:
    """What every test's record met on its way through the rules."""
    for case in _cases(mapping):
        yield mapping.trace(case.record, case.references, today=case.today)


def sent_examples(mapping: Mapping) -> Iterator[Row]:
    """The records of a mapping's tests of which it makes something to send."""
    for case in _cases(mapping):
        if isinstance(mapping.run(case.record, today=case.today), Desired):
            yield case.record


@frozen
class _Case:
    """What a test runs: its record, the day, and what is linked."""

    record: Row
    today: date
    references: References


def _cases(mapping: Mapping) -> Iterator[_Case]:
    """The tests that can be run."""
    for example in examples_of(mapping):
        if not any(_form(example, mapping)):
            yield _case(example, mapping)


def _case(example: Example, mapping: Mapping) -> _Case:
    given = map_at(example.node, "given")
    assert given is not None, "the schema asks for it"
    today = _today(example)
    record, _ = read_given(given, mapping.source, mapping.source_catalog, today)
    return _Case(record, today, without(placeholder, _shortages(example)))


def _example(node: MapNode, number: int, files: tuple[str, ...], inherited: bool) -> Example:
    name = text_at(node, "name")
    return Example(
        name=name.text if name is not None else f"test {number}",
        node=node,
        span=name.span if name is not None else node.span,
        files=files,
        inherited=inherited,
    )


# ---- one test


def _run(example: Example, mapping: Mapping) -> ExampleResult | None:
    """None when the record is not this mapping's, and the test a base's."""
    found = tuple(_form(example, mapping))
    if found:
        return ExampleResult(example.name, False, found, example.span)
    case = _case(example, mapping)
    selected = mapping.selects(case.record, mapping.circumstances(case.references, today=case.today))
    if not selected and example.inherited:
        return None
    outcome = mapping.run(case.record, case.references, today=case.today)
    found = tuple(_judge(example, mapping, outcome, selected, changes_since(mapping, len(example.files))))
    if isinstance(outcome, Desired) and not found:
        found = tuple(_judge_way_back(example, mapping, outcome, case))
    return ExampleResult(example.name, not found, found, example.span)


def _form(example: Example, mapping: Mapping) -> Iterator[Diagnostic]:
    """What could not be run, or could never hold."""
    given, expect = map_at(example.node, "given"), map_at(example.node, "expect")
    today = text_at(example.node, "today")
    if today is not None and not _is_date(today.text):
        yield complaints.test_value(today.span, "today", say("a date, as 2026-01-31"), today.text)
        return
    if given is not None:
        yield from read_given(given, mapping.source, mapping.source_catalog, _today(example))[1]
    if expect is not None:
        yield from form_complaints(expect, mapping.target.fields, mapping.target.title)
    if not example.inherited:
        known = {*mapping.program.links, *mapping.target_catalog.settings}
        yield from shortage_complaints(_shortages(example), known)
    held = _words(example, "refuse") or _says(example, "skip") == "yes"
    if held and (expect is not None or _says(example, "create") == "yes"):
        yield complaints.test_contradicts(example.span, example.name)


def _shortages(example: Example) -> tuple[Shortage, ...]:
    entry = example.node.find("missing")
    return read_shortages(entry.value) if entry is not None else ()


def _today(example: Example) -> date:
    today = text_at(example.node, "today")
    return date.fromisoformat(today.text) if today is not None else NEUTRAL_DAY


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _says(example: Example, key: str) -> str | None:
    """The word under a key: yes, no, or None."""
    node = text_at(example.node, key)
    return {"true": "yes", "false": "no"}.get(node.text, node.text) if node is not None else None


def _words(example: Example, key: str) -> tuple[TextNode, ...]:
    """The codes or messages under `refuse:` or `warn:`."""
    return tuple(node for node in items_at(example.node, key) if isinstance(node, TextNode))


# ---- what came against what should


def _judge(
    example: Example, mapping: Mapping, outcome: Outcome, selected: bool, changes: Changes
) -> Iterator[Diagnostic]:
    refusals = _words(example, "refuse")
    if _says(example, "skip") == "yes":
        if not isinstance(outcome, Skipped) and not changes.skips:
            yield complaints.test_outcome(example.span, example.name, say("a skipped record"), _what_came(outcome))
    elif not selected:
        came = say("`select:` leaves it to another mapping")
        yield complaints.test_outcome(example.span, example.name, say("a record of this mapping"), came)
    elif isinstance(outcome, Skipped) and changes.says(outcome.span):
        return
    elif refusals:
        yield from _missed(example, refusals, outcome, Severity.ERROR, changes)
    elif isinstance(outcome, Refused):
        if not all(changes.says(diagnostic.span) for diagnostic in outcome.diagnostics if diagnostic.is_error):
            yield _refused(example, outcome)
    elif isinstance(outcome, Skipped):
        yield complaints.test_outcome(example.span, example.name, say("a record to send"), _what_came(outcome))
    else:
        yield from _judge_desired(example, mapping, outcome, changes)


def _judge_desired(example: Example, mapping: Mapping, outcome: Desired, changes: Changes) -> Iterator[Diagnostic]:
    expect = map_at(example.node, "expect")
    if expect is not None:
        for one in differences(expect, outcome.payload, mapping.target.fields, changes.decides):
            found = complaints.test_differs(one.span, example.name, one.path, one.expected, one.came)
            origin = outcome.origins.get(one.path)
            yield replace(found, labels=(Label(origin, say("this rule gave it")),)) if origin else found
    yield from _missed(example, _words(example, "warn"), outcome, Severity.WARNING, changes)
    creates = _says(example, "create")
    if creates is not None and outcome.creates != (creates == "yes"):
        expected = say("a record to create") if creates == "yes" else say("a record that is not created")
        came = say("it would be created") if outcome.creates else say("`create when` leaves it out")
        yield complaints.test_outcome(example.span, example.name, expected, came)


def _judge_way_back(example: Example, mapping: Mapping, outcome: Desired, case: _Case) -> Iterator[Diagnostic]:
    """The payload, put back into its own record, must change nothing."""
    try:
        returned = mapping.put(outcome.payload, case.record, case.references, today=case.today)
    except NoWayBack as refused:
        yield complaints.test_no_way_back(example.span, example.name, _list(refused.diagnostics))
        return
    for name in dict.fromkeys((*case.record, *returned)):
        before, after = case.record.get(name), returned.get(name)
        if before != after:
            yield complaints.test_comes_back_changed(example.span, example.name, name, written(before), written(after))


def _missed(
    example: Example, words: Iterable[TextNode], outcome: Outcome, severity: Severity, changes: Changes
) -> Iterator[Diagnostic]:
    """A complaint for each code or message that is not among those of the outcome."""
    said = [d for d in outcome.diagnostics if d.severity is severity]
    refusal = severity is Severity.ERROR
    for word in words:
        if not any(_answers(word.text, diagnostic) for diagnostic in said) and not changes.could_have_said(word.text):
            came = _what_came(outcome) if refusal or not said else _list(said)
            quoted = complaints.quoted(word.text)
            expected = (
                say("a refusal with {word}", word=quoted) if refusal else say("a warning with {word}", word=quoted)
            )
            yield complaints.test_outcome(word.span, example.name, expected, came)


def _answers(word: str, diagnostic: Diagnostic) -> bool:
    if _CODE.fullmatch(word):
        return diagnostic.code == word
    return word == "yes" or word in diagnostic.message


def _what_came(outcome: Outcome) -> Text:
    if isinstance(outcome, Refused):
        return say("it was refused: {reasons}", reasons=_list(outcome.diagnostics))
    if isinstance(outcome, Skipped):
        return say("it was skipped")
    if outcome.diagnostics:
        return say("it was sent, with {diagnostics}", diagnostics=_list(outcome.diagnostics))
    return say("it was sent")


def _list(diagnostics: Iterable[Diagnostic]) -> str:
    return in_a_row(_coded(diagnostic) for diagnostic in diagnostics)


def _coded(diagnostic: Diagnostic) -> Text:
    return say("{code} {message}", code=diagnostic.code, message=diagnostic.message)


def _refused(example: Example, outcome: Refused) -> Diagnostic:
    errors = [diagnostic for diagnostic in outcome.diagnostics if diagnostic.is_error]
    found = complaints.test_refused(example.span, example.name, [_coded(diagnostic) for diagnostic in errors])
    labels = tuple(Label(d.span, d.code) for d in errors if d.span is not None)
    return replace(found, labels=labels)
