"""Law: whatever the size of what stands in a mapping's file, it is told with a code and a place, in time and memory.

Seconds are counted in the processor's time, generously: what is caught is a cost that goes with a length squared.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import pytest

from engine.language.parser import STATEMENTS_MAX
from engine.language.parsing.run import MISTAKES_MAX
from parts.examined import examine
from strategies.broken_mappings import as_mapping

SECONDS_MAX = 40.0
MEGABYTES_MAX = 1500


def rule(value: str) -> str:
    return as_mapping(f"Name = {value}")


def lines(line: str, count: int) -> str:
    return as_mapping("\n".join([line] * count))


CASES: dict[str, tuple[Callable[[], str], set[str]]] = {
    "more rules than are read": (lambda: lines("Name = name", STATEMENTS_MAX + 1), {"S125"}),
    "more rules in braces than are read": (
        lambda: as_mapping("MailAddress {\n" + "City = city\n" * STATEMENTS_MAX + "}"),
        {"S125"},
    ),
    "as many lets as are read": (
        lambda: as_mapping("\n".join(f"let a{number} = customer_no" for number in range(STATEMENTS_MAX))),
        set(),
    ),
    "a mistake in every rule": (lambda: lines("Name = = name", 5000), {"S101"}),
    "parentheses": (lambda: rule("(" * 201 + "name" + ")" * 201), {"S113"}),
    "many parentheses": (lambda: rule("(" * 5000 + "name" + ")" * 5000), {"S113"}),
    "braces": (lambda: as_mapping("A {\n" * 300 + "}\n" * 300), {"S113"}),
    "open braces": (lambda: as_mapping("A {\n" * 300), {"S105", "S113"}),
    "ifs": (lambda: rule("if active then " * 3000 + "name" + " else name" * 3000), {"S113"}),
    "elses": (lambda: rule("if active then name else " * 3000 + "name"), {"S113"}),
    "nots": (lambda: as_mapping("skip when " + "not " * 10_000 + "active"), {"S113"}),
    "minuses": (lambda: rule("-" * 10_000 + "1"), {"S113"}),
    "sums": (lambda: rule(" + ".join(["1"] * 10_000)), {"S113"}),
    "pipes": (lambda: rule("name" + " | lower" * 10_000), {"S113"}),
    "holes in holes": (lambda: rule('"{' * 300 + "name" + '}"' * 300), {"S113"}),
    "many holes": (lambda: rule('"' + "{name}" * 10_000 + '"'), set()),
    "a chain of lets": (
        lambda: as_mapping(
            "let a0 = customer_no\n" + "\n".join(f"let a{n + 1} = a{n} + 1" for n in range(3000)) + "\nNumber = a3000"
        ),
        set(),
    ),
    "an alias bomb": (
        lambda: "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}]\n" for n in range(20)),
        {"D106", "D111", "D112"},
    ),
    "brackets": (lambda: "[" * 100_000, {"D105"}),
    "maps in maps": (lambda: "a: " + "{a: " * 10_000 + "x" + "}" * 10_000, {"D105"}),
    "keys below keys": (lambda: "\n".join(" " * n + "a:" for n in range(1400)), {"D105"}),
    "items in items": (lambda: "- " * 50_000 + "x", {"D105"}),
    "unknown keys": (lambda: "".join(f"k{n}: v\n" for n in range(5000)), {"D111", "D112"}),
    "a long number": (lambda: rule("9" * 500_000), {"S119", "T101"}),
    "a long fraction": (lambda: rule("0." + "9" * 500_000), {"S119", "T101"}),
    "a long text": (lambda: rule('"' + "x" * 1_000_000 + '"'), set()),
    "a text of signs": (lambda: rule('"' + "\\\\" * 300_000 + '"'), set()),
    "a text of stray braces": (lambda: rule('"' + "}" * 300_000 + '"'), {"S103"}),
    "a text of unknown signs": (lambda: rule('"' + "\\q" * 100_000 + '"'), {"S116"}),
    "a text of open holes": (lambda: rule('"' + "{" * 100_000 + '"'), {"S103"}),
    "a text that is never closed": (lambda: rule('"' + "x " * 500_000), {"S102"}),
    "a long name": (lambda: rule("x" * 1_000_000), {"N101"}),
    "a long line of junk": (lambda: rule("$" * 1_000_000), {"S117", "S101"}),
    "a line of texts": (lambda: rule('"a" ' * 20_000), {"S101", "S121"}),
    "empty lines": (lambda: as_mapping("\n" * 600_000 + "Name = name"), set()),
    "comments": (lambda: as_mapping("# x\n" * 100_000 + "Name = name"), set()),
    "more than a file holds": (lambda: "a: " + "x" * 2_100_000, {"D102"}),
    "NUL": (lambda: rule("\x00"), {"D104"}),
    "half a character": (lambda: rule('"\ud800"'), {"D103"}),
    "a mark within": (lambda: rule("\ufeffname"), {"S101", "S117", "D104"}),
    "tabs": (lambda: as_mapping("Name =\tname\n\tNumber = customer_no"), set()),
    "a tab for indentation": (lambda: rule("name").replace("\n  ", "\n\t"), {"D105"}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_too_large_is_told_and_costs_little(name: str) -> None:
    make, codes = CASES[name]
    content = make().encode("utf-8", "surrogatepass")
    began = time.process_time()
    loaded = examine(content)
    told = {d.code for d in loaded.diagnostics if d.is_error and d.code not in ("C101", "C102")}
    assert told <= codes, loaded.diagnostics[:3]
    assert bool(told) == bool(codes)
    assert time.process_time() - began < SECONDS_MAX
    assert _megabytes_at_most() < MEGABYTES_MAX
    assert len([d for d in loaded.diagnostics if d.code[0] in "SD"]) <= MISTAKES_MAX


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_of_another_machine_says_the_same(breaks: str, mark: str) -> None:
    plain, other = rule("name | limit(50)\nCode = = department_no"), ""
    other = mark + plain.replace("\n", breaks)
    told = [examine(text.encode()).diagnostics for text in (plain, other)]
    assert told[0] == told[1]


def _megabytes_at_most() -> int:
    """The most memory that this process ever had; on macOS the unit is a byte, elsewhere a kilobyte."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 if sys.platform != "darwin" else 1024**2)
