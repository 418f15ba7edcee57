"""What the checker is asked about: one mapping's rules with all that they may name.

The mapping floor makes a Subject from a merged document; the checker knows neither files nor YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.model.frozen import field, frozen

if TYPE_CHECKING:
    from engine.diagnostics.source import SourceText, Span
    from engine.language import ast, typed
    from engine.model.schema import Catalog, Entity


@frozen
class Linked:
    """An entity that `link` may name, and the target entities that the workspace's mappings make of it."""

    entity: Entity
    made: tuple[Entity, ...]


@frozen
class Subject:
    """A mapping to be checked.

    `tables`, `series`, `linked`: what rules may name. `continues`: a second pass, which updates and never creates.
    `sources`: the files by path, so that a rule's own text can be cut out. `span`: of the mapping's name.
    `templates`: by the names that `render` calls them; one that could not be read is None, and was complained about.
    """

    source: Entity
    target: Entity
    source_catalog: Catalog
    target_catalog: Catalog
    tables: Mapping[str, typed.Table]
    series: frozenset[str]
    linked: Mapping[str, Linked]
    select: ast.Expression | None
    statements: tuple[ast.Statement, ...]
    continues: bool
    sources: Mapping[str, SourceText]
    span: Span
    templates: Mapping[str, SourceText | None] = field(default_factory=dict)
