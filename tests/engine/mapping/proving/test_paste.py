"""A record as an item of `tests:`, which reads back as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from engine.mapping.examples import run_examples
from engine.mapping.mapping import Mapping
from engine.mapping.proving.paste import as_test

Load = Callable[..., Mapping]

INVOICE = """\
extends: base/invoice
mapping: invoice
tests:
"""


def test_an_item_has_what_the_record_has_and_no_more() -> None:
    record = {
        "number": 5,
        "name": 'A "b": no',
        "hidden": "a\u200bb",
        "paid": Decimal("1.50"),
        "active": False,
        "day": date(2026, 11, 24),
        "missing": None,
        "owner": {"name": "Kari", "phone": None},
        "none": (),
        "lines": ({"net": Decimal("2.00"), "text": None, "codes": ["a", 1], "of": {"no": 3, "at": None}},),
    }
    assert as_test("it holds", record).split("\n") == [
        '  - name: "it holds"',
        "    given:",
        "      number: 5",
        '      name: "A \\"b\\": no"',
        '      hidden: "a\\u200bb"',
        "      paid: 1.50",
        "      active: no",
        "      day: 2026-11-24",
        "      owner:",
        '        name: "Kari"',
        "      none: []",
        "      lines:",
        '        - {net: 2.00, codes: ["a", 1], of: {no: 3}}',
    ]


def test_a_record_without_values_is_an_item_too(load: Load) -> None:
    assert as_test("none", {"a": None}) == '  - name: "none"\n    given: {}'
    item = as_test("pasted", {"invoice_no": 7, "customer": {"name": None}})
    assert item.endswith("      customer: {}")
    none = as_test("pasted", {})
    assert run_examples(load(f"{INVOICE}{none}\n    expect: {{InvoiceNo: empty}}\n"))


def test_a_pasted_item_is_a_test_of_its_record(load: Load) -> None:
    lines = ({"text": "to: hytter", "net": Decimal("10.00"), "account": 3000},)
    record = {"client_no": 1, "invoice_no": 7, "customer_no": 512, "invoice_date": date(2026, 11, 2), "lines": lines}
    item = as_test("pasted", {**record, "total": Decimal("10.00")})
    wrong = f'{item}\n    expect: {{InvoiceNo: "8"}}\n'
    right = f'{item}\n    expect: {{InvoiceNo: "7", VoucherDate: 2026-11-02}}\n'
    assert [run_examples(load(INVOICE + text))[-1].passed for text in (right, wrong)] == [True, False]
