"""An OCR giro file, as banks have sent payments with a KID since BBS: lines of 80 columns, every number in its place.

The columns are those of the "System Specification OCR giro" of Nets (earlier BBS), chapter 2, held against what two
programs of others read and write: python-netsgiro (its records) and Puzzel Pay (its report_ocr). Amounts are in øre,
dates are ddmmyy, numbers right-aligned with zeros, the KID right-aligned with blanks.

Pure: the same payments give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

SENDER = "00008080"  # Nets, as in every file that a bank hands out
COLUMNS = 80
ORE_MAX = 10**17 - 1
_LINE_END = "\r\n"
_GIRO = "10"  # a payment from an account, by giro: what it really was, Go does not tell


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in. `account`: where it came, eleven digits. `ore`: how much, above zero. `reference`: a number
    by which it is found again."""

    account: str
    day: date
    ore: int
    kid: str
    reference: int


def giro_file(number: int, payments: Sequence[Payment]) -> bytes:
    """The file of some payments, at least one: an assignment for each account. `number`: never twice from here."""
    ordered = sorted(payments, key=lambda one: (one.account, one.reference))
    lines = [_start(number)]
    for place, (account, those) in enumerate(groupby(ordered, key=lambda one: one.account), 1):
        lines += _assignment(place, account, list(those))
    lines.append(_end(ordered, len(lines) + 1))
    return "".join(line + _LINE_END for line in lines).encode("ascii")


def _line(*parts: str) -> str:
    """A line of these parts, filled up with zeros."""
    return "".join(parts).ljust(COLUMNS, "0")


def _day(day: date) -> str:
    return f"{day:%d%m%y}"


def _start(number: int) -> str:
    """Start of transmission. Who receives it is a number that a bank gives; nobody gave one here."""
    return _line("NY000010", SENDER, f"{number % 10**7:07d}", "0" * 8)


def _assignment(place: int, account: str, payments: list[Payment]) -> list[str]:
    """The payments to one account. Its agreement is a number that a bank gives, too."""
    lines = [_line("NY090020", "0" * 9, f"{place:07d}", account)]
    for number, payment in enumerate(payments, 1):
        lines += _transaction(number, payment)
    days = [payment.day for payment in payments]
    lines.append(
        _line("NY090088", _counts(payments, len(lines) + 1), _day(max(days)), _day(min(days)), _day(max(days)))
    )
    return lines


def _transaction(number: int, payment: Payment) -> Iterator[str]:
    """Amount posts 1 and 2 of a payment."""
    settlement = f"00{payment.day:%d}1{number % 10**5:05d}"  # centre, day code, part of the settlement, serial number
    yield _line(
        f"NY09{_GIRO}30{number:07d}", _day(payment.day), settlement, "0", f"{payment.ore:017d}", f"{payment.kid:>25}"
    )
    form = "0" * 10
    yield _line(f"NY09{_GIRO}31{number:07d}", form, f"{payment.reference % 10**9:09d}", "0" * 7, _day(payment.day))


def _end(payments: Sequence[Payment], records: int) -> str:
    """End of transmission; `records` counts this line too."""
    return _line("NY000089", _counts(payments, records), _day(max(payment.day for payment in payments)))


def _counts(payments: Iterable[Payment], records: int) -> str:
    """How many payments, how many lines, how many øre."""
    amounts = [payment.ore for payment in payments]
    return f"{len(amounts):08d}{records:08d}{sum(amounts):017d}"
