"""What an OCR giro file says is what it was given, in the format's own columns, read by a reader of its own."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from connectors.win.ocr.giro import ORE_MAX, Payment, giro_file
from parts.giro_reader import Read, lines_of, read_giro

ACCOUNT = "86011117947"

payments = st.builds(
    Payment,
    st.sampled_from([ACCOUNT, "12345678901", "00000000000"]),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, ORE_MAX // 1000),
    st.from_regex(r"[0-9]{1,24}[0-9-]", fullmatch=True),
    st.integers(1, 10**9 - 1),
)


def _as_read(payment: Payment) -> Read:
    return Read(payment.account, payment.day, payment.ore, payment.kid, f"{payment.reference:09d}")


@given(st.integers(1, 10**7 - 1), st.lists(payments, min_size=1, max_size=30))
def test_what_is_read_is_what_was_written(number: int, given_payments: list[Payment]) -> None:
    found, read = read_giro(giro_file(number, given_payments))
    assert found == number
    assert sorted(read, key=repr) == sorted(map(_as_read, given_payments), key=repr)


@given(st.lists(payments, min_size=2, max_size=10, unique_by=lambda one: one.reference), st.randoms())
def test_the_order_of_what_is_given_changes_nothing(given_payments: list[Payment], random: object) -> None:
    shuffled = sorted(given_payments, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert giro_file(1, shuffled) == giro_file(1, given_payments)


def test_a_file_is_laid_out_to_the_column() -> None:
    payment = Payment(ACCOUNT, date(2026, 11, 1), 435500, "010035050466", 5)
    assert lines_of(giro_file(1, [payment])) == [
        "NY00001000008080000000100000000" + "0" * 49,
        "NY090020000000000000000186011117947" + "0" * 45,
        "NY09103000000010111260001100001" + "0" + "00000000000435500" + "             010035050466" + "000000",
        "NY09103100000010000000000000000005" + "0000000" + "011126" + "00000000000" + "0" * 22,
        "NY09008800000001000000040000000000043550001112601112601112" + "6" + "0" * 21,
        "NY000089000000010000000600000000000435500011126" + "0" * 33,
    ]


def test_the_greatest_amount_fits_its_columns() -> None:
    _, (read,) = read_giro(giro_file(9_999_999, [Payment(ACCOUNT, date(2099, 12, 31), ORE_MAX, "9" * 25, 10**9 - 1)]))
    assert (read.ore, read.kid) == (ORE_MAX, "9" * 25)
