"""Mappings as nobody should write them: pieces of the grammar in any order, shipped files with mistakes made in them,
and bytes that were never a text.

A mistake is data (`Edit`), so that Hypothesis can make it smaller and the fuzzer can draw it at random.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from hypothesis import strategies as st

MAPPINGS = Path(__file__).parents[2] / "mappings"
SHIPPED: Mapping[str, str] = {
    path.relative_to(MAPPINGS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(MAPPINGS.rglob("*.yaml"))
    if path.parent.name in ("base", "demo") and path.name != "workspace.yaml"
}

WORDS = [
    "let",
    "skip",
    "create",
    "check",
    "warn",
    "drop",
    "when",
    "each",
    "in",
    "item",
    "if",
    "then",
    "else",
    "and",
    "or",
    "not",
    "is",
    "present",
    "absent",
    "within",
    "yes",
    "no",
    "nothing",
    "empty",
    "refuse",
    "today",
    "sum",
    "count",
    "min",
    "max",
    "series",
    "customer",
    "line",
    "lines",
    "name",
    "customer_no",
    "email",
    "org_no",
    "active",
    "invoice_no",
    "total",
    "payment_days",
    "Number",
    "Name",
    "EmailAddress",
    "IsPerson",
    "MailAddress",
    "City",
    "Lines",
    "OutgoingInvoiceLines",
    "Description",
    "link",
    "find",
    "table",
    "lower",
    "upper",
    "round",
    "limit",
    "digits",
    "orgno",
    "pad",
    "prefix",
    "replace",
    "date",
    "decimal",
    "integer",
    "kid",
    "country",
]
SIGNS = [
    "<->",
    "=",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "??",
    "|",
    "+",
    "-",
    "*",
    "/",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    ":",
    "#",
    ";",
    "'",
    "`",
    "\\",
    "!",
    "?",
    "&",
    "%",
    "$",
    "@",
    "~",
    "^",
    "&&",
    "||",
    "<>",
    ":=",
    "--",
    "//",
    "=>",
    "{{",
    "}}",
    "$(",
    "${",
]
VALUES = [
    '""',
    '"a"',
    '"{name}"',
    '"{"',
    '"}"',
    '"\\"',
    '"{customer.name',
    "|",
    'lower}"',
    '"{"{"{name}"}"}"',
    "0",
    "1",
    "12.50",
    "1,5",
    "1e9",
    "-0",
    "007",
    "2026-01-31",
    "2026-02-30",
    "99999999999999999999999999999999999999999999",
    "0.0000000000000000000000000000001",
    "NO",
    "null",
    "true",
    "æøå",
    "𝔄",
    "é",
]
BREAKS = (
    "\n",
    "\n  ",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "  ",
    "\n# note\n",
    "\n    ",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "\x00",
)
LINES = (
    "mapping: customer",
    "extends: base/customer",
    "from: win.customer",
    "to: go.customer",
    "select: not is_internal",
    "key: customer_no",
    "key: [client_no, invoice_no]",
    "adopt: [Number]",
    "continues: customer",
    "series: {customer: Customer}",
    "series: {customer: {from: 9, to: 1}}",
    "tables: {t: {A: B, A: C}}",
    "tables:\n  t:\n    A: &x B\n    C: *x",
    "rules: |",
    "rules: >",
    "rules: 'Name = name'",
    "tests:\n  - name: x\n    given: {customer_no: 1}\n    expect: {Number: 1}",
    "? [a]\n: b",
    "--- !!map",
    "%YAML 1.1",
    "<<: {a: b}",
)
PIECES = (*WORDS, *SIGNS, *VALUES, *BREAKS)


@dataclass(frozen=True, slots=True)
class Edit:
    """One mistake. `at` and `length` are shares of the text, from 0 to 1; `piece` is what is put there."""

    kind: str
    at: float
    length: float
    piece: str


_KINDS = ("cut", "double", "swap", "insert", "replace", "repeat", "cut line", "double line", "swap lines", "indent")
_REPEATS = 300


def edited(text: str, edits: Sequence[Edit]) -> str:
    """A text with mistakes made in it, one after the other."""
    for edit in edits:
        text = _lines_edited(text, edit) if "line" in edit.kind or edit.kind == "indent" else _edited(text, edit)
    return text


def _edited(text: str, edit: Edit) -> str:
    start = int(edit.at * len(text))
    end = min(len(text), start + 1 + int(edit.length**4 * 200))
    before, part, after = text[:start], text[start:end], text[end:]
    made = {
        "cut": "",
        "double": part + part,
        "swap": part[::-1],
        "insert": edit.piece + part,
        "replace": edit.piece,
        "repeat": edit.piece * (1 + int(edit.length**2 * _REPEATS)) + part,
    }
    return before + made[edit.kind] + after


def _lines_edited(text: str, edit: Edit) -> str:
    lines = text.split("\n")
    here, there = int(edit.at * (len(lines) - 1)), int(edit.length * (len(lines) - 1))
    if edit.kind == "cut line":
        del lines[here]
    elif edit.kind == "double line":
        lines.insert(there, lines[here])
    elif edit.kind == "swap lines":
        lines[here], lines[there] = lines[there], lines[here]
    else:
        lines[here] = edit.piece + lines[here]
    return "\n".join(lines)


def random_edits(random: Random) -> list[Edit]:
    """A few mistakes, mostly one."""
    count = 1 + int(random.random() ** 3 * 6)
    return [
        Edit(random.choice(_KINDS), random.random(), random.random(), random.choice(PIECES + LINES))
        for _ in range(count)
    ]


def random_text(random: Random) -> str:
    """Pieces of the grammar in any order, as a mapping's rules."""
    pieces = (random.choice(PIECES) for _ in range(random.randrange(1, 60)))
    return as_mapping(" ".join(pieces))


def as_mapping(rules: str) -> str:
    """Rules in the smallest mapping that is one."""
    indented = rules.replace("\n", "\n  ")
    return f"mapping: customer\nfrom: win.customer\nto: go.customer\nkey: customer_no\nrules: |\n  {indented}\n"


TEMPLATE_WORDS = [
    "if",
    "else",
    "in",
    "is",
    "not",
    "and",
    "or",
    "present",
    "absent",
    "defined",
    "none",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "|",
    "~",
    "+",
    "-",
    "*",
    "/",
    "**",
    "==",
    "!=",
    "<",
    "'a'",
    "1",
    "12.50",
    "1e99",
    "name",
    "email",
    "payment_days",
    "customer_no",
    "active",
    "today",
    "contacts",
    "line",
    "line.net",
    "loop.index",
    "self",
    "range",
    "upper",
    "round(2)",
    "limit(3)",
    "default('')",
    "norwegian_amount",
    "norwegian_date",
    "orgno",
    "replace('a','b')",
    "__class__",
    "name.upper()",
]
TEMPLATE_TAGS = [
    "{{ }}",
    "{% %}",
    "{{",
    "}}",
    "{#",
    "#}",
    "{%- endif -%}",
    "{% endif %}",
    "{% endfor %}",
    "{% else %}",
    "{% elif active %}",
    "{% set a = 1 %}",
    "{% macro m() %}",
    "{% include 'b' %}",
    "{% raw %}",
    "{% endraw %}",
    "\n",
    "  ",
    "\r\n",
    "\t",
    "æøå",
    "{{ name }}",
    "{% if active %}",
]
WITH_TEMPLATE = as_mapping('Name = render("letter.j2") ?? "x"')


# ---- for Hypothesis

_expressions = st.lists(st.sampled_from(TEMPLATE_WORDS), max_size=5).map(" ".join)
_tagged = st.builds("{{{{ {} }}}}".format, _expressions) | st.builds("{{% if {} %}}x{{% endif %}}".format, _expressions)
templates = st.lists(st.sampled_from(TEMPLATE_TAGS) | _tagged | st.text(max_size=5), max_size=20).map("".join)

_SHARES = st.floats(0, 1)
edits = st.builds(Edit, st.sampled_from(_KINDS), _SHARES, _SHARES, st.sampled_from(PIECES + LINES))
pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map(" ".join)

pieces_of_rules = pieces.map(as_mapping)
pieces_of_files = st.lists(st.sampled_from(LINES) | pieces, max_size=12).map("\n".join)
mistaken_mappings = st.builds(
    edited, st.sampled_from(sorted(SHIPPED.values())), st.lists(edits, min_size=1, max_size=6)
)
no_texts = st.binary(max_size=200) | st.builds(
    lambda text, at, junk: text.encode()[: int(at * len(text))] + junk,
    st.sampled_from(sorted(SHIPPED.values())),
    _SHARES,
    st.binary(max_size=20),
)
