"""Golden pairs of documents and overlays: files that meet a code in all its forms, and what a consultant then reads.

That every code has an example at all is tests/errors/test_examples.py's to see.

A case holds files, each after a line `--- name`. With a workspace.yaml all of it is loaded, else the first file.
Some stand in golden/nb/ as well, as a Norwegian consultant reads them.
After a wording was changed on purpose, run with REWRITE_GOLDEN=1 and read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import ENGLISH, Language, language
from engine.diagnostics.render import render_text
from engine.diagnostics.source import SourceText
from engine.mapping.collection import load_mappings
from engine.mapping.examples import check_examples, run_examples
from engine.mapping.library import Library
from engine.mapping.mapping import load_mapping_file
from engine.mapping.workspace import load_workspace
from engine.model.text import Text

Write = Callable[[Mapping[str, str]], Path]
GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.glob("*.case"))
NORWEGIAN = sorted((GOLDEN / "nb").glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a case."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText]

    @property
    def shown(self) -> list[Diagnostic]:
        """Without the fields that no rule reads: the small world has many."""
        return [d for d in self.diagnostics if d.code != "C301"]


def _files(case: Path) -> dict[str, str]:
    parts = re.split(r"^--- (\S+)\n", case.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _told(files: Mapping[str, str], folder: Path, library: Library) -> Told:
    if "workspace.yaml" not in files:
        loaded = load_mapping_file(folder / next(iter(files)), library)
        results = run_examples(loaded.mapping) if loaded.mapping else ()
        tests = [d for result in results for d in result.diagnostics]
        checked = check_examples(loaded.mapping) if loaded.mapping else ()
        assert set(checked) <= set(tests)
        return Told((*loaded.diagnostics, *tests), loaded.sources)
    workspace = load_workspace(folder, library.catalogs)
    if workspace.workspace is None:
        return Told(workspace.diagnostics, workspace.sources)
    mappings = load_mappings(workspace.workspace, library)
    return Told((*workspace.diagnostics, *mappings.diagnostics), {**workspace.sources, **mappings.sources})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_told_in_these_words(case: Path, write: Write, library: Library) -> None:
    files = _files(case)
    told = _told(files, write(files), library)
    _compare(told, case.with_suffix(".txt"), ENGLISH)
    assert {d.code for d in told.shown} == {case.stem}
    texts = [text for d in told.shown for text in (d.message, d.note, d.help, *(label.text for label in d.labels))]
    # Only a code that labels a test's refusal is the same in every language.
    assert [text for text in texts if text and not isinstance(text, Text) and text not in CODES] == []


@pytest.mark.parametrize("golden", NORWEGIAN, ids=lambda golden: golden.stem)
def test_a_norwegian_reads_it_in_these_words(golden: Path, write: Write, library: Library) -> None:
    files = _files(GOLDEN / f"{golden.stem}.case")
    _compare(_told(files, write(files), library), golden, language("nb"))


def test_documents_and_overlays_are_read_in_norwegian_too() -> None:
    assert {golden.stem[0] for golden in NORWEGIAN} == set("DO")


def _compare(told: Told, golden: Path, spoken: Language) -> None:
    text = render_text(told.shown, told.sources, language=spoken)
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
