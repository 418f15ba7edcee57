"""The consultant's page tells the truth: its overlay loads, its examples hold, the files it names are there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from ruamel.yaml import YAML

from engine.mapping.examples import run_examples
from engine.mapping.library import Library
from engine.mapping.mapping import load_mapping_file

ROOT = Path(__file__).parents[2]
MAPPINGS = ROOT / "mappings"
PAGE = (MAPPINGS / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_first_rule_of_the_page_works(library: Library, tmp_path: Path) -> None:
    (overlay,) = [text for text in BLOCKS if text.startswith("mapping:")]
    folder = tmp_path / "mappings" / "customers" / "mine"
    folder.mkdir(parents=True)
    (folder / "department.yaml").write_text(overlay, encoding="utf-8")
    loaded = load_mapping_file(folder / "department.yaml", library)
    assert [d for d in loaded.diagnostics if d.is_error] == []
    assert loaded.mapping is not None
    assert all(result.passed for result in run_examples(loaded.mapping))


def test_the_hooks_and_the_action_that_the_page_names_are_there() -> None:
    yaml = YAML(typ="safe")
    (hooks,) = [yaml.load(text) for text in BLOCKS if "hooks:" in text]
    (step,) = [yaml.load(text) for text in BLOCKS if "uses:" in text]
    known = {hook["id"] for hook in yaml.load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    inputs = yaml.load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert {hook["id"] for hook in hooks["repos"][0]["hooks"]} == known
    assert step[0]["with"].keys() <= inputs.keys()


def test_every_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:base|tables|customers)/[\w/]+\.yaml)`", PAGE))
    assert named
    assert [name for name in named if not (MAPPINGS / name).is_file()] == []


def test_every_word_that_the_page_sends_a_reader_to_stands_in_the_file() -> None:
    rows = re.findall(r"^\| .+? \| (`base/.+?`.*?) \| (.+?) \|$", PAGE, re.MULTILINE)
    assert len(rows) >= 5
    for files, words in rows:
        texts = [(MAPPINGS / name).read_text(encoding="utf-8") for name in re.findall(r"`([\w/]+\.yaml)`", files)]
        for word in re.findall(r"`([^`]+)`", words):
            assert all(word in text for text in texts[:1]), (word, files)


def test_a_copy_outside_the_house_still_finds_the_shipped_base(library: Library, tmp_path: Path) -> None:
    """A workspace that `wingo demo` made lies anywhere; its overlays extend what ships with the product."""
    shutil.copytree(MAPPINGS / "customers" / "demo", tmp_path / "demo")
    loaded = load_mapping_file(tmp_path / "demo" / "customer.yaml", library)
    assert loaded.mapping is not None
