"""Well-typed mappings of two-way rules, made up over a small pair of systems that has every type.

Each rule takes fields that no other has, goes through one to three steps which can be undone, and ends in a target
field of the right type; some stand in an object under a condition, some read their value through a let, and one may
choose between two fields of which another rule settles one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from engine.mapping.library import Library
from engine.model import types
from engine.model.schema import Catalog, Entity, Field, Nature, Reference
from engine.model.types import Kind, Type

_TEXTS = tuple(f"text_{n}" for n in range(1, 7))
_CODES = ("code_1", "code_2")
_WHOLES = tuple(f"whole_{n}" for n in range(1, 7))
_AMOUNTS = ("amount_1", "amount_2", "amount_3")
_FLAGS = ("flag_1", "flag_2", "flag_3")
_DAYS = ("day_1", "day_2", "day_3")
_CHOICES = frozenset(("A", "B", "C"))
_TABLES = """tables:
  one_to_one: {A: Alfa, B: Beta, C: Gamma}
  repeated: {A: Alfa, B: Alfa, C: Gamma}
  partial: {A: Alfa, B: Beta}
"""

SOURCE = Entity(
    "win",
    "thing",
    Nature.VIEW,
    ("thing_no",),
    (
        Field("thing_no", types.number(0)),
        *(Field(name, types.text(40, absent=True)) for name in _TEXTS),
        *(Field(name, types.text(1, absent=True, choices=_CHOICES)) for name in _CODES),
        *(Field(name, types.number(0, absent=True)) for name in _WHOLES),
        *(Field(name, types.number(4, absent=True)) for name in _AMOUNTS),
        *(Field(name, types.FLAG.optional()) for name in _FLAGS),
        *(Field(name, types.DATE.optional()) for name in _DAYS),
    ),
    references=(Reference("owner", "thing", (("whole_1", "thing_no"),)),),
)


def _kept(name: str, type_: Type, *inner: Field) -> Field:
    return Field(name, type_.optional(), create=True, update=True, fields=inner)


_INNER = (_kept("City", types.text(200)), _kept("Zip", types.text(200)), _kept("Floor", types.number(0)))
TARGET = Entity(
    "go",
    "thing",
    Nature.REGISTER,
    ("Id",),
    (
        Field("Id", types.identifier("thing")),
        *(_kept(f"Text{n}", types.text(200)) for n in range(1, 9)),
        *(_kept(f"Whole{n}", types.number(0)) for n in range(1, 7)),
        *(_kept(f"Amount{n}", types.number(2)) for n in range(1, 4)),
        *(_kept(f"Flag{n}", types.FLAG) for n in range(1, 4)),
        *(_kept(f"Day{n}", types.DATE) for n in range(1, 4)),
        Field("Filled", types.number(0).optional(), create=True, update=True, default=0),
        _kept("Address", Type(Kind.OBJECT, entity="address"), *_INNER),
    ),
)
CATALOGS: Mapping[str, Catalog] = {
    "win": Catalog("win", "Win", {"thing": SOURCE}),
    "go": Catalog("go", "Go", {"thing": TARGET}),
}
LIBRARY = Library(CATALOGS, Path("/nowhere"))

# One rule for each step that can be undone, and for each way in which it can be met.
STEPS = (
    "Text1 <-> text_1",
    "Text1 <-> text_1 | squeeze",
    "Text1 <-> text_1 | lower",
    "Text1 <-> text_1 | upper",
    "Text1 <-> text_1 | pad(6)",
    "Text1 <-> text_1 | digits",
    "Text1 <-> text_1 | orgno else empty",
    "Text1 <-> text_1 | bank_account else empty",
    "Text1 <-> text_1 | postal_code else empty",
    "Text1 <-> text_1 | phone else empty",
    "Text1 <-> text_1 | country else empty",
    "Text1 <-> text_1 | kid(mod10) else empty",
    'Text1 <-> text_1 | prefix("W-")',
    'Text1 <-> text_1 | suffix(" AS")',
    'Text1 <-> text_1 ?? "NOK"',
    'Text1 <-> text_1 | pad(6) ?? "x"',
    'Text1 <-> (text_1 | prefix("W-")) ?? "none"',
    'Text1 <-> "x{text_1}y"',
    'Text1 <-> "{whole_1}-{whole_2}"',
    'Text1 <-> "{day_1} {text_1}"',
    'Text1 <-> "{whole_1}-{text_1 | lower}"',
    'Text1 <-> "{flag_1}/{whole_1}/{text_1}"',
    'Text1 <-> "{amount_1 | round(2)} kr {code_1}"',
    'Text1 <-> "{text_1 | digits}-{text_2}"',
    'Text1 <-> "{code_1 | table(repeated)}-{whole_1 ?? 5}"',
    "Text1 <-> code_1 | table(one_to_one)",
    "Text1 <-> code_1 | table(repeated)",
    'Text1 <-> code_1 | table(partial) else "Beta"',
    "Text1 <-> code_1 | table(partial) else nothing",
    "Text1 <-> code_1 | table(partial) else empty",
    "Whole1 <-> whole_1",
    "Whole1 <-> whole_1 + 7",
    "Whole1 <-> 7 + whole_1",
    "Whole1 <-> whole_1 - 7",
    "Whole1 <-> 7 - whole_1",
    "Whole1 <-> whole_1 * 3",
    "Whole1 <-> -2 * whole_1",
    "Whole1 <-> whole_1 | negate",
    "Whole1 <-> -whole_1",
    "Whole1 <-> whole_1 ?? 5",
    "Whole1 <-> text_1 | integer else empty",
    "Filled <-> whole_1",
    "Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_2",
    "Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_1",
    "Amount1 <-> amount_1 | round(2)",
    "Amount1 <-> amount_1 / 60 | round(1)",
    "Amount1 <-> whole_1 / 60 | round(1)",
    "Amount1 <-> whole_1 / 7 | round(1)",
    "Amount1 <-> amount_1 * 100 | round(0, half_even)",
    "Amount1 <-> text_1 | decimal | round(2) else empty",
    'Amount1 <-> text_1 | decimal(",") | round(2) else empty',
    "Flag1 <-> flag_1",
    "Flag1 <-> not flag_1",
    "Flag1 <-> flag_1 ?? no",
    "Day1 <-> day_1",
    "Day1 <-> day_1 + 14",
    "Day1 <-> day_1 - 3",
    "Day1 <-> day_1 | add_days(30)",
    'Day1 <-> text_1 | date("dd.MM.yyyy") else empty',
    'Day1 <-> text_1 | date("d/M/yy") else empty',
    "let it = text_1 | lower\nText1 <-> it",
    "Address when text_1 is present {\n    City <-> text_1\n    Zip <-> text_2\n}",
    "Address when text_1 is present and text_2 is present {\n    City <-> text_1\n    Zip <-> text_2\n}",
)

_HEAD = "mapping: thing\nfrom: win.thing\nto: go.thing\nkey: thing_no\n"


@dataclass(frozen=True, slots=True)
class Written:
    """One rule as it is made: the fields that it uses up, and how the value is written."""

    target: str
    value: str


Draw = st.DrawFn


def _word(draw: Draw) -> str:
    return draw(st.sampled_from(("W-", "x", " AS", "ÆØ ", "10", "-", "a b")))


def _text_steps(draw: Draw) -> str:
    """Steps from a text to a text."""
    made = ""
    steps = ("squeeze", "lower", "upper", "pad(4)", "prefix", "suffix")
    for step in draw(st.lists(st.sampled_from(steps), max_size=2)):
        made += f' | {step}("{_word(draw)}")' if step in ("prefix", "suffix") else f" | {step}"
    return made


def _text(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    field = fields["text"].pop()
    steps = _text_steps(draw)
    word = _word(draw)
    return draw(
        st.sampled_from(
            (
                f"{field}{steps}",
                f'{field}{steps} ?? "{word}"',
                f'"{word}{{{field}}}"',
                f'"{{{field}{steps}}}{word}"',
                f"{field} | digits{steps}",
                f"{field} | orgno else empty",
            )
        )
    )


def _text_of_code(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    field = fields["code"].pop()
    return draw(
        st.sampled_from(
            (
                f"{field} | table(one_to_one)",
                f"{field} | table(repeated)",
                f'{field} | table(partial) else "Beta"',
                f"{field} | table(partial) else nothing",
                f'({field} | table(one_to_one)) ?? "Gamma"',
                f'"{{{field}}}-x"',
            )
        )
    )


def _text_of_number(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    first = fields["whole"].pop()
    if fields["whole"] and draw(st.booleans()):
        second = fields["whole"].pop()
        sign = draw(st.sampled_from(("-", "/", " og ", "x")))
        return f'"{{{first}}}{sign}{{{second}}}"'
    return f'"N{{{first}}}"'


def _text_of_day(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    day, text = fields["day"].pop(), fields["text"].pop()
    return draw(st.sampled_from((f'"{{{day}}}"', f'"{{{day}}}{{{text}}}"', f'"{{{day}}} til {{{text} | lower}}"')))


def _whole(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    field = fields["whole"].pop()
    k = draw(st.integers(-20, 20).filter(bool))
    return draw(
        st.sampled_from(
            (
                field,
                f"{field} + {abs(k)}",
                f"{field} - {abs(k)}",
                f"{abs(k)} - {field}",
                f"{field} * {k}",
                f"{field} | negate",
                f"-{field}",
                f"{field} ?? {abs(k)}",
                f"({field} ?? 0) + 1",
            )
        )
    )


def _whole_of_text(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    answer = draw(st.sampled_from(("nothing", "empty", "refuse")))
    return f"{fields['text'].pop()} | integer else {answer}"


def _amount(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    field = fields["amount"].pop()
    return draw(
        st.sampled_from(
            (
                f"{field} | round(2)",
                f"{field} * 100 | round(2)",
                f"{field} / 60 | round(1)",
                f"({field} ?? 0) | round(0, half_even)",
                f"-{field} | round(2, down)",
            )
        )
    )


def _amount_of_text(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    mark = draw(st.sampled_from(('""', '","')))
    step = "decimal" if mark == '""' else 'decimal(",")'
    return f"{fields['text'].pop()} | {step} | round(2) else empty"


def _flag(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    field = fields["flag"].pop()
    return draw(st.sampled_from((field, f"not {field}", f"{field} ?? no", f"not ({field} ?? yes)")))


def _day(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    field = fields["day"].pop()
    return draw(st.sampled_from((field, f"{field} + 14", f"{field} - 3", f"{field} | add_days(30)")))


def _day_of_text(draw: Draw, fields: Mapping[str, list[str]]) -> str:
    form = draw(st.sampled_from(("dd.MM.yyyy", "yyyyMMdd", "d/M/yy")))
    return f'{fields["text"].pop()} | date("{form}") else empty'


# By the kind of the target: how a rule may be made, and what fields each way uses up.
_WAYS: Mapping[str, tuple[tuple[Callable[[Draw, Mapping[str, list[str]]], str], tuple[str, ...]], ...]] = {
    "Text": (
        (_text, ("text",)),
        (_text_of_code, ("code",)),
        (_text_of_number, ("whole",)),
        (_text_of_day, ("day", "text")),
    ),
    "Whole": ((_whole, ("whole",)), (_whole_of_text, ("text",))),
    "Amount": ((_amount, ("amount",)), (_amount_of_text, ("text",))),
    "Flag": ((_flag, ("flag",)),),
    "Day": ((_day, ("day",)), (_day_of_text, ("text",))),
}
_COUNTS = {"Text": 4, "Whole": 2, "Amount": 2, "Flag": 2, "Day": 2}


@st.composite
def two_way_mappings(draw: Draw) -> str:
    """The text of a mapping that passes `check`."""
    fields = {
        "text": list(_TEXTS),
        "code": list(_CODES),
        "whole": list(_WHOLES),
        "amount": list(_AMOUNTS),
        "flag": list(_FLAGS),
        "day": list(_DAYS),
    }
    lines = [*_address(draw, fields), *_choice(draw, fields)]
    for kind, most in _COUNTS.items():
        for number in range(1, draw(st.integers(0, most)) + 1):
            usable = [way for way, needs in _WAYS[kind] if all(fields[need] for need in needs)]
            if usable:
                value = draw(st.sampled_from(usable))(draw, fields)
                lines += _rule(draw, f"{kind}{number}", value)
    body = "".join(f"  {line}\n" for line in lines) or "  Text1 = text_1\n"
    return f"{_HEAD}{_TABLES}rules: |\n{body}"


def with_rules(rules: str) -> str:
    """A mapping of just these rules."""
    body = "".join(f"  {line}\n" for line in rules.splitlines())
    return f"{_HEAD}{_TABLES}rules: |\n{body}"


def _rule(draw: Draw, target: str, value: str) -> list[str]:
    """A rule, or the same through a let where that may carry it (a let cannot be left alone or refused)."""
    words = (" nothing", " refuse", " empty")
    if not value.endswith(words) and draw(st.integers(0, 4)) == 0:
        name = f"the_{target.lower()}"
        failing = " | table(partial)" in value and " else " not in value
        return [f"let {name} = {value}", f"{target} <-> {name}" + (" else nothing" if failing else "")]
    return [f"{target} <-> {value}"]


def _address(draw: Draw, fields: Mapping[str, list[str]]) -> list[str]:
    if not draw(st.booleans()):
        return []
    city, code, floor = fields["text"].pop(), fields["text"].pop(), fields["whole"].pop()
    condition = draw(st.sampled_from((f"{city} is present", f"{city} is present and {code} is present")))
    return [
        f"Address when {condition} {{",
        f"    City <-> {city}",
        f"    Zip <-> {code} | upper",
        *([f"    Floor <-> {floor}"] if draw(st.booleans()) else []),
        "}",
    ]


def _choice(draw: Draw, fields: Mapping[str, list[str]]) -> list[str]:
    """`a ?? b`, where a rule of its own settles b."""
    if not draw(st.booleans()):
        return []
    first, second = fields["whole"].pop(), fields["whole"].pop()
    step = draw(st.sampled_from(("", " + 1")))
    return [f"Whole5 <-> {first} ?? {second}", f"Whole6 <-> {second}{step}"]
