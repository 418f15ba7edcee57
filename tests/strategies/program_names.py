"""What made-up programs can read, by kind: fields, records through references, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.model.schema import Catalog, Entity, Field
from engine.model.types import Kind

# Ids are told apart by what they identify; everything else by its kind.
TEXT, NUMBER, WHOLE, FLAG, DATE, MOMENT, FILE, CODE = (
    "text",
    "number",
    "whole",
    "flag",
    "date",
    "moment",
    "file",
    "code",
)
IDS = ("customer", "customer.LedgerId", "department", "order", "Account", "Vat")
COMPARABLE = (TEXT, NUMBER, WHOLE, DATE, MOMENT)


@dataclass(frozen=True, slots=True)
class Made:
    """An expression as it is written. `fails`: a step of it wants an `else`. `scale`: of a number, None unlimited."""

    text: str
    absent: bool = False
    fails: bool = False
    scale: int | None = 0


@dataclass(frozen=True, slots=True)
class Names:
    """What can be read where an expression stands: by kind. `lists`: by name, the fields of their items."""

    values: Mapping[str, Sequence[Made]]
    lists: Mapping[str, Sequence[Field]]
    records: Sequence[str] = ()

    def plus(self, values: Mapping[str, Sequence[Made]], lists: Mapping[str, Sequence[Field]] | None = None) -> Names:
        """With more names."""
        together = {kind: [*self.values.get(kind, ()), *found] for kind, found in values.items()}
        return replace(self, values={**self.values, **together}, lists={**self.lists, **(lists or {})})


def kind_of(field: Field) -> str:
    """The kind of a field's values, as they are told apart here."""
    if field.type.kind is Kind.ID:
        return field.type.entity or ""
    if field.type.kind is Kind.NUMBER:
        return WHOLE if field.type.scale == 0 else NUMBER
    if field.type.kind is Kind.TEXT and field.type.choices is not None:
        return CODE
    return _KINDS[field.type.kind]


_KINDS = {
    Kind.TEXT: TEXT,
    Kind.FLAG: FLAG,
    Kind.DATE: DATE,
    Kind.DATETIME: MOMENT,
    Kind.FILE: FILE,
    Kind.LIST: "list",
    Kind.OBJECT: "object",
}


def fields_read(fields: Sequence[Field], prefix: str = "", absent: bool = False) -> dict[str, list[Made]]:
    """What fields give, by kind; those of objects too."""
    found: dict[str, list[Made]] = {}
    for one in fields:
        if one.type.kind is Kind.OBJECT:
            for kind, inner in fields_read(one.fields, f"{prefix}{one.name}.", True).items():
                found.setdefault(kind, []).extend(inner)
        elif one.type.kind is not Kind.LIST:
            made = Made(prefix + one.name, absent or one.type.absent, scale=one.type.scale)
            found.setdefault(kind_of(one), []).append(made)
    return found


def names_of(entity: Entity, catalog: Catalog) -> Names:
    """What can be read of a record, through its references too."""
    found = fields_read(entity.fields)
    records = []
    for reference in entity.references:
        there = catalog.entities[reference.entity]
        deeper = [(f"{reference.name}.{one.name}", catalog.entities[one.entity]) for one in there.references]
        for path, referred in ((reference.name, there), *deeper):
            records.append(path)
            for kind, reads in fields_read(referred.fields, f"{path}.", True).items():
                found.setdefault(kind, []).extend(reads)
    lists = {one.name: one.fields for one in entity.fields if one.type.kind is Kind.LIST}
    found.setdefault(DATE, []).append(Made("today"))
    return Names(found, lists, records)
