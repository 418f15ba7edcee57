"""A change field by field: the rule behind a value and what it read, as far as that can be known."""

from __future__ import annotations

from dataclasses import replace

from engine.diagnostics.source import Span
from engine.faces.pages.plan_fields import CLEARED, Viewer, Why
from engine.model.change import Action
from engine.sync.plan import Change, FieldChange
from parts.pages import Planned


def _post(planned: Planned, key: str = "1/5001") -> Change:
    return next(c for c in planned.plan.changes if c.action is Action.POST and c.key == key)


def _viewer(planned: Planned, mapping: str = "invoice") -> Viewer:
    return planned.told().viewers[mapping]


def test_the_lines_of_a_voucher_know_what_they_were_made_of(planned: Planned) -> None:
    lines = _viewer(planned).show(_post(planned)).lines[0]
    amount = dict(lines.whys[0])["CurrencyAmount"]
    assert amount == Why(
        "line.net + line.vat | round(2)",
        "mappings/base/invoice.yaml:78",
        (("line.net", "3,250.00"), ("line.vat", "812.50")),
    )
    assert "CurrencyAmount" in lines.numbers


def test_of_a_long_list_the_first_values_are_named(planned: Planned) -> None:
    change = _post(planned)
    assert change.origin is not None
    first = change.origin["lines"][0]
    lines = tuple({**first, "net": 1, "vat": 0} for _ in range(30))
    rounding = next(r for r in _viewer(planned)._readings.values() if r.rule.source == "difference")
    field = FieldChange("OutgoingInvoiceLines[0].CurrencyAmount", None, 1, rounding.rule.span)
    shown = _viewer(planned).show(replace(change, fields=(field,), origin={**change.origin, "lines": lines}))
    reads = dict(dict(shown.lines[0].whys[0])["CurrencyAmount"].reads)
    assert reads["line.net"] == "; ".join(["1.00"] * 20 + ["and 10 more"])


def test_without_the_record_the_rule_is_shown_alone(planned: Planned) -> None:
    shown = _viewer(planned).show(replace(_post(planned), origin=None))
    assert shown.rows[0].why == Why('"{invoice_no}"', "mappings/base/invoice.yaml:41", ())
    assert dict(shown.lines[0].whys[0])["CurrencyAmount"].reads == ()


def test_a_rule_that_is_not_the_mappings_is_shown_as_it_was_told(planned: Planned) -> None:
    span = Span("other.yaml", 3, 1, 3, 9)
    fields = (
        FieldChange("Cid", "1", None, span, "nothing"),
        FieldChange("No.Such", None, 2),
        FieldChange("Lines[0].X", None, 1),
    )
    shown = _viewer(planned).show(replace(_post(planned), fields=fields))
    assert shown.rows[0].why == Why("nothing", "other.yaml:3", ())
    assert (shown.rows[0].sign, shown.rows[0].before) == (CLEARED, "1")
    assert shown.rows[1].why is None
    assert shown.lines[0].whys == ((),)
