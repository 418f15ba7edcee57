"""A small world for the mapping floor: two catalogs, a shipped folder, and files written where a test wants them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from engine.mapping.cache import Cache
from engine.mapping.library import Library
from engine.mapping.mapping import Mapping as EntityMapping
from engine.mapping.mapping import load_mapping_file
from engine.model.schema import Catalog, Entity, Field, Inlet, Nature, Reference, Requirement, Series, Setting
from engine.model.types import DATE, FILE, FLAG, Kind, Type, identifier, number, text
from parts.kept_site import OVERLAY_FILES, PLACE, KeptSite

Write = Callable[[Mapping[str, str]], Path]
Load = Callable[..., EntityMapping]

_OPTIONAL_FLAG = FLAG.optional()


def _source(name: str, key: tuple[str, ...], fields: tuple[Field, ...], *references: Reference) -> Entity:
    return Entity("win", name, Nature.VIEW, key, fields, references)


def _written(name: str, type_: Type, **more: object) -> Field:
    return Field(name, type_, create=True, update=True, **more)  # type: ignore[arg-type]


_LINE = (
    Field("text", text(1000)),
    Field("net", number(2)),
    Field("account", number()),
)
_DEPARTMENT = _source(
    "department",
    ("department_no",),
    (
        Field("department_no", text(20)),
        Field("name", text(200)),
        Field("manager_no", number(absent=True)),
        Field("active", FLAG),
    ),
    Reference("manager", "employee", (("manager_no", "employee_no"),)),
)
_EMPLOYEE = _source(
    "employee",
    ("employee_no",),
    (Field("employee_no", number()), Field("name", text(200)), Field("active", FLAG)),
)
_CUSTOMER = _source(
    "customer",
    ("customer_no",),
    (
        Field("customer_no", number()),
        Field("name", text(200)),
        Field("email", text(254, absent=True)),
        Field("city", text(50, absent=True)),
        Field("country", text(60, absent=True)),
        Field("discount", number(2, absent=True)),
        Field("since", DATE.optional()),
        Field("department_no", text(20, absent=True)),
        Field("kind", text(20, choices=frozenset({"FIRMA", "PRIVAT"}))),
        Field("vip", _OPTIONAL_FLAG),
        Field("active", FLAG),
    ),
    Reference("department", "department", (("department_no", "department_no"),)),
)
_INVOICE = _source(
    "invoice",
    ("client_no", "invoice_no"),
    (
        Field("client_no", number()),
        Field("invoice_no", number()),
        Field("customer_no", number()),
        Field("invoice_date", DATE),
        Field("total", number(2)),
        Field("pdf_path", text(260, absent=True)),
        Field("lines", Type(Kind.LIST, entity="invoice_line"), fields=_LINE),
    ),
    Reference("customer", "customer", (("customer_no", "customer_no"),)),
)
_PAYMENT_IN = Entity(
    "win",
    "payment_in",
    Nature.INLET,
    ("entry_id",),
    (
        Field("client_no", number(), create=True),
        Field("amount", number(2), create=True),
        Field("entry_id", text(50), create=True),
        Field("kind", text(20), create=True),
    ),
    inlet=Inlet("entry_id", "kind", "REVERSERING", "amount", ("client_no",)),
)

_ADDRESS = (
    _written("City", text(50)),
    _written("CountryCode", text(2, absent=True)),
    _written("Zip", text(9, absent=True)),
)
_GO_DEPARTMENT = Entity(
    "go",
    "department",
    Nature.REGISTER,
    ("Id",),
    (
        Field("Id", identifier("department")),
        _written("Code", text(20)),
        _written("Name", text(200)),
        _written("IsActive", _OPTIONAL_FLAG, default=False),
        _written("ManagerEmployeeId", identifier("employee", absent=True)),
    ),
)
_GO_EMPLOYEE = Entity(
    "go",
    "employee",
    Nature.REGISTER,
    ("Id",),
    (Field("Id", identifier("employee")), _written("Number", number()), _written("Name", text(200))),
    number="Number",
)
_GO_CUSTOMER = Entity(
    "go",
    "customer",
    Nature.REGISTER,
    ("Id",),
    (
        Field("Id", identifier("customer", absent=True)),
        _written("Number", number(), identity=True),
        _written("Name", text(200)),
        _written("Email", text(254, absent=True)),
        _written("Discount", number(2, absent=True)),
        _written("Since", DATE.optional()),
        _written("Kind", text(10, absent=True, choices=frozenset({"Company", "Person"}))),
        _written("IsVip", _OPTIONAL_FLAG),
        _written("IsArchived", _OPTIONAL_FLAG, default=False),
        _written("DepartmentId", identifier("department", absent=True)),
        _written("TermId", identifier("Term", absent=True)),
        _written("Address", Type(Kind.OBJECT, absent=True, entity="Address"), fields=_ADDRESS),
    ),
    requirements=(Requirement(("Email",), "Kind", "Person", "a person needs an Email"),),
    number="Number",
)
_GO_LINE = (
    _written("AccountId", identifier("Account")),
    _written("Amount", number(2)),
    _written("Text", text(200, absent=True)),
)


def _voucher(name: str) -> Entity:
    return Entity(
        "go",
        name,
        Nature.VOUCHER,
        ("Id",),
        (
            Field("Id", identifier(name, absent=True)),
            Field("InvoiceNo", text(20), create=True),
            Field("CustomerId", identifier("customer"), create=True),
            Field("VoucherDate", DATE, create=True),
            Field("Document", FILE.optional(), create=True),
            Field("Lines", Type(Kind.LIST, entity="Line"), create=True, fields=_GO_LINE),
        ),
        number="InvoiceNo",
        posting_date="VoucherDate",
    )


_GO_PAYMENT = Entity(
    "go",
    "payment",
    Nature.VIEW,
    ("entry_id",),
    (
        Field("entry_id", text(50)),
        Field("voucher_id", identifier("voucher")),
        Field("amount", number(2)),
    ),
)

WIN = Catalog("win", "Win", {e.name: e for e in (_DEPARTMENT, _EMPLOYEE, _CUSTOMER, _INVOICE, _PAYMENT_IN)})
GO = Catalog(
    "go",
    "Go",
    {
        e.name: e
        for e in (_GO_DEPARTMENT, _GO_EMPLOYEE, _GO_CUSTOMER, _voucher("voucher"), _voucher("credit"), _GO_PAYMENT)
    },
    settings={
        "Term": Setting("Term", "Id", {"Days": number()}),
        "Account": Setting("Account", "Id", {"AccountNo": number()}),
    },
    series=(Series("Customer", "Kunder", 10000, 19999, default=True), Series("Employee", "Ansatte", 1, 999)),
)

SHIPPED = {
    "base/department.yaml": """\
mapping: department
from: win.department
to: go.department
key: department_no
adopt: Code
rules: |
  Code      =  department_no
  Name      =  name
  IsActive  =  active
""",
    "base/department_manager.yaml": """\
mapping: department_manager
from: win.department
to: go.department
continues: department
rules: |
  ManagerEmployeeId  =  manager_no | link(employee) else nothing
""",
    "base/employee.yaml": """\
mapping: employee
from: win.employee
to: go.employee
key: employee_no
rules: |
  Number  =  employee_no
  Name    =  name
""",
    "base/customer.yaml": """\
mapping: customer
from: win.customer
to: go.customer
key: customer_no
adopt: [Number, Name]
series: {customer: Customer}
tables:
  kinds: {FIRMA: Company, PRIVAT: Person}
rules: |
  skip when name == "SLETTET"
  create when active
  check discount >= 0, "the discount is negative: {discount}"
  let small = email | lower
  Number        <->  customer_no within series.customer
  Name           =   name
  Email          =   small
  Kind           =   kind | table(kinds) else nothing
  DepartmentId   =   department_no | link(department) else nothing
  IsArchived     =   not active
  Address when city is present {
      City         =  city
      CountryCode  =  country | table(lands) else "NO"
  }
tests:
  - name: an address is written small
    given:  {customer_no: 10001, name: Fjord AS, email: Post@Fjord.no}
    expect: {Number: 10001, Email: post@fjord.no, Address: nothing}
  - name: a number outside the series is refused
    given:  {customer_no: 5, name: Fjord AS}
    refuse: R301
""",
    "base/invoice.yaml": """\
mapping: invoice
from: win.invoice
to: go.voucher
select: total >= 0
key: [client_no, invoice_no]
rules: |
  InvoiceNo    =  "{invoice_no}"
  CustomerId   =  customer_no | link(customer) else refuse
  VoucherDate  =  invoice_date
  Document     =  pdf_path
  Lines = each line in lines {
      AccountId  =  line.account | find(Account, by=AccountNo) else refuse "no account {line.account}"
      Amount     =  line.net
      Text       =  line.text | limit(200)
  }
  Lines = item when total == 0 {
      AccountId  =  7740 | find(Account, by=AccountNo) else refuse
      Amount     =  0
  }
tests:
  - name: a plain invoice
    given:  {client_no: 1, invoice_no: 7, total: 10, lines: [{text: Honorar, net: 10, account: 3000}]}
    expect: {InvoiceNo: "7", Lines: [{Amount: 10.00, Text: Honorar}]}
""",
    "base/credit.yaml": """\
mapping: credit
extends: base/invoice
to: go.credit
select: total < 0
""",
    "base/payment.yaml": """\
mapping: payment
from: go.payment
to: win.payment_in
key: entry_id
rules: |
  client_no  =  voucher_id | link(invoice, client_no) else refuse "voucher {entry_id} is not ours"
  amount     =  amount
  entry_id   =  entry_id
  kind       =  "INN"
""",
    "tables/lands.yaml": """\
table: lands
rows:
  Norge: "NO"
  Sverige: SE
""",
}

ALL = "[department, employee, customer, invoice, credit, payment]"
WORKSPACE = f"""\
workspace: fjord
win: {{connector: win, url: "sqlite:///win.db"}}
go: {{connector: go, environment: demo}}
entities: {ALL}
"""


def _write_into(folder: Path) -> Write:
    def write(files: Mapping[str, str]) -> Path:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The small world's catalogs, and its shipped mappings on disk."""
    folder = tmp_path_factory.mktemp("package") / "shipped"
    _write_into(folder)(SHIPPED)
    return Library({"win": WIN, "go": GO}, folder)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files below the current folder, which is the test's own."""
    monkeypatch.chdir(tmp_path)
    return _write_into(tmp_path)


@pytest.fixture
def load(write: Write, library: Library) -> Load:
    """Load a mapping from its text; it must be without errors."""

    def loaded(content: str, name: str = "mine.yaml") -> EntityMapping:
        found = load_mapping_file(write({name: content}) / name, library)
        assert found.mapping is not None, [d.message for d in found.diagnostics]
        return found.mapping

    return loaded


@pytest.fixture
def workspace_text() -> str:
    """A workspace of all the small world's mappings."""
    return WORKSPACE


@pytest.fixture
def site(write: Write, library: Library) -> KeptSite:
    """A customer's overlay that was loaded once, and is kept."""
    top = write({**{f"shipped/{name}": text for name, text in SHIPPED.items()}, **OVERLAY_FILES})
    own = replace(library, shipped=top / "shipped", cache=Cache(top / "cache"))
    made = KeptSite(top, own, top / PLACE / "customer.yaml")
    assert made.loaded().mapping is not None
    return made
