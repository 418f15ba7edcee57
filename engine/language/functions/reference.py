"""The reference page of the functions, docs/functions.md, made from the registry and its examples.

A test fails when the file is not what this says; `python -m engine.language.functions.reference` prints it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from engine.language import exact
from engine.language.functions.forms import FORMS, Form
from engine.language.functions.registry import FUNCTIONS, Example, Function, Parameter

_FAMILIES = ("text", "number", "date", "Norwegian", "lists", "choice and reference", "document")

_BAR = "\\|"  # a bar within a cell of a table

_HEAD = """\
# Functions

Made from the registry of functions by `python -m engine.language.functions.reference`; do not edit.
The examples below are run as tests.

A function stands in a pipeline, `name | squeeze | limit(50)`, or is called, `abs(difference)`: the piped value is its
first argument. An absent value gives an absent result. A function that can fail needs an `else`, as in
`org_no | digits | orgno else empty`.

The class says what becomes of a function in a two-way rule (`<->`): *exact* and *canonical* steps run backwards by
themselves, *needs the old value* and *quantum* keep the old value while it still fits, *one-way* steps belong in `=`
rules and are refused elsewhere. [two-way.md](two-way.md) tells how each runs back.
"""


def reference() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_HEAD, *(_family(family) for family in _FAMILIES)])


def _family(family: str) -> str:
    functions = [section(entry) for entry in FUNCTIONS.values() if entry.family == family]
    forms = [_form(entry) for entry in FORMS if entry.family == family]
    return "\n".join([f"## {family[0].upper()}{family[1:]}\n", *functions, *forms])


def section(entry: Function) -> str:
    """What the page says of one function."""
    heading = _heading(entry.name, entry.fails, entry.step_class.value, entry.doc)
    parameters = (_parameter(parameter) for parameter in entry.parameters[1:])
    takes = "; ".join([f"Takes a {_kinds(entry.parameters[0])}", *parameters])
    return "\n".join([_signature(entry), *heading, f"{takes}.", "", *_table(entry), ""])


def _form(entry: Form) -> str:
    heading = _heading(entry.name, entry.fails, entry.step_class.value, entry.doc)
    return "\n".join([f"### {entry.name}\n", *heading, "```", *entry.written, "```", ""])


def _heading(name: str, fails: bool, step_class: str, doc: str) -> list[str]:
    return [doc, "", f"*{step_class}*{', can fail' if fails else ''}", ""]


def _signature(entry: Function) -> str:
    arguments = ", ".join(_argument(parameter) for parameter in entry.parameters[1:])
    return f"### {entry.name}{f'({arguments})' if arguments else ''}\n"


def _argument(parameter: Parameter) -> str:
    return parameter.name if parameter.required else f"{parameter.name} = {_written(parameter, parameter.default)}"


def _parameter(parameter: Parameter) -> str:
    what = f"a {_kinds(parameter)}" if parameter.kinds else f"one of {_words(parameter.words)}"
    return f"`{parameter.name}` is {what}{', written out' if parameter.constant else ''}"


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _kinds(parameter: Parameter) -> str:
    return " or ".join(sorted(kind.value for kind in parameter.kinds))


def _written(parameter: Parameter, value: Any) -> str:
    return str(value) if value in parameter.words else shown(value)


def _table(entry: Function) -> Iterator[str]:
    yield "| given | step | gives |"
    yield "|---|---|---|"
    for example in entry.examples:
        step = f"{entry.name}({example.arguments})" if example.arguments else entry.name
        cells = (f"`{shown(example.given)}`", f"`{step}`", _outcome(example))
        yield f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"


def _outcome(example: Example) -> str:
    if example.fails:
        return "fails"
    return "absent" if example.result is None else f"`{shown(example.result)}`"


def shown(value: str | int | Decimal | date) -> str:
    """A value as a mapping writes it."""
    if isinstance(value, str):
        return f'"{value}"'
    return value.isoformat() if isinstance(value, date) else exact.number_text(value)


if __name__ == "__main__":  # pragma: no cover - the text is tested, the printing is Python's
    print(reference(), end="")
