"""Mappings of two-way rules over the small pair of systems that has every type, loaded from their rules alone."""

from __future__ import annotations

import tempfile
from pathlib import Path

from engine.diagnostics.render import render_text
from engine.mapping.mapping import Loaded, Mapping, load_mapping_file
from strategies.two_way_mappings import LIBRARY

HEAD = """mapping: thing
from: win.thing
to: go.thing
key: thing_no
tables:
  one_to_one: {A: Alfa, B: Beta, C: Gamma}
  repeated: {A: Alfa, B: Alfa, C: Gamma}
  partial: {A: Alfa, B: Beta}
series:
  small: {from: 10, to: 99}
rules: |
"""


def loaded(rules: str, behind: str = "") -> Loaded:
    """What loading them says; `behind` is what stands in the file after the rules."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "thing.yaml")
        path.write_text(HEAD + "".join(f"  {line}\n" for line in rules.splitlines()) + behind, encoding="utf-8")
        return load_mapping_file(path, LIBRARY)


def mapping_of(rules: str, behind: str = "") -> Mapping:
    """The mapping of these rules; fails with what is said of them when they are not right."""
    found = loaded(rules, behind)
    assert found.mapping is not None, render_text(found.diagnostics, found.sources)
    return found.mapping
