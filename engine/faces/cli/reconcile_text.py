"""A reconciliation as a person reads it in a terminal: the table, each difference with what to do, then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from engine.diagnostics.languages import Language
from engine.faces.cli.paint import Paint, one_line, pad, shortened, table, width
from engine.faces.cli.phrases import title_of_text
from engine.model.record import Value
from engine.sync.reconciling.number_gaps import HELD, LEFT_OUT, MISSING, VOID
from engine.sync.reconciling.reconciliation import (
    AMOUNT,
    BALANCE,
    Difference,
    Gap,
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


def heading(found: Reconciliation, tr: Language) -> str:
    """Whose books are held against each other, and of which time."""
    systems = tr("{first} and {second}", first=found.titles[0], second=found.titles[-1])
    since, until, start = found.window.since, found.window.until, found.start
    if since is not None and until is not None:
        return tr("{systems}, {since} to {until}", systems=systems, since=since, until=until)
    if since is not None:
        return tr("{systems}, from {since}", systems=systems, since=since)
    if until is not None:
        return tr("{systems}, until {until}", systems=systems, until=until)
    if start is None:
        return systems
    return tr("{systems}, from {start}, and what is linked of before", systems=systems, start=start)


def ending(found: Reconciliation, tr: Language) -> str:
    """How many differences there are, and how many of these are only records that are held back."""
    count, held = len(found.differences), sum(difference.held for difference in found.differences)
    if not count:
        return tr("No differences.")
    if held == count:
        return (
            tr("1 difference: a record that is held back")
            if count == 1
            else tr("{count} differences, all of them records that are held back", count=count)
        )
    counted = tr("1 difference") if count == 1 else tr("{count} differences", count=count)
    return tr("{counted}, {held} of them records that are held back", counted=counted, held=held) if held else counted


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


def kind_text(difference: Difference, found: Reconciliation, tr: Language) -> str:
    """What kind of difference it is, in words."""
    if difference.kind == AMOUNT:
        return tr("another amount")
    if difference.kind == BALANCE:
        return tr("another open balance")
    for system, title in found.systems.items():
        if difference.is_missing_in(system):
            return tr("missing in {system}", system=title)
    return tr("another number of them")


def tells_amounts(difference: Difference) -> bool:
    """Whether its values say more than its kind: those of a missing record without amounts are its key or its id."""
    return not difference.is_missing or any(isinstance(value, Decimal) for value in difference.values.values())


def gap_text(gap: Gap) -> str:
    """The numbers of a gap: `5004`, `5010–5012`."""
    return str(gap.first) if gap.first == gap.last else f"{gap.first}–{gap.last}"


def cause_text(cause: str, tr: Language) -> str:
    """Why numbers are not in the target, in words."""
    return {
        MISSING: tr("no record has the number"),
        VOID: tr("voided, and never sent"),
        LEFT_OUT: tr("left out by the mapping's rules"),
        HELD: tr("held back or missing, as told above"),
    }[cause]


def gaps_by_cause(gaps: Iterable[Gap]) -> dict[tuple[str, str, str], list[Gap]]:
    """Gaps by entity, run of numbers and cause."""
    grouped: dict[tuple[str, str, str], list[Gap]] = {}
    for gap in gaps:
        grouped.setdefault((gap.entity, gap.sequence, gap.cause), []).append(gap)
    return grouped


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
