"""Golden pairs: rules that meet a code in all its forms, and what a consultant then reads.

That every code has an example at all is test_examples.py's to see. A pair's first line may be a comment with
`from:`, `to:`, `select:`, `series:`, `own table:` and the word `continues`.
Some pairs stand in nb/ as well, as a Norwegian consultant reads them.
After a wording was changed on purpose, run with REWRITE_GOLDEN=1 and read the difference.
"""

from __future__ import annotations

import os
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics.codes import CODES
from engine.diagnostics.languages import ENGLISH, Language, language
from engine.model.text import Text

HERE = Path(__file__).parent
PAIRS = sorted(HERE.glob("*.rules"))
NORWEGIAN = sorted((HERE / "nb").glob("*.txt"))
FAMILIES = "SNTC"


def _bench() -> Any:
    spec = spec_from_file_location("errors_bench", HERE / "bench.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = _bench()


def _options(first_line: str) -> dict[str, Any]:
    """What the first line says of the mapping around the rules."""
    if not first_line.startswith("# from:"):
        return {}
    found = dict(re.findall(r"(from|to|select|own table): (\S+(?: \S+)*?)(?=\s{2,}|$)", first_line))
    options: dict[str, Any] = {"source": found["from"], "target": found["to"]}
    if "select" in found:
        options["select"] = found["select"]
    return options | {"continues": "  continues" in first_line, "own_table": found.get("own table", "")}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.stem)
def test_a_mistake_is_told_in_these_words(pair: Path) -> None:
    trial = _trial(pair)
    _compare(trial, pair.with_suffix(".txt"), ENGLISH)
    assert pair.stem in {diagnostic.code for diagnostic in trial.diagnostics}
    assert trial.parse == () or pair.stem.startswith("S")


@pytest.mark.parametrize("golden", NORWEGIAN, ids=lambda golden: golden.stem)
def test_a_norwegian_reads_it_in_these_words(golden: Path) -> None:
    _compare(_trial(HERE / f"{golden.stem}.rules"), golden, language("nb"))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.stem)
def test_all_that_is_told_can_be_said_in_another_language(pair: Path) -> None:
    told = [
        text
        for diagnostic in _trial(pair).diagnostics
        for text in (diagnostic.message, diagnostic.note, diagnostic.help, *(lb.text for lb in diagnostic.labels))
    ]
    assert [text for text in told if text and not isinstance(text, Text)] == []


def test_each_family_is_read_in_norwegian_too() -> None:
    assert {golden.stem[0] for golden in NORWEGIAN} == set(FAMILIES)


def _trial(pair: Path) -> Any:
    text = pair.read_text(encoding="utf-8")
    return BENCH.trial(text, path=pair.name, **_options(text.splitlines()[0]))


def _compare(trial: Any, golden: Path, spoken: Language) -> None:
    told = trial.rendered(with_information=golden.stem == "C301", language=spoken)
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_no_pair_is_of_a_code_that_does_not_exist() -> None:
    assert {pair.stem for pair in PAIRS} <= CODES.keys()
