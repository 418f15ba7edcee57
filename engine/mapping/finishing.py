"""The last step of loading a mapping's files: the mapping, of the parts that were assembled."""

from __future__ import annotations

from pathlib import Path

from engine.mapping.assembly import Assembled, digest
from engine.mapping.library import Library, shown
from engine.mapping.mapping import Loaded, Mapping
from engine.mapping.runner import Runner
from engine.mapping.statement_lines import statement_lines
from engine.mapping.written_tests import WrittenTests


def finish(assembled: Assembled, path: Path, library: Library) -> Loaded:
    """The mapping of assembled parts, when they are whole."""
    sources = {text.path: text for text in assembled.texts}
    diagnostics = tuple(dict.fromkeys(assembled.diagnostics))
    layer, ends, program = assembled.layer, assembled.ends, assembled.program
    if not assembled.whole or layer is None or ends is None or program is None:
        return Loaded(None, diagnostics, sources, assembled.templates)
    assert layer.name is not None, "the schema asks for it where nothing is extended"
    mapping = Mapping(
        name=layer.name.text,
        place=layer.place,
        file=shown(path, library),
        files=layer.files,
        source=ends.source,
        target=ends.target,
        source_catalog=ends.source_catalog,
        target_catalog=ends.target_catalog,
        program=program,
        key=assembled.key,
        adopt=tuple(node.text for node in layer.adopt),
        series={name: chosen.choice for name, chosen in layer.series.items()},
        series_places={name: chosen.span for name, chosen in layer.series.items()},
        continues=layer.continues.text if layer.continues else None,
        sources=sources,
        digest=digest(assembled.texts),
        rules=statement_lines(layer.statements, sources),
        tests=WrittenTests(layer.tests),
        gone=layer.gone,
        dropped={drop.target.text: drop.span for drop in layer.drops if drop.target is not None},
        replaces=layer.replaces,
        runner=Runner(program, ends.target, layer.continues is not None),
    )
    return Loaded(mapping, diagnostics, sources, assembled.templates)
