"""Where an example of a code comes true: rules in the checker's bench, files and records in the small world."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.languages import Language
from engine.diagnostics.render import render_text
from engine.diagnostics.source import SourceText
from engine.language.outcome import Desired, NoSuchRecord, References, Refused
from engine.mapping.collection import load_mappings
from engine.mapping.examples import run_examples
from engine.mapping.library import Library
from engine.mapping.mapping import Mapping as Mapping_
from engine.mapping.mapping import NoWayBack, load_mapping_file
from engine.mapping.workspace import load_workspace

TESTS = Path(__file__).parents[1]
# Names of an example's texts that are no files.
DATA = ("record", "payload", "found")


def module(path: Path) -> ModuleType:
    """A module of the tests by its file: the tests are no packages."""
    spec = spec_from_file_location(f"worlds_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


SMALL = module(TESTS / "engine" / "mapping" / "conftest.py")
BENCH = module(TESTS / "errors" / "bench.py")


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of an example."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText]

    def of(self, code: str) -> list[Diagnostic]:
        """What an example of a code shows: without what only tells, unless that is what it is about."""
        return [d for d in self.diagnostics if d.code == code or d.severity is not Severity.INFO]

    def rendered(self, code: str, spoken: Language) -> str:
        """As a consultant reads it."""
        return render_text(self.of(code), self.sources, language=spoken)


def options(rules: str) -> dict[str, Any]:
    """What the first line of rules says of the mapping around them."""
    first_line = rules.split("\n", 1)[0]
    if not first_line.startswith("# from:"):
        return {}
    found = dict(re.findall(r"(from|to|select|own table): (\S+(?: \S+)*?)(?=\s{2,}|$)", first_line))
    known: dict[str, Any] = {"source": found["from"], "target": found["to"]}
    if "select" in found:
        known["select"] = found["select"]
    return known | {"continues": "  continues" in first_line, "own_table": found.get("own table", "")}


def told_of_rules(rules: str) -> Told:
    """What the parser and the checker say of rules."""
    trial = BENCH.trial(rules, path="customer.rules", **options(rules))
    return Told(trial.diagnostics, trial.sources)


def told_of_files(texts: Mapping[str, str], folder: Path, library: Library) -> Told:
    """What is said of files, or, when all is well with them, of a record on its way or a payload on its way back."""
    files = {name: text for name, text in texts.items() if name not in DATA and text}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    if "workspace.yaml" in files:
        return _told_of_workspace(folder, library)
    loaded = load_mapping_file(folder / next(iter(files)), library)
    if "record" not in texts and "payload" not in texts:
        results = run_examples(loaded.mapping) if loaded.mapping else ()
        return Told((*loaded.diagnostics, *_all(result.diagnostics for result in results)), loaded.sources)
    assert loaded.mapping is not None, [d.message for d in loaded.diagnostics]
    return Told(_told_of_record(loaded.mapping, texts), loaded.sources)


def _told_of_workspace(folder: Path, library: Library) -> Told:
    workspace = load_workspace(folder, library.catalogs)
    if workspace.workspace is None:
        return Told(workspace.diagnostics, workspace.sources)
    mappings = load_mappings(workspace.workspace, library)
    return Told((*workspace.diagnostics, *mappings.diagnostics), {**workspace.sources, **mappings.sources})


def _told_of_record(mapping: Mapping_, texts: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    record = json.loads(texts["record"], parse_float=Decimal) if "record" in texts else None
    if "payload" in texts:
        return _told_of_payload(mapping, json.loads(texts["payload"], parse_float=Decimal), record)
    found = json.loads(texts.get("found", "null"))
    outcome = mapping.run(record, references=None if found is None else _answers(found))
    return outcome.diagnostics if isinstance(outcome, Refused | Desired) else ()


def _answers(found: Mapping[str, Any]) -> References:
    """Answers to `link` and `find` as an example writes them: `{"link department 10": "4711"}`.

    Of a record that its own system does not have: `{"link department 10": {"unknown to": "Win"}}`.
    """

    def answer(kind: str, name: str, key: Any) -> Any:
        value = found.get(f"{kind} {name} {key}")
        return NoSuchRecord(value["unknown to"]) if isinstance(value, dict) else value

    return answer


def _told_of_payload(mapping: Mapping_, payload: dict[str, Any], old: dict[str, Any] | None) -> tuple[Diagnostic, ...]:
    try:
        mapping.put(payload, old=old)
    except NoWayBack as refused:
        return refused.diagnostics
    return ()


def _all(groups: Iterable[Iterable[Diagnostic]]) -> Iterable[Diagnostic]:
    return (diagnostic for group in groups for diagnostic in group)
