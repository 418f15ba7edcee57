"""One golden pair a code of documents and overlays: the files that meet it, and what a consultant then reads.

A case holds files, each after a line `--- name`. With a workspace.yaml all of it is loaded, else the first file.
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
from engine.diagnostics.render import render_text
from engine.diagnostics.source import SourceText
from engine.mapping.collection import load_mappings
from engine.mapping.examples import check_examples, run_examples
from engine.mapping.library import Library
from engine.mapping.mapping import load_mapping_file
from engine.mapping.workspace import load_workspace

Write = Callable[[Mapping[str, str]], Path]
CASES = sorted((Path(__file__).parent / "golden").glob("*.case"))
# Bytes that no text file of ours can hold, and a folder without files: test_document.py and test_workspace.py.
ELSEWHERE = {"D101", "D102", "D103", "D104", "D201"}


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a case."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText]


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
    said = [d for d in told.diagnostics if d.code != "C301"]
    text = render_text(said, told.sources)
    golden = case.with_suffix(".txt")
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert {d.code for d in said} == {case.stem}


def test_every_code_of_documents_and_overlays_has_its_pair() -> None:
    wanted = {code for code in CODES if code[0] in "DO"}
    assert wanted == {case.stem for case in CASES} | ELSEWHERE
