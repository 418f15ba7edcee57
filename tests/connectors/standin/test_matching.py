"""Whatever is paid, undone and matched: sums hold, balances stay within their entries, groups share one id."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.standin.body import amount_of
from connectors.standin.company import Company, Settings
from connectors.standin.customer_ledger import shown_entries
from connectors.standin.customers import CUSTOMERS
from connectors.standin.payments import register_payment
from connectors.standin.problems import AnswerError
from connectors.standin.register import create
from connectors.standin.settings import fresh_books
from connectors.standin.stamps import Clock
from connectors.standin.vouchers import CREDIT_NOTE, INVOICE, post_voucher

NUMBERS = ("1", "2", "3", "9")
cents = st.integers(1, 30_000).map(lambda number: Decimal(number).scaleb(-2))
step = st.one_of(
    st.fixed_dictionaries(
        {"Kind": st.sampled_from(["payment", "write_off"]), "InvoiceNo": st.sampled_from(NUMBERS), "Amount": cents}
    ),
    st.fixed_dictionaries(
        {"Kind": st.sampled_from(["reversal", "unmatch", "match"]), "InvoiceNo": st.sampled_from(NUMBERS)}
    ),
    st.fixed_dictionaries({"Kind": st.just("match"), "InvoiceNo": st.sampled_from(NUMBERS[:3]), "With": st.just("9")}),
    st.fixed_dictionaries(
        {
            "Kind": st.just("payment"),
            "Invoices": st.lists(
                st.fixed_dictionaries({"InvoiceNo": st.sampled_from(NUMBERS), "Amount": cents}),
                min_size=1,
                max_size=3,
                unique_by=lambda item: item["InvoiceNo"],
            ),
        }
    ),
)


def company_with_invoices():
    company = Company("demo-client", Settings("Demo"), fresh_books(), Clock())
    customer = create(company, CUSTOMERS, {"Name": "Fjord AS"})
    account = next(row["Id"] for row in company.books.rows("accounts").values() if row["AccountNo"] == 3000)
    vat = next(row["Id"] for row in company.books.rows("vat_codes").values() if row["Code"] == "3")
    for number in NUMBERS:
        body = {
            "InvoiceNo": number,
            "VoucherDate": "2026-11-01",
            "CurrencyCode": "NOK",
            "CustomerAccountId": customer["SubledgerAccountId"],
            "OutgoingInvoiceLines": [{"AccountId": account, "VatId": vat, "CurrencyAmount": Decimal("100.00")}],
        }
        post_voucher(company, CREDIT_NOTE if number == "9" else INVOICE, body)
    return company


@settings(max_examples=60, deadline=None)
@given(st.lists(step, max_size=12))
def test_no_money_appears_or_vanishes(steps):
    company = company_with_invoices()
    refused = []
    for body in steps:
        try:
            register_payment(company, {"Date": "2026-11-20", **body})
        except AnswerError as error:
            refused.append(str(error.body))
    assert all("has no payment to undo" in message for message in refused)
    rows = shown_entries(company, company.books)
    assert sum(amount_of(row, "Amount") for row in rows) == sum(amount_of(row, "Balance") for row in rows)
    for row in rows:
        posted, left = amount_of(row, "Amount"), amount_of(row, "Balance")
        assert min(posted, 0) <= left <= max(posted, 0)
        assert (row["MatchId"] is None) == (left == posted)
    groups = {}
    for row in rows:
        groups.setdefault(row["MatchId"], []).append(row)
    groups.pop(None, None)
    for group in groups.values():
        settled = [amount_of(row, "Amount") - amount_of(row, "Balance") for row in group]
        assert len(group) > 1
        assert sum(settled) == 0
