"""What is wrong with an exported file, where, and what a person can do about it: all of the wording.

A complaint refuses its file: what stands in it cannot be trusted to be whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors.win.catalog import TITLE
from engine.model.enumeration import beneath, in_a_row
from engine.model.failure import Missing, Rejected
from engine.model.text import Text, say

SHOWN = 5  # of one file: more would not be read
_CELL_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a sheet of a workbook; `line` and `column` lead a person to the cell."""

    file: str
    sheet: str | None = None

    @property
    def text(self) -> Text | str:
        """The file and the sheet."""
        return self.file if self.sheet is None else say("{file}, sheet {sheet}", file=self.file, sheet=self.sheet)

    def at(self, line: int, column: str = "") -> Text:
        """A line of it: of a sheet a row."""
        if self.sheet is None:
            place = say("{file}, line {line}", file=self.file, line=line)
        else:
            place = say("{file}, sheet {sheet}, row {line}", file=self.file, sheet=self.sheet, line=line)
        return say("{place}, {column}", place=place, column=column) if column else place


@dataclass(frozen=True, slots=True)
class Complaint:
    """`text`: what is wrong and where. `remedy`: what to do about it."""

    text: Text
    remedy: Text


class Damaged(Exception):
    """A file cannot be read on; the complaint says why."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.text)
        self.complaint = complaint


def refusal(view: str, complaints: Sequence[Complaint]) -> Rejected:
    """What reading a view raises whose file is refused: the first complaints, each with its place."""
    texts = [complaint.text for complaint in complaints[:SHOWN]]
    if len(complaints) > SHOWN:
        texts.append(say("and more of the kind"))
    remedies = dict.fromkeys(complaint.remedy for complaint in complaints[:SHOWN])
    return Rejected(TITLE, say("reading {place}", place=view), in_a_row(texts), remedy=beneath(remedies))


def no_file(view: str, place: str, names: Iterable[str], *, sheets: bool) -> Missing:
    """A view that nothing was exported of."""
    detail = (
        say("no sheet of {place} is called so", place=place)
        if sheets
        else say("no file in {place} is called so", place=place)
    )
    remedy = (
        say("name the sheet one of {names}, or give its name in the workspace's exports file", names=", ".join(names))
        if sheets
        else say("export it as {names}, or give its name in the workspace's exports file", names=", ".join(names))
    )
    return Missing(TITLE, say("reading {place}", place=view), detail, remedy=remedy)


def no_inlet(request: str) -> Rejected:
    """A payment, or hours, that would come back: files are only read."""
    return Rejected(
        TITLE,
        request,
        say("exported files have no inlet: nothing is written to them"),
        remedy=say("let payments go to Win as OCR giro files (inlet: ocr), or give the url of Win's database"),
    )


# ---- the file


def unreadable(place: Place, reason: str | None) -> Complaint:
    """The system does not give it."""
    text = say("{place}: it cannot be read: {reason}", place=place.text, reason=reason or say("it cannot be opened"))
    return Complaint(text, say("see that the file is there, and that this user may read it"))


def empty(place: Place) -> Complaint:
    """Not even a header."""
    text = say("{place}: there is no header: it is empty", place=place.text)
    return Complaint(text, say("export it again, and wait until the export is done"))


def two_files(view: str, places: Iterable[Place]) -> Complaint:
    """Two files of one view: which is the right one?"""
    names = in_a_row(str(place.text) if isinstance(place.text, str) else place.text for place in places)
    return Complaint(
        say("each of these is {view}: {files}", view=view, files=names),
        say("leave the right one where it is, and move the others away"),
    )


def no_workbook(place: Place, reason: str) -> Complaint:
    """A workbook that is cut off, or none."""
    return Complaint(
        say("{place}: it is no whole workbook: {reason}", place=place.text, reason=reason),
        say("save it as .xlsx again, and wait until it is saved; a workbook with a password cannot be read"),
    )


def too_large(place: Place, member: str, most: int) -> Complaint:
    """A member of a ZIP that unfolds to more than anything that was exported."""
    return Complaint(
        say(
            "{place}: {member} unfolds to more than {most} megabytes", place=place.text, member=member, most=most >> 20
        ),
        say("export it again; if it is right, give it as CSV"),
    )


# ---- its letters


def unknown_letters(place: Place) -> Complaint:
    """Two code pages are as likely."""
    return Complaint(
        say("{place}: its letters may be Windows-1252 or CP850", place=place.text),
        say("say which in win's settings: `encoding: cp1252`, or `encoding: cp850`"),
    )


def no_letters(place: Place) -> Complaint:
    """Bytes that no text has."""
    return Complaint(
        say("{place}: it is no text: a byte in it is 0", place=place.text),
        say("save it as CSV in UTF-8"),
    )


def broken_letters(place: Place, line: int, encoding: str) -> Complaint:
    """A byte that the encoding does not have."""
    return Complaint(
        say("{place}: a letter is not {encoding}", place=place.at(line), encoding=encoding),
        say("correct `encoding` in win's settings, or save the file as UTF-8"),
    )


# ---- its header


def unknown_header(place: Place, header: Sequence[str], near: str | None) -> Complaint:
    """A first line that names no column."""
    shown = ", ".join(header)[:200]
    text = (
        say("{place}: no column is known by {names}", place=place.text, names=shown)
        if near is None
        else say(
            "{place}: no column is known by {names}; did you mean {near}?", place=place.text, names=shown, near=near
        )
    )
    return Complaint(text, _name_headers())


def missing_column(place: Place, column: str, headers: Sequence[str], near: str | None) -> Complaint:
    """A column that every record needs."""
    names = ", ".join(headers)
    if near is None:
        text = say("{place}: no header is {column} ({names})", place=place.text, column=column, names=names)
    else:
        text = say(
            "{place}: no header is {column} ({names}); is it {near}?",
            place=place.text,
            column=column,
            names=names,
            near=near,
        )
    return Complaint(text, _name_headers())


def doubled_header(place: Place, column: str, headers: Sequence[str]) -> Complaint:
    """Two headers for one column."""
    return Complaint(
        say("{place}: {headers} are both {column}", place=place.text, headers=", ".join(headers), column=column),
        say("rename one, or say in the workspace's exports file which header is the column's"),
    )


def _name_headers() -> Text:
    return say(
        "correct the header, name it under [headers] in the workspace's exports file, "
        "or say under [absent] there what a missing column says"
    )


# ---- its rows


def ragged(place: Place, line: int, cells: int, columns: int, *, last: bool) -> Complaint:
    """A row with more or fewer cells than the header."""
    text = say(
        "{place}: {cells} cells where the header has {columns}", place=place.at(line), cells=cells, columns=columns
    )
    if last:
        return Complaint(text, _half_written())
    return Complaint(text, say("put texts that hold the delimiter or a line break in quotation marks"))


def broken_row(place: Place, line: int, reason: str) -> Complaint:
    """A row that is not CSV."""
    return Complaint(say("{place}: {reason}", place=place.at(line), reason=reason), _half_written())


def no_value(place: Place, line: int, column: str) -> Complaint:
    """A formula that nobody worked out."""
    return Complaint(
        say("{place}: the formula has no value", place=place.at(line, column)),
        say("open the workbook in Excel, save it, and try again"),
    )


def error_value(place: Place, line: int, column: str, value: str) -> Complaint:
    """A formula that failed."""
    return Complaint(
        say("{place}: {value} is an error of the spreadsheet", place=place.at(line, column), value=value),
        say("mend the formula, or give the value itself"),
    )


def no_key(place: Text) -> Complaint:
    """A row that nobody can tell from others."""
    return Complaint(
        say("{place}: the cell is empty, and the row is known by it", place=place),
        say("fill it in, or take the row away (a sum, for example)"),
    )


def same_key(first: Text, second: Text, column: str, key: str) -> Complaint:
    """Two rows of one key; both are named."""
    return Complaint(
        say("{column} {key} stands twice: {first} and {second}", column=column, key=key, first=first, second=second),
        say("take the wrong row away, or export it again"),
    )


def no_firm(place: Text) -> Complaint:
    """A journal that does not say whose invoices it holds."""
    return Complaint(
        say("{place}: no firm is named", place=place),
        say("say in win's settings whose it is: `invoice_client: 1`"),
    )


def disagreeing(first: Text, second: Text, column: str, key: str) -> Complaint:
    """Two rows of one invoice that say different things of it."""
    return Complaint(
        say(
            "invoice {key}: {column} differs: {first} and {second}", key=key, column=column, first=first, second=second
        ),
        say("export the journal again; every line of an invoice repeats what is the invoice's"),
    )


def doubtful_number(place: Place, line: int, column: str, cell: str) -> Complaint:
    """A number that is one thing with a decimal comma and another with a decimal point, in a file with both."""
    return Complaint(
        say(
            "{place}: {cell} may have decimals or thousands: of the file's other numbers, some have a comma and some a "
            "point before their decimals",
            place=place.at(line, column),
            cell=cell[:_CELL_SHOWN],
        ),
        say("export the file with one sign for decimals"),
    )


def _half_written() -> Text:
    return say("the file may be half written: export it again, and wait until the export is done")
