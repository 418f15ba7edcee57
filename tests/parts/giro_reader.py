"""An OCR giro file read by its columns, as the specification numbers them, and held against its own counts and sums.

Written from the specification, and sharing nothing with what writes such files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Read:
    """A payment that a file says."""

    account: str
    day: date
    ore: int
    kid: str
    reference: str


class _Line(str):
    """A line whose columns are counted from 1, both ends included."""

    def at(self, first: int, last: int) -> str:
        return self[first - 1 : last]

    def number(self, first: int, last: int) -> int:
        digits = self.at(first, last)
        assert digits.isascii(), digits
        assert digits.isdigit(), digits
        return int(digits)

    def day(self, first: int) -> date:
        digits = self.at(first, first + 5)
        return date(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[0:2]))

    def must_be_zeros(self, first: int, last: int) -> None:
        assert self.at(first, last) == "0" * (last - first + 1), (first, self)


def lines_of(content: bytes) -> list[_Line]:
    """The lines of a file, each of eighty columns and ended as the format has it."""
    text = content.decode("ascii")
    assert text.endswith("\r\n")
    lines = [_Line(line) for line in text.split("\r\n")[:-1]]
    assert {len(line) for line in lines} == {80}
    return lines


def read_giro(content: bytes) -> tuple[int, list[Read]]:
    """A file's number and its payments; an AssertionError where anything in it is not as it must be."""
    lines = lines_of(content)
    first, last = lines[0], lines[-1]
    assert first.at(1, 8) == "NY000010"
    assert first.at(9, 16) == "00008080"
    first.must_be_zeros(32, 80)
    payments: list[Read] = []
    rest, place = lines[1:-1], 0
    while rest:
        place += 1
        end = next(at for at, line in enumerate(rest) if line.at(7, 8) == "88")
        payments += _read_assignment(rest[: end + 1], place)
        rest = rest[end + 1 :]
    assert last.at(1, 8) == "NY000089"
    _holds_counts(last, payments, len(lines))
    assert last.day(42) == max(payment.day for payment in payments)
    last.must_be_zeros(48, 80)
    return first.number(17, 23), payments


def _read_assignment(lines: list[_Line], place: int) -> list[Read]:
    start, *transactions, end = lines
    assert start.at(1, 8) == "NY090020"
    assert start.number(18, 24) == place
    assert start.at(25, 35).isdigit()
    start.must_be_zeros(36, 80)
    assert len(transactions) % 2 == 0
    pairs = zip(transactions[::2], transactions[1::2], strict=True)
    payments = [_read_transaction(one, two, number, start.at(25, 35)) for number, (one, two) in enumerate(pairs, 1)]
    assert end.at(1, 8) == "NY090088"
    _holds_counts(end, payments, len(lines))
    days = [payment.day for payment in payments]
    assert (end.day(42), end.day(48), end.day(54)) == (max(days), min(days), max(days))
    end.must_be_zeros(60, 80)
    return payments


def _read_transaction(one: _Line, two: _Line, number: int, account: str) -> Read:
    assert (one.at(1, 4), one.at(7, 8), two.at(1, 4), two.at(7, 8)) == ("NY09", "30", "NY09", "31")
    assert 10 <= one.number(5, 6) <= 17  # with a KID, and without a third post
    assert two.at(5, 6) == one.at(5, 6)
    assert one.number(9, 15) == two.number(9, 15) == number
    one.number(22, 31)
    assert one.at(32, 32) == "0"
    kid = one.at(50, 74)
    assert kid == kid.strip().rjust(25)
    one.must_be_zeros(75, 80)
    assert two.day(42) == one.day(16)
    two.number(48, 58)
    two.must_be_zeros(59, 80)
    return Read(account, one.day(16), one.number(33, 49), kid.strip(), two.at(26, 34))


def _holds_counts(line: _Line, payments: list[Read], records: int) -> None:
    assert line.number(9, 16) == len(payments)
    assert line.number(17, 24) == records
    assert line.number(25, 41) == sum(payment.ore for payment in payments)
