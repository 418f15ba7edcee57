"""Every code has its example, golden in every language: what is wrong, how it is told, and that mending it helps.

They stand in engine/diagnostics/examples, for `wingo explain-code` and docs/errors.md show them.
After a wording was changed on purpose, run with REWRITE_GOLDEN=1 and read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.texts import FOLDER
from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.example import EXAMPLES, Example, format_example, read_example
from engine.diagnostics.languages import LANGUAGES, OWN_TEXTS, language
from engine.mapping.library import Library
from engine.model.text import Text
from parts.said_of_runs import SAID_OF_RUNS
from parts.worlds import SMALL, Told, told_of_files, told_of_rules

Told_ = Callable[[str, Mapping[str, str]], Told]
# An example of a code that only tells is right as it is, and so is what is mended in a system and not in a file.
NOTHING_TO_MEND = {"C301", "I201"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The small world: its catalogs, and its shipped mappings on disk."""
    folder = tmp_path_factory.mktemp("package") / "shipped"
    for name, content in SMALL.SHIPPED.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return Library({"win": SMALL.WIN, "go": SMALL.GO}, folder)


@pytest.fixture
def told(library: Library, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Told_:
    """What is said of a code's texts, in a folder of their own."""

    def told_of(code: str, texts: Mapping[str, str]) -> Told:
        folder = tmp_path_factory.mktemp("example")
        monkeypatch.chdir(folder)
        if code in SAID_OF_RUNS:
            return Told((SAID_OF_RUNS[code](),), {})
        if "rules" in texts:
            return told_of_rules(texts["rules"])
        return told_of_files(texts, folder, library)

    return told_of


def _example(code: str) -> Example:
    found = read_example(code)
    if found is None and code in SAID_OF_RUNS:
        found = Example(code)
    assert found is not None, f"{code} has no example in {EXAMPLES}"
    return found


@pytest.mark.parametrize("code", CODES)
def test_an_example_is_told_in_these_words(code: str, told: Told_) -> None:
    example = _example(code)
    said = told(code, example.wrong)
    assert code in {d.code for d in said.diagnostics}
    if os.environ.get("REWRITE_GOLDEN"):
        text = format_example(replace(example, told=_spoken(said, code)))
        (EXAMPLES / f"{code}.txt").write_text(text, encoding="utf-8")
        example = _example(code)
    assert _spoken(said, code) == example.told


def _spoken(said: Told, code: str) -> dict[str, str]:
    return {name: said.rendered(code, language(name, (OWN_TEXTS, FOLDER))) for name in LANGUAGES}


@pytest.mark.parametrize("code", CODES)
def test_an_example_is_of_its_code_alone(code: str, told: Told_) -> None:
    assert {d.code for d in told(code, _example(code).wrong).of(code)} == {code}


@pytest.mark.parametrize("code", [code for code in CODES if code not in NOTHING_TO_MEND | SAID_OF_RUNS.keys()])
def test_what_is_mended_is_told_no_more(code: str, told: Told_) -> None:
    example = _example(code)
    assert example.mended
    assert [d for d in told(code, example.whole).of("") if d.is_error or d.code == code] == []


@pytest.mark.parametrize("code", CODES)
def test_all_that_is_told_can_be_said_in_every_language(code: str, told: Told_) -> None:
    texts = [text for d in told(code, _example(code).wrong).of(code) for text in _texts(d)]
    assert [text for text in texts if text and not isinstance(text, Text) and text not in CODES] == []


def _texts(diagnostic: Diagnostic) -> Iterator[str]:
    yield from (diagnostic.message, diagnostic.note, diagnostic.help, *(label.text for label in diagnostic.labels))


def test_no_example_is_of_a_code_that_does_not_exist() -> None:
    assert {path.stem for path in Path(EXAMPLES).glob("*")} <= CODES.keys()
