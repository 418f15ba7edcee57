"""A small pair of systems, and `check` over rules written as text: what the checker's tests stand on.

The catalogs are made up, so that a golden text changes only when the checker's own words do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import render_text
from engine.diagnostics.source import Embedded, SourceText, Span
from engine.language import typed
from engine.language.checker import Checked, Linked, Subject, check
from engine.language.parser import parse_expression, parse_rules
from engine.model import types
from engine.model.schema import Catalog, Entity, Field, Nature, Reference, Setting
from engine.model.types import Kind, Type

WHOLE = types.number(0)
AMOUNT = types.number(4)
CODE = types.text(20)


def _kept(name: str, type_: Type, *fields: Field) -> Field:
    return Field(name, type_, create=True, update=True, fields=fields)


# ---- the source system, "win"

EMPLOYEE = Entity(
    "win",
    "employee",
    Nature.VIEW,
    ("employee_no",),
    (
        Field("employee_no", WHOLE),
        Field("last_name", types.text(100)),
        Field("email", types.text(254, absent=True)),
        Field("active", types.FLAG),
    ),
)
DEPARTMENT = Entity(
    "win",
    "department",
    Nature.VIEW,
    ("department_no",),
    (Field("department_no", CODE), Field("name", types.text(200)), Field("manager_no", WHOLE.optional())),
    references=(Reference("manager", "employee", (("manager_no", "employee_no"),)),),
)
CUSTOMER = Entity(
    "win",
    "customer",
    Nature.VIEW,
    ("customer_no",),
    (
        Field("customer_no", WHOLE),
        Field("name", types.text(200)),
        Field("email", types.text(254, absent=True)),
        Field("city", types.text(50, absent=True)),
        Field("postal_code", types.text(20, absent=True)),
        Field("department_no", CODE.optional()),
        Field("delivery", types.text(20, absent=True, choices=frozenset(("EPOST", "EHF", "UTSKRIFT")))),
        Field("payment_days", WHOLE.optional()),
        Field("discount", AMOUNT.optional()),
        Field("since", types.DATE.optional()),
        Field("seen_at", types.DATETIME.optional()),
        Field("vat_free", types.FLAG.optional()),
        Field("active", types.FLAG),
        Field(
            "origin",
            Type(Kind.OBJECT, absent=True, entity="origin"),
            fields=(Field("channel", types.text(20)), Field("day", types.DATE)),
        ),
        Field(
            "contacts",
            Type(Kind.LIST, entity="contact"),
            fields=(
                Field("title", types.text(20)),
                Field("share", AMOUNT),
                Field("phones", Type(Kind.LIST, entity="phone"), fields=(Field("number", CODE),)),
                Field("origin", Type(Kind.OBJECT, entity="origin"), fields=(Field("channel", types.text(20)),)),
            ),
        ),
    ),
    references=(Reference("department", "department", (("department_no", "department_no"),)),),
)
INVOICE = Entity(
    "win",
    "invoice",
    Nature.VIEW,
    ("client_no", "invoice_no"),
    (
        Field("client_no", WHOLE),
        Field("invoice_no", WHOLE),
        Field("customer_no", WHOLE),
        Field("invoice_date", types.DATE),
        Field("total", AMOUNT),
        Field(
            "lines",
            Type(Kind.LIST, entity="invoice_line"),
            fields=(
                Field("line_no", WHOLE),
                Field("text", types.text(1000, absent=True)),
                Field("net", AMOUNT),
                Field("quantity", AMOUNT.optional()),
                Field("vat_code", CODE),
            ),
        ),
    ),
    references=(Reference("customer", "customer", (("customer_no", "customer_no"),)),),
)
INLET = Entity(
    "win",
    "payment_in",
    Nature.INLET,
    ("go_entry_id",),
    (
        _kept("client_no", WHOLE),
        _kept("invoice_no", WHOLE),
        _kept("amount", AMOUNT),
        _kept("kind", types.text(20, choices=frozenset(("INNBETALING", "TAP")))),
        _kept("go_entry_id", types.text(100)),
    ),
)
WIN = Catalog("win", "Win", {e.name: e for e in (EMPLOYEE, DEPARTMENT, CUSTOMER, INVOICE, INLET)})

# ---- the target system, "go"

GO_CUSTOMER = Entity(
    "go",
    "customer",
    Nature.REGISTER,
    ("Id",),
    (
        Field("Id", types.identifier("customer")),
        Field("SubledgerAccountId", types.identifier("customer.SubledgerAccountId")),
        _kept("Name", types.text(100)),
        _kept("Number", WHOLE.optional()),
        _kept("EmailAddress", types.text(254, absent=True)),
        _kept("Code", types.text(10, absent=True)),
        _kept("DeliveryType", types.text(absent=True, choices=frozenset(("PdfByEmail", "EHF", "Print")))),
        _kept("IsArchived", types.FLAG.optional()),
        _kept("Since", types.DATE.optional()),
        _kept("Discount", types.number(2, absent=True)),
        _kept("DepartmentId", types.identifier("department", absent=True)),
        _kept("PaymentTermId", types.identifier("PaymentTerm", absent=True)),
        Field("Origin", types.text(50, absent=True), create=True),
        Field("Balance", types.number(2, absent=True)),
        _kept(
            "MailAddress",
            Type(Kind.OBJECT, absent=True, entity="address"),
            _kept("City", types.text(100)),
            _kept("ZipCode", types.text(50)),
            _kept("Line", types.text(100, absent=True)),
        ),
    ),
)
GO_DEPARTMENT = Entity(
    "go", "department", Nature.REGISTER, ("Id",), (Field("Id", types.identifier("department")), _kept("Code", CODE))
)
GO_VOUCHER = Entity(
    "go",
    "voucher",
    Nature.VOUCHER,
    ("Id",),
    (
        Field("Id", types.identifier("voucher")),
        _kept("CustomerAccountId", types.identifier("customer.SubledgerAccountId")),
        _kept("VoucherDate", types.DATE),
        _kept("InvoiceNo", types.text(50)),
        _kept("Documentation", types.FILE.optional()),
        _kept(
            "Lines",
            Type(Kind.LIST, absent=True, entity="voucher_line"),
            _kept("VatId", types.identifier("VatCode")),
            _kept("Amount", types.number(2)),
            _kept("Description", types.text(200, absent=True)),
        ),
    ),
)
GO_PAYMENT = Entity(
    "go",
    "payment",
    Nature.VIEW,
    ("entry_id", "voucher_id"),
    (
        Field("entry_id", types.identifier("entry")),
        Field("voucher_id", types.identifier("voucher")),
        Field("amount", AMOUNT),
        Field("is_write_off", types.FLAG),
    ),
)
SETTINGS = (
    Setting("PaymentTerm", "Id", {"CreditDays": WHOLE}),
    Setting("VatCode", "Id", {"Code": CODE, "Rate": AMOUNT}, "ValidFrom", "ValidTo"),
)
GO = Catalog(
    "go",
    "PowerOffice Go",
    {e.name: e for e in (GO_CUSTOMER, GO_DEPARTMENT, GO_VOUCHER, GO_PAYMENT)},
    {setting.name: setting for setting in SETTINGS},
)
CATALOGS: Mapping[str, Catalog] = MappingProxyType({"win": WIN, "go": GO})

LINKED: Mapping[str, Linked] = MappingProxyType(
    {
        "customer": Linked(CUSTOMER, (GO_CUSTOMER,)),
        "department": Linked(DEPARTMENT, (GO_DEPARTMENT,)),
        "invoice": Linked(INVOICE, (GO_VOUCHER,)),
        "employee": Linked(EMPLOYEE, ()),
    }
)
TABLES_PATH = "tables.yaml"
TABLES: Mapping[str, typed.Table] = MappingProxyType(
    {
        name: typed.Table(name, rows, Span(TABLES_PATH, line, 1, line, 1 + len(name)))
        for line, (name, rows) in enumerate(
            (
                ("deliveries", {"EPOST": "PdfByEmail", "EHF": "EHF"}),
                ("every_delivery", {"EPOST": "PdfByEmail", "EHF": "EHF", "UTSKRIFT": "Print"}),
                ("wrong_deliveries", {"EPOST": "PdfByEmail", "EHF": "Ehf"}),
                ("misspelt", {"EPSOT": "PdfByEmail"}),
                ("long_codes", {"EPOST": "far too long a code"}),
            ),
            start=1,
        )
    }
)
_TABLES_TEXT = "\n".join(TABLES)


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of checking a text, with all that is needed to show it."""

    checked: Checked
    parse: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The parser's and the checker's findings."""
        return (*self.parse, *self.checked.diagnostics)

    @property
    def codes(self) -> list[str]:
        """The codes of all errors and warnings, in order."""
        return [d.code for d in self.diagnostics if d.severity is not Severity.INFO]

    @property
    def program(self) -> typed.Program:
        """The checked program; fails the test when there is none."""
        assert self.checked.program is not None, self.rendered()
        return self.checked.program

    def rendered(self, *, with_information: bool = False, language: Language = ENGLISH) -> str:
        """The findings as a consultant sees them."""
        shown = [d for d in self.diagnostics if with_information or d.severity is not Severity.INFO]
        return render_text(shown, self.sources, language=language)


def trial(
    rules: str,
    *,
    source: str = "win.customer",
    target: str = "go.customer",
    path: str = "mapping.rules",
    select: str | None = None,
    series: tuple[str, ...] = ("customer",),
    continues: bool = False,
    own_table: str = "",
    templates: Mapping[str, str] = MappingProxyType({}),
) -> Trial:
    """Parse and check rules. `own_table`: the table that counts as the mapping's own, and is told when unused.

    `templates`: what `render` may name, by file.
    """
    parsed = parse_rules(Embedded(path, rules, 1, 1))
    chosen = None if select is None else parse_expression(Embedded(path, select, 1, 1)).expression
    tables = {
        name: typed.Table(name, table.rows, Span(path, 1, 1, 1, 2)) if name == own_table else table
        for name, table in TABLES.items()
    }
    from_system, from_entity = source.split(".")
    to_system, to_entity = target.split(".")
    printed = {name: SourceText(name, text) for name, text in templates.items()}
    sources = {path: SourceText(path, rules), TABLES_PATH: SourceText(TABLES_PATH, _TABLES_TEXT), **printed}
    subject = Subject(
        CATALOGS[from_system].entities[from_entity],
        CATALOGS[to_system].entities[to_entity],
        CATALOGS[from_system],
        CATALOGS[to_system],
        tables,
        frozenset(series),
        LINKED,
        chosen,
        parsed.statements,
        continues,
        sources,
        Span(path, 1, 1, 1, 2),
        printed,
    )
    return Trial(check(subject), parsed.diagnostics, sources)
