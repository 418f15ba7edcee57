"""A mapping's own messages are templates, and those that ship are said in every language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.diagnostics.languages import LANGUAGES, read_texts
from engine.faces.systems import library, spoken
from engine.language import typed
from engine.language.outcome import Refused
from engine.language.running.messages import template_of
from engine.mapping.mapping import Mapping, load_mapping_file
from engine.model.text import Text

ROOT = Path(__file__).parents[4]
BASE = sorted((ROOT / "mappings" / "base").glob("*.yaml"))


def load(path: Path) -> Mapping:
    loaded = load_mapping_file(path, library())
    assert loaded.mapping is not None, loaded.diagnostics
    return loaded.mapping


def messages(node: object) -> Iterator[typed.Text]:
    """Every message of a program's statements."""
    if isinstance(node, typed.Check | typed.Refuse) and node.message is not None:
        yield node.message
    if isinstance(node, tuple):
        for item in node:
            yield from messages(item)
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            yield from messages(getattr(node, field.name))


def shipped() -> set[str]:
    return {template_of(text)[0] for path in BASE for text in messages(load(path).program.statements)}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_message_of_the_base_mappings_is_said_in_every_language(code: str) -> None:
    said = {name for path in (ROOT / "mappings/texts" / code).glob("*.po") for name in read_texts(path)}
    assert shipped() == said


def written(folder: Path, message: str) -> Mapping:
    path = folder / "customer.yaml"
    lines = ["mapping: customer", "extends: base/customer", "rules: |", f"  check customer_no == 0, {message}"]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("message", "template", "told"),
    [
        ('"{customer_no}: {name}"', "{customer_no}: {name}", "10001: Fjord AS"),
        ('"{name} is {name}"', "{name} is {name}", "Fjord AS is Fjord AS"),
        ('"{name} is {name | upper}"', "{name} is {name_2}", "Fjord AS is FJORD AS"),
        ('"{customer_no + 1} at \\{once\\}"', "{value} at {{once}}", "10002 at {once}"),
    ],
)
def test_a_hole_is_named_by_what_it_reads(tmp_path: Path, message: str, template: str, told: str) -> None:
    mapping = written(tmp_path, message)
    record = {
        "customer_no": 10001,
        "name": "Fjord AS",
        "country": "NO",
        "active": True,
        "is_internal": False,
        "vat_free": False,
        "reminders": True,
    }
    outcome = mapping.run(record)
    assert isinstance(outcome, Refused)
    (said,) = [d.message for d in outcome.diagnostics if d.code == "R204"]
    assert isinstance(said, Text)
    assert (said.template, said) == (template, told)


def test_a_base_mappings_refusal_is_said_in_norwegian() -> None:
    mapping = load(ROOT / "mappings" / "base" / "customer.yaml")
    outcome = mapping.run(
        {
            "customer_no": 10001,
            "name": "Fjord AS",
            "country": "Atlantis",
            "postal_code": "0150",
            "city": "Oslo",
            "address_1": "Storgata 1",
            "active": True,
            "is_internal": False,
        }
    )
    assert isinstance(outcome, Refused)
    told = [spoken("nb").of(diagnostic.message) for diagnostic in outcome.diagnostics]
    assert told == ["ukjent land «Atlantis»: skriv navnet eller landets to bokstaver i Win"]
