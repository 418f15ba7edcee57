"""The small systems that made-up programs stand on: every kind of field, on both sides, and a way back between them.

`win.order` becomes `go.order` (nearly all is optional) or `go.strict` (much is required); `go.payment` becomes
`win.receipt`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from engine.mapping.library import Library
from engine.mapping.mapping import Loaded, load_mapping_file
from engine.model import types
from engine.model.schema import Catalog, Entity, Field, Nature, Reference, Requirement, Reserved, Series, Setting
from engine.model.types import Kind, Type

CHOICES = frozenset(("A", "B", "C"))
_TEXT = types.text(40, absent=True)
_CODE = types.text(1, absent=True, choices=CHOICES)
_WHOLE = types.number(0, absent=True)

_PARTS = (Field("word", _TEXT), Field("qty", types.number(3, absent=True)), Field("sort", _CODE))
_LINES = (
    Field("line_no", types.number(0)),
    Field("text", _TEXT),
    Field("net", types.number(2, absent=True)),
    Field("vat", types.number(2)),
    Field("code", _CODE),
    Field("account", _WHOLE),
    Field("day", types.DATE.optional()),
    Field("ok", types.FLAG.optional()),
    Field("parts", Type(Kind.LIST, absent=True, entity="part"), fields=_PARTS),
)
_PLACE = (Field("street", _TEXT), Field("floor", _WHOLE), Field("open", types.FLAG.optional()))

ORDER = Entity(
    "win",
    "order",
    Nature.VIEW,
    ("client_no", "order_no"),
    (
        Field("client_no", types.number(0)),
        Field("order_no", types.number(0)),
        Field("name", types.text(40)),
        Field("text_1", _TEXT),
        Field("text_2", _TEXT),
        Field("free", types.text(absent=True)),
        Field("note", types.text(absent=True), multi_line=True),
        Field("kind", types.text(1, choices=CHOICES)),
        Field("code_1", _CODE),
        Field("count_1", types.number(0)),
        Field("whole_1", _WHOLE),
        Field("whole_2", _WHOLE),
        Field("total", types.number(2)),
        Field("amount_1", types.number(2, absent=True)),
        Field("amount_2", types.number(4, absent=True)),
        Field("rate", types.number(None, absent=True)),
        Field("active", types.FLAG),
        Field("flag_1", types.FLAG.optional()),
        Field("made", types.DATE),
        Field("day_1", types.DATE.optional()),
        Field("moment", types.DATETIME.optional()),
        Field("paper", types.FILE.optional()),
        Field("customer_no", _WHOLE),
        Field("department_no", _TEXT),
        Field("place", Type(Kind.OBJECT, absent=True, entity="place"), fields=_PLACE),
        Field("lines", Type(Kind.LIST, absent=True, entity="line"), fields=_LINES),
        Field("extras", Type(Kind.LIST, absent=True, entity="part"), fields=_PARTS),
    ),
    references=(
        Reference("customer", "customer", (("customer_no", "customer_no"),)),
        Reference("parent", "order", (("whole_1", "order_no"),)),
    ),
)
WIN_CUSTOMER = Entity(
    "win",
    "customer",
    Nature.VIEW,
    ("customer_no",),
    (
        Field("customer_no", types.number(0)),
        Field("title", types.text(40)),
        Field("city", _TEXT),
        Field("vip", types.FLAG.optional()),
        Field("since", types.DATE.optional()),
        Field("discount", types.number(2, absent=True)),
    ),
    references=(Reference("boss", "customer", (("customer_no", "customer_no"),)),),
)
WIN_DEPARTMENT = Entity("win", "department", Nature.VIEW, ("code",), (Field("code", types.text(10)),))


def _kept(name: str, type_: Type, *inner: Field) -> Field:
    return Field(name, type_.optional(), create=True, update=True, fields=inner)


def _must(name: str, type_: Type, *inner: Field) -> Field:
    return Field(name, type_, create=True, update=True, fields=inner)


_OBJECT, _LIST = Type(Kind.OBJECT, entity="place"), Type(Kind.LIST, entity="line")
_IDS = (
    _kept("CustomerId", types.identifier("customer")),
    _kept("LedgerId", types.identifier("customer.LedgerId")),
    _kept("DepartmentId", types.identifier("department")),
    _kept("OrderId", types.identifier("order")),
    _kept("AccountId", types.identifier("Account")),
    _kept("VatId", types.identifier("Vat")),
)
_ADDRESS = (
    _kept("City", types.text()),
    _kept("Zip", types.text(4)),
    _kept("Floor", types.number(0)),
    _kept("Spot", _OBJECT, _kept("Mark", types.text()), _kept("Depth", types.number(2))),
)
_ITEM = (
    _kept("Text", types.text()),
    _kept("Amount", types.number(2)),
    _kept("AccountId", types.identifier("Account")),
    _kept("Code", types.text(1, choices=CHOICES)),
    _kept("Ok", types.FLAG),
    _kept("Day", types.DATE),
    _kept("Inner", _OBJECT, _kept("Mark", types.text()), _kept("Depth", types.number(2))),
    _kept("Parts", _LIST, _kept("Word", types.text()), _kept("Qty", types.number(3))),
)
_PLAIN = (
    *(_kept(f"Text{n}", types.text()) for n in range(1, 5)),
    _kept("Short", types.text(12)),
    _kept("Choice", types.text(1, choices=CHOICES)),
    *(_kept(f"Whole{n}", types.number(0)) for n in range(1, 4)),
    *(_kept(f"Amount{n}", types.number(2)) for n in range(1, 4)),
    _kept("Fine", types.number(4)),
    _kept("Endless", types.number(None)),
    *(_kept(f"Flag{n}", types.FLAG) for n in range(1, 3)),
    *(_kept(f"Day{n}", types.DATE) for n in range(1, 3)),
    _kept("Moment", types.DATETIME),
    _kept("Paper", types.FILE),
    *_IDS,
    _kept("Address", _OBJECT, *_ADDRESS),
    _kept("Lines", _LIST, *_ITEM),
    _kept("More", _LIST, *_ITEM),
)
GO_ORDER = Entity("go", "order", Nature.REGISTER, ("Id",), (Field("Id", types.identifier("order")), *_PLAIN))
GO_STRICT = Entity(
    "go",
    "strict",
    Nature.REGISTER,
    ("Id",),
    (
        Field("Id", types.identifier("strict")),
        _must("Title", types.text()),
        _must("Count", types.number(0)),
        _must("Sum", types.number(2)),
        _must("Home", _OBJECT, _must("Street", types.text()), *_ADDRESS),
        _must("Rows", _LIST, _must("RowNo", types.number(0)), *_ITEM),
        *_PLAIN,
    ),
    requirements=(
        Requirement(("Text1", "Text2"), "Flag1", False, "a text unless it is flagged"),
        Requirement(("CustomerId",), "Choice", "A", "a customer where it is an A"),
    ),
)
GO_NESTED = Entity(
    "go",
    "nested",
    Nature.REGISTER,
    ("Id",),
    (Field("Id", types.identifier("nested")), *_PLAIN),
    requirements=(Requirement(("Address.City", "Text1"), "Flag1", True, "a city where it is flagged"),),
)
GO_CUSTOMER = Entity(
    "go",
    "customer",
    Nature.REGISTER,
    ("Id",),
    (
        Field("Id", types.identifier("customer")),
        Field("LedgerId", types.identifier("customer.LedgerId").optional()),
        _kept("Name", types.text()),
        _kept("Balance", types.number(2)),
        _kept("Rank", types.number(0)),
        _kept("Since", types.DATE),
        _kept("Open", types.FLAG),
    ),
)
GO_DEPARTMENT = Entity("go", "department", Nature.REGISTER, ("Id",), (Field("Id", types.identifier("department")),))
PAYMENT = Entity(
    "go",
    "payment",
    Nature.VIEW,
    ("entry_id",),
    (
        Field("entry_id", types.number(0)),
        Field("order_id", types.identifier("order", absent=True)),
        Field("customer_id", types.identifier("customer")),
        Field("amount", types.number(2)),
        Field("rest", types.number(2, absent=True)),
        Field("text", _TEXT),
        Field("paid", types.DATE.optional()),
        Field("gone", types.FLAG.optional()),
        Field("at", types.DATETIME),
        Field("sort", _CODE),
    ),
)
RECEIPT = Entity(
    "win",
    "receipt",
    Nature.REGISTER,
    ("id",),
    (
        _kept("client_no", types.number(0)),
        _kept("order_no", types.number(0)),
        _kept("customer_no", types.number(0)),
        _kept("title", types.text()),
        _kept("city", types.text()),
        _kept("amount", types.number(2)),
        _kept("since", types.DATE),
        _kept("vip", types.FLAG),
        _kept("text", types.text()),
    ),
)

_SETTINGS = {
    "Account": Setting("Account", "Id", {"No": types.number(0), "Code": types.text()}),
    "Vat": Setting("Vat", "Id", {"Code": types.text()}, "From", "To"),
}
_WIN = {one.name: one for one in (ORDER, WIN_CUSTOMER, WIN_DEPARTMENT, RECEIPT)}
_GO = {one.name: one for one in (GO_ORDER, GO_STRICT, GO_NESTED, GO_CUSTOMER, GO_DEPARTMENT, PAYMENT)}
CATALOGS: Mapping[str, Catalog] = {
    "win": Catalog("win", "Win", _WIN),
    "go": Catalog(
        "go",
        "Go",
        _GO,
        _SETTINGS,
        (
            Series("Customer", "Customers", 1, 50, default=True),
            Series("Customer", "Trust", 10_000, 19_999, trust=True),
            Series("Project", "Projects", 100, 120, default=True),
        ),
        (Reserved(1000, 9999, "the chart of accounts"),),
    ),
}
LIBRARY = Library(CATALOGS, Path("/nowhere"))
TABLES = """tables:
  letters: {A: Alfa, B: Beta, C: Gamma}
  partial: {A: Alfa, x: "", "12": tolv, "1": en, Æ: ""}
  twice: {A: Alfa, B: Alfa}
  chosen: {A: C, B: A, C: A, x: B, "7": B}
  numbers: {"1": en, "7": sju, "-3": minus, "14": fjorten, "2.5": to}
"""
SERIES = "series:\n  customer: Customer\n  project: {from: 5, to: 9}\n  some: {from: 100, to: 120}\n"
TEMPLATES: Mapping[str, str] = {
    "plain.j2": "Hei {{ name }},\n{{ total }} kr. den {{ made }}\n",
    "lines.j2": "{{ name }}{% for line in lines %}\n{{ loop.index }}. {{ line.text | default('-') }}"
    "{% for part in line.parts %} {{ part.word | default('?') }}{% endfor %}{% else %} ingen{% endfor %}",
    "choice.j2": "{% if customer is present %}{{ customer.title | default('x') }}{% endif %}"
    "{% if flag_1 is present and flag_1 %} flagget {{ whole_1 | default(0) }}{% endif %}",
    "let.j2": "{{ spoken | default('taus') }} {{ today }}",
}
# What stands beside a program: the mappings that it may link to, or continue.
_BASES: Mapping[str, str] = {
    "customer": "mapping: customer\nfrom: win.customer\nto: go.customer\nkey: customer_no\nrules: |\n  Name = title\n",
    "department": "mapping: department\nfrom: win.department\nto: go.department\nkey: code\nrules: |\n",
    "order": "mapping: order\nfrom: win.order\nto: go.order\nkey: [client_no, order_no]\nrules: |\n  Text1 = name\n",
}


@lru_cache(maxsize=256)
def load(text: str) -> Loaded:
    """The mapping of a text, beside those that it may link to and the templates; or what is wrong with it."""
    files = {f"base/{named}.yaml": content for named, content in _BASES.items()} | {**TEMPLATES, "thing.yaml": text}
    with tempfile.TemporaryDirectory() as folder:
        shelf = Path(folder, "mappings")
        (shelf / "base").mkdir(parents=True)
        for named, content in files.items():
            (shelf / named).write_text(content, encoding="utf-8")
        return load_mapping_file(shelf / "thing.yaml", LIBRARY)
