"""What all registers share: create, read, change and delete of one kind of record, by that register's own words.

A register is data (fields, references, unique fields, rules); the functions here give it the API's behaviour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from connectors.standin.body import Body, Json, whole_of
from connectors.standin.call import Call, Operation, Reply, created, json_body, path_id
from connectors.standin.company import Books, Company
from connectors.standin.fields import Field, check_body, names, show
from connectors.standin.filters import Filter, chosen
from connectors.standin.pages import page
from connectors.standin.patching import apply_patch, read_operations
from connectors.standin.problems import in_use, invalid, not_found, reference_missing, unbound

Rules: TypeAlias = "Callable[[Company, Body, frozenset[str], Body | None], None]"


@dataclass(frozen=True, slots=True)
class Reference:
    """An id field that names a row of another table, and its twin that names the same row by a code.

    `what` and `word` are the row's and the code's names in messages; `by` is the code's field in the other table;
    `only` limits which rows a code may find.
    """

    id_field: str
    table: str
    what: str
    twin: str | None = None
    by: str = "Code"
    word: str = "code"
    only: Callable[[Body], bool] = field(default=lambda row: True)


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of record.

    `unique` fields hold a value once in the table; `quiet` fields do not move LastChanged; `rules` refuse a row
    that breaks the entity's own conditions; `complete` fills what a row gets on its way in; `present` adds what
    is derived on its way out; `needed_by` tells whether a row is in use.
    """

    table: str
    path: str
    title: str
    kind: str
    fields: tuple[Field, ...]
    created: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    unique: tuple[str, ...] = ()
    quiet: frozenset[str] = frozenset()
    filters: Mapping[str, Filter] = field(default_factory=dict)
    rules: Rules = field(default=lambda company, row, touched, before: None)
    complete: Callable[[Company, Body, Body | None], Body] = field(default=lambda company, row, before: row)
    present: Callable[[Books, Body, dict[str, Json]], None] = field(default=lambda books, row, shown: None)
    needed_by: Callable[[Books, Body], bool] = field(default=lambda books, row: False)
    holder: str = "Id"
    patch_shows: bool = True

    @property
    def privilege_read(self) -> str:
        """The privilege that reading takes; the full one does too."""
        return self.title.title().replace(" ", "")

    @property
    def privilege_write(self) -> str:
        """The privilege that writing takes."""
        return f"{self.privilege_read}_Full"

    @property
    def patch_model(self) -> str:
        """The name of the model that a patch is checked against, as its messages say it."""
        return f"{self.privilege_read}PatchDto"


CHANGED = "LastChangedDateTimeOffset"


def create(company: Company, register: Register, body: Json, owned: Body | None = None) -> Body:
    """Make a record. `owned`: members that the path gives. Raises AnswerError."""
    given, wrong = check_body((item for item in register.fields if item.post), body)
    if wrong:
        raise unbound(wrong)
    defaults = {item.name: item.default for item in register.fields if item.default is not None}
    row: Body = resolve(company.books, register, {**defaults, **given, **(owned or {})})
    row = register.complete(company, row, None)
    register.rules(company, row, frozenset(row), None)
    _refuse_twice(company, register, row, frozenset(row))
    stamp = company.clock.stamp()
    identity = company.next_id(register.kind)
    stamps: Body = dict.fromkeys((*register.created, CHANGED), stamp)
    return company.put(register.table, identity, {**row, "Id": identity, **stamps})


def change(
    company: Company, register: Register, before: Body, wanted: Mapping[str, Json], *, rules: bool = True
) -> Body:
    """Give a record new members; None clears. Raises AnswerError. `rules` False: as a person in Go may."""
    touched = frozenset(name for name, value in wanted.items() if before.get(name) != value)
    if not touched:
        return before
    row: Body = resolve(company.books, register, {**before, **{name: wanted[name] for name in touched}}, touched)
    row = register.complete(company, row, before)
    if rules:
        register.rules(company, row, touched, before)
    _refuse_twice(company, register, row, touched)
    if not touched <= register.quiet:
        row = {**row, CHANGED: company.clock.stamp()}
    identity = whole_of(row, "Id")
    assert identity is not None, "every row of a register has an id"
    return company.put(register.table, identity, row)


def resolve(books: Books, register: Register, row: Body, touched: frozenset[str] | None = None) -> dict[str, Json]:
    """The row with ids in place of codes; an id given beside its code wins. Raises AnswerError (404)."""
    resolved = dict(row)
    for reference in register.references:
        code = resolved.pop(reference.twin, None) if reference.twin else None
        identity = resolved.get(reference.id_field)
        if identity is None and code is not None:
            resolved[reference.id_field] = find_by_code(books, register.title, reference, code)
        elif (
            identity is not None
            and (touched is None or reference.id_field in touched)
            and not (isinstance(identity, int) and books.row(reference.table, identity))
        ):
            raise reference_missing(register.title, reference.what, "id", identity)
    return resolved


def find_by_code(books: Books, title: str, reference: Reference, code: Json) -> Json:
    """The id of the row with a code. Raises AnswerError (404)."""
    for row in books.rows(reference.table).values():
        if reference.only(row) and same(row.get(reference.by), code):
            return row["Id"]
    raise reference_missing(title, reference.what, reference.word, code)


def same(left: Json, right: Json) -> bool:
    """Whether two codes are one to the database, which does not mind case."""
    return _folded(left) == _folded(right)


def _folded(code: Json) -> Json:
    return code.casefold() if isinstance(code, str) else code


def present(books: Books, register: Register, row: Body) -> Body:
    """The record as a read shows it."""
    full: dict[str, Json] = dict(row)
    for reference in register.references:
        identity = row.get(reference.id_field)
        if reference.twin and isinstance(identity, int):
            full[reference.twin] = (books.row(reference.table, identity) or {}).get(reference.by)
    register.present(books, row, full)
    return show(register.fields, full)


def operations(register: Register) -> tuple[Operation, ...]:
    """The register's five operations, and the list."""
    one = f"{register.path}/{{id}}"
    return (
        Operation("GET", register.path, register.privilege_read, lambda call: list_rows(call, register)),
        Operation("POST", register.path, register.privilege_write, lambda call: post_row(call, register)),
        Operation("GET", one, register.privilege_read, lambda call: get_row(call, register)),
        Operation("PATCH", one, register.privilege_write, lambda call: patch_row(call, register)),
        Operation("DELETE", one, register.privilege_write, lambda call: delete_row(call, register)),
    )


def list_rows(call: Call, register: Register) -> Reply:
    """GET of the list."""
    rows = (present(call.books, register, row) for row in call.books.rows(register.table).values())
    return page(call, chosen(rows, register.filters, call.query, call.books), names(register.fields))


def post_row(call: Call, register: Register, owned: Body | None = None) -> Reply:
    """POST of a new record."""
    row = create(call.company, register, json_body(call), owned)
    return created(present(call.company.books, register, row), f"{call.url}/{row['Id']}")


def get_row(call: Call, register: Register) -> Reply:
    """GET of one record."""
    return Reply(200, present(call.books, register, found_row(call.books, call, register)))


def patch_row(call: Call, register: Register) -> Reply:
    """PATCH of one record: all of its operations or none."""
    before = found_row(call.company.books, call, register)
    wanted = apply_patch(register.fields, register.title, register.patch_model, before, read_operations(call))
    row = change(call.company, register, before, wanted)
    return Reply(200, present(call.company.books, register, row) if register.patch_shows else None)


def delete_row(call: Call, register: Register) -> Reply:
    """DELETE of one record."""
    row = found_row(call.company.books, call, register)
    identity = row["Id"]
    assert isinstance(identity, int), "every row of a register has an id"
    if register.needed_by(call.company.books, row):
        raise in_use(register.title, identity)
    call.company.drop(register.table, identity)
    return Reply(200)


def found_row(books: Books, call: Call, register: Register) -> Body:
    """The record that the path names. Raises AnswerError (404)."""
    identity = path_id(call, "id", register.title)
    row = books.row(register.table, identity)
    owners = (name for name in call.path if name != "id")
    if row is None or any(row.get(name) != path_id(call, name, register.title) for name in owners):
        raise not_found(register.title, identity)
    return row


def _refuse_twice(company: Company, register: Register, row: Body, touched: frozenset[str]) -> None:
    """Refuse a value that another row of the table holds; its id stands in the text."""
    for name in register.unique:
        value = row.get(name)
        if name not in touched or value is None:
            continue
        folded = _folded(value)
        for other in company.books.rows(register.table).values():
            held = other.get(name)
            if held is not None and _folded(held) == folded and other.get("Id") != row.get("Id"):
                holder = f"{register.holder} = {other['Id']}"
                raise invalid(register.title, f"{name} is already in use. '{value}' is used on {holder}.")
