"""A reconciliation as a person reads it in a terminal: the table, each difference with what to do, then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.diagnostics.languages import Language
from engine.faces.cli.paint import Paint, pad, shortened, table, width
from engine.faces.phrases import one_line, title_of_text
from engine.faces.reconcile_phrases import (
    cause_text,
    ending,
    gap_text,
    gaps_by_cause,
    heading,
    kind_text,
    tells_amounts,
)
from engine.model.record import Value
from engine.sync.reconciling.reconciliation import (
    Difference,
    Line,
    Reconciliation,
    Tally,
)

_TITLE_COLUMNS = 28
_NOTHING = "–"
_DIFFERS, _AGREES = "≠", "="


def reconciliation_lines(found: Reconciliation, paint: Paint, tr: Language, quiet: bool = False) -> Iterator[str]:
    """The whole reconciliation; -q leaves the differences alone."""
    if not quiet:
        yield paint(heading(found, tr), "bold")
        yield ""
        yield from _table_lines(found, paint, tr)
        yield ""
    yield from _difference_lines(found, paint, tr)
    if quiet:
        return
    for section in (_not_compared_lines(found, tr), _gap_lines(found, tr), _left_out_lines(found, tr)):
        lines = list(section)
        if lines:
            yield ""
            yield from lines


def amount_text(amount: Decimal, tr: Language) -> str:
    """An amount with groups and at least two decimals, as the reader's country writes it."""
    decimals = max(2, -int(amount.as_tuple().exponent))
    text = f"{amount:,.{decimals}f}"
    return text.translate(_NORWEGIAN) if tr.code == "nb" else text


_NORWEGIAN = str.maketrans({",": " ", ".": ","})


def value_text(value: Value, tr: Language) -> str:
    """What a system says in a difference."""
    if value is None:
        return _NOTHING
    return amount_text(value, tr) if isinstance(value, Decimal) else one_line(str(value))


def _table_lines(found: Reconciliation, paint: Paint, tr: Language) -> Iterator[str]:
    head = [tr("count"), tr("total"), tr("open")]
    rows = [["", "", "", "", *(word for _ in found.systems for word in head)]]
    rows += [_row(line, tr) for line in found.lines]
    lines = table(rows, numbers_from=4)
    yield paint(_titles(found, rows), "grey")
    yield paint(lines[0], "grey")
    for line, text in zip(found.lines, lines[1:], strict=True):
        yield text if line.agrees else paint(text, "red")


def _row(line: Line, tr: Language) -> list[str]:
    sides = [cell for side in line.sides.values() for cell in _cells(side, tr)]
    return [_AGREES if line.agrees else _DIFFERS, line.entity, line.period, line.currency, *sides]


def _cells(side: Tally, tr: Language) -> list[str]:
    amounts = [amount_text(amount, tr) if amount is not None else "" for amount in (side.total, side.open)]
    return [str(side.count), *amounts]


def _titles(found: Reconciliation, rows: list[list[str]]) -> str:
    """The line above the head: the name of each system over its columns."""
    widths = [max(width(row[column]) for row in rows) + 2 for column in range(len(rows[0]))]
    places = [sum(widths[: 4 + 3 * place]) for place in range(len(found.systems))]
    text = ""
    for place, title in zip(places, found.titles, strict=True):
        text = pad(text, place) + title
    return text.rstrip()


def _difference_lines(found: Reconciliation, paint: Paint, tr: Language) -> Iterator[str]:
    if not found.differences:
        yield paint(ending(found, tr), "green")
        return
    yield paint(ending(found, tr), "bold")
    for place, difference in enumerate(found.differences):
        yield ""
        yield from _told(difference, found, paint, tr, "  ")
        following = found.differences[place + 1 : place + 2]
        if not any(item.remedy == difference.remedy for item in following):
            yield f"      {one_line(tr.of(difference.remedy))}"
        for part in difference.parts:
            yield from _told(part, found, paint, tr, "      ")


def _told(difference: Difference, found: Reconciliation, paint: Paint, tr: Language, margin: str) -> Iterator[str]:
    title = shortened(title_of_text(difference.title, difference.key), _TITLE_COLUMNS)
    named = f"{difference.entity} {one_line(difference.key)}" + (f"  {title}" if title else "")
    yield paint(f"{margin}{_DIFFERS} {named}  ·  {kind_text(difference, found, tr)}", "red") + _values(
        difference, found, tr
    )
    code = f"{difference.code}  " if difference.code else ""
    yield f"{margin}    {code}{one_line(tr.of(difference.reason))}"


def _values(difference: Difference, found: Reconciliation, tr: Language) -> str:
    """Both values and, of amounts, how far they are apart; of a missing register record its kind says it all."""
    if not tells_amounts(difference):
        return ""
    told = [f"{found.systems[name]} {value_text(value, tr)}" for name, value in difference.values.items()]
    currency = f" {difference.currency}" if difference.currency else ""
    return f"  ·  {', '.join(told)}{currency}" + _apart(difference, tr)


def _apart(difference: Difference, tr: Language) -> str:
    amounts = [value for value in difference.values.values() if isinstance(value, Decimal)]
    if len(amounts) != 2 or amounts[0] == amounts[1]:
        return ""
    return tr(" ({amount} apart)", amount=amount_text(abs(amounts[0] - amounts[1]), tr))


def _not_compared_lines(found: Reconciliation, tr: Language) -> Iterator[str]:
    if found.not_compared:
        yield tr("Not compared")
        rows = [
            [f"  {item.entity} {item.key}", _what(item.what, tr), one_line(tr.of(item.reason))]
            for item in found.not_compared
        ]
        yield from table(rows, numbers_from=3)


def _what(what: str, tr: Language) -> str:
    return tr("total") if what == "total" else tr("open")


def _gap_lines(found: Reconciliation, tr: Language) -> Iterator[str]:
    if not found.gaps:
        return
    yield tr("Numbers that {system} does not hold", system=found.titles[-1])
    for (entity, sequence, cause), gaps in gaps_by_cause(found.gaps).items():
        numbers = ", ".join(gap_text(gap) for gap in gaps)
        yield f"  {entity} {sequence}  {cause_text(cause, tr)}: {numbers}"


def _left_out_lines(found: Reconciliation, tr: Language) -> Iterator[str]:
    if not found.left_out:
        return
    yield tr("Left out")
    for item in found.left_out:
        more = ", …" if item.count > len(item.keys) else ""
        code = f"{item.code}  " if item.code else ""
        yield f"  {item.entity}  {item.count}  {code}{one_line(tr.of(item.reason))}  ({', '.join(item.keys)}{more})"
