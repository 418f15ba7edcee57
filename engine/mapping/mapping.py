"""A mapping: how one entity becomes another; loaded from its files, and run on records.

A mapping knows no system and no workspace: what it may ask is given with every run.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Map
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.language.outcome import Circumstances, Outcome, References, Refused
from engine.mapping.library import Library, linked_entities, shelves
from engine.mapping.series_choice import resolve_all
from engine.model.change import Pending, Unresolved
from engine.model.frozen import field, frozen
from engine.model.record import key_text

if TYPE_CHECKING:
    from engine.diagnostics.diagnostic import Diagnostic
    from engine.diagnostics.source import SourceText, Span
    from engine.language import ast, typed
    from engine.language.trace import Trace
    from engine.mapping.runner import Runner
    from engine.mapping.series_choice import SeriesChoice
    from engine.mapping.statement_lines import StatementLine
    from engine.mapping.written_tests import WrittenTests
    from engine.model.record import Row
    from engine.model.schema import Catalog, Entity, Reserved, Series


@frozen
class Mapping:
    """How one entity becomes another.

    `place`: of its name. `file`: its own, as shown; `files`: that and its bases, the lowest first.
    `key`: the source fields that identify a record; of a second pass (`continues`) those of the mapping which it
    continues. `adopt`: target fields. `sources`: all texts by path, tables included, and `digest` their hash.
    `rules`: the merged statements, to be shown. `gone`: the statements that a later file replaced or dropped, with the
    number of that file. `dropped`: where a target was dropped, by its path; a later file may fill it again.
    `replaces`: the places that a statement, a series or `select:` took of a lower file, by its own.
    """

    name: str
    place: Span
    file: str
    files: tuple[str, ...]
    source: Entity
    target: Entity
    source_catalog: Catalog
    target_catalog: Catalog
    program: typed.Program
    key: tuple[str, ...]
    adopt: tuple[str, ...]
    series: Map[str, SeriesChoice]
    series_places: Map[str, Span]
    continues: str | None
    sources: Map[str, SourceText]
    digest: str
    rules: tuple[StatementLine, ...]
    tests: WrittenTests
    gone: tuple[tuple[ast.Statement, int], ...]
    dropped: Map[str, Span]
    replaces: Map[Span, tuple[Span, ...]]
    runner: Runner = field(compare=False, repr=False)

    def selects(self, record: Row, circumstances: Circumstances) -> bool:
        """Whether a record is this mapping's; another's, or nobody's, when `select:` is no or absent."""
        return self.program.select is None or self.runner.selects(record, circumstances)

    def run(
        self,
        record: Row,
        references: References | None = None,
        *,
        today: date | None = None,
        series: Map[str, tuple[Series, ...]] | None = None,
        reserved: tuple[Reserved, ...] = (),
    ) -> Outcome:
        """What becomes of a record; never raises for data. A record that is not this mapping's is Skipped.

        `references` answers `link` and `find`; without it they succeed with a placeholder. `series`: the ranges
        behind each name of `series:`, by default those of the target's catalog. `reserved`: further numbers that belong
        to something else, so that a refusal can say so.
        """
        runner = self.runner
        given, circumstances = runner.kept
        if given != (references, today, series, reserved):
            circumstances = self._circumstances(references, today, series, reserved)
        # What a record of which nothing is to be said passes through is written out here: every call would be felt.
        function = runner.function
        if function is None:
            return runner.run(record, circumstances)
        try:
            return function(record, circumstances)
        except runner.unable:
            return runner.interpreted(record, circumstances)

    def compile(self) -> bool:
        """Make it as fast as it gets, now; else that is done once some records have been mapped.

        False when it is so large that the interpreter keeps it.
        """
        return self.runner.compile()

    def trace(
        self,
        record: Row,
        references: References | None = None,
        *,
        today: date | None = None,
        series: Map[str, tuple[Series, ...]] | None = None,
        reserved: tuple[Reserved, ...] = (),
    ) -> Trace:
        """What every rule made of a record, step by step: each step's value, absence or failure, its file and line.

        The arguments are those of `run`, and `trace(record).outcome` is what `run` gives: the trace comes of the very
        same evaluation. Values are as the rules had them; nothing is masked.
        """
        from engine.language.checking.statements import excerpt
        from engine.language.running.tracing import Telling, trace

        circumstances = self.circumstances(references, today=today, series=series, reserved=reserved)
        telling = Telling(lambda span: excerpt(self.sources, span), self.source_catalog.title)
        return trace(self.program, record, circumstances, self.target, self.continues is not None, telling)

    def put(
        self,
        payload: Map[str, Any],
        old: Row | None = None,
        references: References | None = None,
        *,
        today: date | None = None,
        series: Map[str, tuple[Series, ...]] | None = None,
    ) -> dict[str, Any]:
        """The way back: the source record that gives a payload, by the two-way rules alone.

        `old` is kept but for what has to differ; without it this is `create`. A field that the payload leaves out is
        unmanaged. `references` answers for a linked id with ("key", entity, id); the other arguments are those of
        `run`. Raises NoWayBack, with its diagnostics, when no record gives the payload, or the key would change.
        """
        from engine.language.inverse import put

        circumstances = self._circumstances(references, today, series, ())
        found = put(self.program, payload, old, circumstances, self.source, self.key, self.runner.giving())
        if isinstance(found, Refused):
            raise NoWayBack(found.diagnostics)
        return found.record

    def create(
        self,
        payload: Map[str, Any],
        references: References | None = None,
        *,
        today: date | None = None,
        series: Map[str, tuple[Series, ...]] | None = None,
    ) -> dict[str, Any]:
        """A new source record that gives a payload; of its fields, those that two-way rules settle. See `put`."""
        return self.put(payload, None, references, today=today, series=series)

    def key_of(self, record: Row) -> str:
        """A record's key as text; of several fields joined with `/`."""
        return key_text(record, self.key)

    def _circumstances(
        self,
        references: References | None,
        today: date | None,
        series: Map[str, tuple[Series, ...]] | None,
        reserved: tuple[Reserved, ...],
    ) -> Circumstances:
        """Those of the last record when the same is given: a thousand records are run with the same."""
        given, (kept_for, kept) = (references, today, series, reserved), self.runner.kept
        if kept_for != given:
            kept = self.circumstances(references, today=today, series=series, reserved=reserved)
            self.runner.keep(given, kept)
        return kept

    def circumstances(
        self,
        references: References | None = None,
        *,
        today: date | None = None,
        series: Map[str, tuple[Series, ...]] | None = None,
        reserved: tuple[Reserved, ...] = (),
    ) -> Circumstances:
        """What a run tells the rules beside the record; see `run` for what stands in for what is not given."""
        return Circumstances(
            # The one clock of this floor, for those who use a mapping as a library and do not care about the day.
            today=today if today is not None else date.today(),
            references=references if references is not None else placeholder,
            series=series if series is not None else resolve_all(self.series, self.target_catalog.series),
            reserved=(*self.target_catalog.reserved, *reserved),
        )


class NoWayBack(Exception):
    """No source record gives a target's payload. `diagnostics` say why (R4xx)."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(f"{d.code} {d.message}" for d in diagnostics))
        self.diagnostics = diagnostics


@frozen
class Loaded:
    """A mapping, None when it has errors, all that is to be said of its files, and their texts by path.

    `templates`: the names of those that rules render, found or not.
    """

    mapping: Mapping | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Map[str, SourceText]
    templates: tuple[str, ...] = ()


def placeholder(kind: str, name: str, key: Any) -> Pending | Unresolved:
    """Answers every `link` and `find` with what stands for a value that is not known yet."""
    entity, _, part = name.partition(".")
    if kind == "link":
        parts = key if isinstance(key, tuple) else (key,)
        return Pending(entity, "/".join(str(one) for one in parts), part or None)
    return Unresolved(entity, part, key[0] if isinstance(key, tuple) else key)


def load_mapping_file(path: Path, library: Library) -> Loaded:
    """Load one mapping's file, with its bases and tables. Never raises for content.

    What `link` may name is told by the mappings beside it, then the base mappings.
    """
    from engine.mapping.loading import load

    return load(path, library, linked_entities(_neighbours(path, library), library))


def _neighbours(path: Path, library: Library) -> Iterable[Path]:
    """The file, the others of its folder, and the base mappings from there."""
    yield path
    yield from sorted(path.parent.glob("*.yaml"))
    for shelf in shelves(path.parent, library):
        yield from sorted((shelf / "base").glob("*.yaml"))
