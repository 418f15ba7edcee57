"""A process that loads mappings with the user's cache: the first one keeps them, the second one finds them.

`python -m parts.kept_mappings keep|use FILE…`; the second fails with an assertion where what it found is not what it
would have made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.faces.systems import library
from engine.language.outcome import Desired
from engine.language.parsing.automaton import automaton
from engine.mapping.mapping import Loaded, Mapping, load_mapping_file
from engine.model.record import Row

# What checks a mapping, what writes its function, and what its texts are read with when something is wrong with them.
MAKERS = ("engine.language.checker", "engine.language.compiler", "jsonschema", "lark", "ruamel")


def keep(paths: list[Path]) -> None:
    """Load and compile them, so that they are kept."""
    for path in paths:
        assert _mapping(path).compile()


def use(paths: list[Path]) -> None:
    """Load, compile and run them, then hold each against one that was made here."""
    found = {path: _loaded(path) for path in paths}
    for loaded in found.values():
        assert loaded.mapping is not None
        assert loaded.mapping.compile()
        loaded.mapping.run({})
    made_again = [name for name in MAKERS if name in sys.modules]
    assert not made_again, made_again
    assert automaton.cache_info().misses == 0, "rules were parsed"
    for path, loaded in found.items():
        _compare(loaded, load_mapping_file(path, replace(library(), cache=None)))


def _loaded(path: Path) -> Loaded:
    return load_mapping_file(path, library())


def _mapping(path: Path) -> Mapping:
    found = _loaded(path).mapping
    assert found is not None, path
    return found


def _compare(found: Loaded, made: Loaded) -> None:
    from engine.mapping.examples import run_examples, traces

    assert found == made
    kept, fresh = found.mapping, made.mapping
    assert kept is not None
    assert fresh is not None
    assert kept.source is fresh.source
    assert kept.target is fresh.target
    assert kept.target_catalog is fresh.target_catalog
    assert run_examples(kept) == run_examples(fresh)
    assert list(traces(kept)) == list(traces(fresh))
    records = list(_records(fresh))
    assert records
    for record in records:
        _compare_runs(kept, fresh, record)


def _compare_runs(kept: Mapping, fresh: Mapping, record: Row) -> None:
    """The compiled function of the one against the interpreter of the other, which has mapped too few to compile."""
    found, made = kept.run(record), fresh.run(record)
    assert found == made
    assert found.diagnostics == made.diagnostics
    if isinstance(found, Desired) and isinstance(made, Desired):
        assert (found.origins, found.lookups) == (made.origins, made.lookups)
        assert kept.put(found.payload, record) == fresh.put(made.payload, record)


def _records(mapping: Mapping) -> Iterator[Row]:
    """Those of its tests."""
    from engine.mapping.document import map_at
    from engine.mapping.examples import NEUTRAL_DAY, examples_of
    from engine.mapping.given import read_given

    for example in examples_of(mapping):
        given = map_at(example.node, "given")
        if given is not None:
            yield read_given(given, mapping.source, mapping.source_catalog, NEUTRAL_DAY)[0]


if __name__ == "__main__":
    {"keep": keep, "use": use}[sys.argv[1]]([Path(name) for name in sys.argv[2:]])
