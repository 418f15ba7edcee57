"""The ratios of RESULTS.md as a picture for the README: bars on a logarithmic scale, light or dark as the page is.

`python -m bench.picture` writes ratios.svg beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bench.report import RESULTS

PICTURE = Path(__file__).with_name("ratios.svg")
WORKLOAD = "customers"
OURS, MEASURE = "wingo", "hand-written Python"

_WIDTH, _LABELS, _VALUES = 820, 250, 70  # of the whole, of the names on the left, of the figures on the right
_ROW, _BAR, _TOP, _BOTTOM = 26, 16, 64, 62
_LEAST = 0.5  # where the scale begins, so that a ratio of 1 is a bar too
_STYLE = """
    text { font: 13px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #24292f }
    .title { font-weight: 600; font-size: 15px }
    .small { font-size: 11px; fill: #57606a }
    .value { font-variant-numeric: tabular-nums }
    .grid { stroke: #d0d7de; stroke-width: 1 }
    .peer { fill: #8c959f }
    .measure { fill: #57606a }
    .ours { fill: #0969da }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .small { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .peer { fill: #656c76 }
      .measure { fill: #9198a1 }
      .ours { fill: #4493f8 }
    }
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One contestant. `fields`: how many of the target's fields it fills."""

    name: str
    ratio: float
    fields: int


def main() -> None:
    """Draw what RESULTS.md holds."""
    page = RESULTS.read_text(encoding="utf-8")
    found = sorted(bars(page), key=lambda bar: bar.ratio)
    PICTURE.write_text(drawn(found, machine(page)), encoding="utf-8")
    print(f"{len(found)} bars in {PICTURE.name}")


def bars(page: str) -> Iterator[Bar]:
    """The bars of the customer workload, from the page's table of ratios."""
    for line in _section(page).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == WORKLOAD:
            yield Bar(cells[1], float(cells[2].replace(",", "")), int(cells[4]))


def machine(page: str) -> str:
    """On what and when the ratios were taken: the section's last line."""
    return _section(page).strip().rpartition("\n")[2].strip("*")


def _section(page: str) -> str:
    return page.partition("<!-- map: begin -->")[2].partition("<!-- map: end -->")[0]


def drawn(found: Sequence[Bar], foot: str) -> str:
    """The picture as SVG. It is legible without colours: every bar has its name and its figure."""
    height = _TOP + _ROW * len(found) + _BOTTOM
    most = max((bar.ratio for bar in found), default=10)
    fields = max((bar.fields for bar in found), default=0)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
            f'height="{height}" role="img" aria-labelledby="title">',
            f"  <style>{_STYLE}  </style>",
            '  <title id="title">Time to map a record, as a multiple of hand-written Python</title>',
            f'  <text class="title" x="16" y="26">Time to map a customer of {fields} fields</text>',
            '  <text class="small" x="16" y="44">as a multiple of the same work written by hand in Python; '
            "logarithmic scale, shorter is faster</text>",
            *_grid(most, height),
            *(line for place, bar in enumerate(found) for line in _row(bar, place, most, fields)),
            f'  <text class="small" x="16" y="{height - 10}">{escape(foot)}</text>',
            "</svg>",
            "",
        ]
    )


def _grid(most: float, height: int) -> Iterator[str]:
    """A line at 1, 10, 100 …, each with its figure."""
    bottom = height - _BOTTOM + 8
    for power in range(math.floor(math.log10(most)) + 1):
        x = _x(10**power, most)
        yield f'  <line class="grid" x1="{x:.1f}" y1="{_TOP - 8}" x2="{x:.1f}" y2="{bottom}"/>'
        yield f'  <text class="small" x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{10**power:,}×</text>'


def _row(bar: Bar, place: int, most: float, fields: int) -> Iterator[str]:
    top = _TOP + _ROW * place
    middle, end = top + _BAR - 3.5, _x(bar.ratio, most)
    kind = "ours" if bar.name.startswith(OURS) else "measure" if bar.name == MEASURE else "peer"
    name = bar.name if bar.fields == fields else f"{bar.name}, {bar.fields} fields"
    yield f'  <text x="{_LABELS}" y="{middle}" text-anchor="end">{escape(name)}</text>'
    start = _x(_LEAST, most)
    yield f'  <rect class="{kind}" x="{start:.1f}" y="{top}" width="{end - start:.1f}" height="{_BAR}" rx="2"/>'
    yield f'  <text class="value" x="{end + 6:.1f}" y="{middle}">{_figure(bar.ratio)}</text>'


def _x(ratio: float, most: float) -> float:
    """Where a ratio lies on the scale."""
    room = _WIDTH - _LABELS - 10 - _VALUES
    share = math.log(max(ratio, _LEAST) / _LEAST) / math.log(most / _LEAST)
    return _LABELS + 10 + room * share


def _figure(ratio: float) -> str:
    return f"{ratio:.2f}×" if ratio < 10 else f"{ratio:,.0f}×"


if __name__ == "__main__":
    main()
