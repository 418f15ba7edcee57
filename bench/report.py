"""What a benchmark prints, and what it keeps: a table of text, and its section of RESULTS.md between two marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(slots=True)
class Report:
    """One benchmark's figures. `measured`: what was done, in plain words; `notes`: what stands below the table."""

    name: str
    title: str
    measured: str
    machine: str
    heads: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """For a terminal: columns side by side, the first to the left, the others to the right."""
        table = [self.heads, *self.rows]
        widths = [max(len(row[place]) for row in table) for place in range(len(self.heads))]
        lines = [
            "  ".join(
                _set(cell, width, place) for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in table
        ]
        return "\n".join([self.title, self.measured, self.machine, "", *lines, "", *self.notes])

    def markdown(self) -> str:
        """For RESULTS.md."""
        rule = ["---", *["---:" for _ in self.heads[1:]]]
        lines = [f"| {' | '.join(row)} |" for row in (self.heads, rule, *self.rows)]
        return "\n".join(
            [f"## {self.title}", "", self.measured, "", *lines, "", *_listed(self.notes), f"*{self.machine}*"]
        )

    def finish(self, write: bool) -> None:
        """Print it, and keep it when that is asked for."""
        print(self.text())
        if write:
            RESULTS.write_text(
                placed(RESULTS.read_text(encoding="utf-8"), self.name, self.markdown()), encoding="utf-8"
            )


def placed(page: str, name: str, section: str) -> str:
    """The page with a section between its marks; at the end when it had none."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    block = f"{begin}\n{section}\n{end}"
    before, found, rest = page.partition(begin)
    if not found:
        return f"{page.rstrip()}\n\n{block}\n"
    return before + block + rest.partition(end)[2]


def _listed(notes: Iterable[str]) -> list[str]:
    lines = [f"- {note}" for note in notes]
    return [*lines, ""] if lines else []


def _set(cell: str, width: int, place: int) -> str:
    return cell.rjust(width) if place else cell.ljust(width)
