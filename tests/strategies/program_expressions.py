"""Well-typed expressions of every kind, made up top down; what may be absent or can fail is known of each.

An expression that is not one word stands in parentheses, so that it means the same wherever it is put.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from engine.model.types import Kind
from strategies.program_names import (
    CODE,
    COMPARABLE,
    DATE,
    FILE,
    FLAG,
    IDS,
    MOMENT,
    NUMBER,
    TEXT,
    WHOLE,
    Made,
    Names,
    fields_read,
)

_WORDS = ("x", "A", "Æøå", " AS", "W-", "it's", "10", "-", "e\u0301", "ß")
_NUMBERS = ("0", "1", "7", "14", "-3", "100", "2.5", "0.05", "-0.00", "12.50", "99999999999999999999.99", "3.14159")
_WHOLES = ("0", "1", "7", "14", "-3", "100", "10000", "123456789012345678901234567890")
_DAYS = ("2026-01-31", "2024-02-29", "1999-12-31")
_MODES = ("", ", half_even", ", down", ", half_away")
_SAFE_STEPS = (
    "squeeze",
    "trim",
    "lower",
    "upper",
    "digits",
    'replace("a", "bb")',
    'replace("x", "")',
    'prefix("W-")',
    'suffix(" ÅS")',
    "pad(6)",
    'pad(9, "æ")',
    "limit(3)",
    "limit(1)",
)
_FAILING_STEPS = (
    "orgno",
    "kid(mod10)",
    "kid(mod11)",
    "bank_account",
    "postal_code",
    "phone",
    'phone("SE")',
    "country",
    "first_name",
    "last_name",
)


@dataclass(slots=True)
class Maker:
    """Makes expressions. `leaves`: whether `nothing` may stand here. `counter`: for names that nobody has."""

    rng: Random
    forward: bool
    leaves: bool = False
    counter: list[int] = field(default_factory=lambda: [0])
    templates: Sequence[str] = ()

    def pick(self, options: Sequence[str]) -> str:
        return self.rng.choice(options)

    def fresh(self, hint: str) -> str:
        """A name that is not in use."""
        self.counter[0] += 1
        return f"{hint}_{self.counter[0]}"

    # ---- values of a kind

    def value(self, kind: str, names: Names, depth: int) -> Made:
        """Any expression of a kind; it may fail."""
        known = names.values.get(kind, ())
        if depth <= 0 or self.rng.randint(0, 5) == 0:
            if known and self.rng.randint(0, 3) > 0:
                return self.rng.choice(known)
            return self.constant(kind, names)
        ways = self._ways(kind)
        if self.rng.randint(0, 2) == 0:
            ways = (self._chosen, self._defaulted, self._answered)
        return self.rng.choice(ways)(kind, names, depth - 1)

    def _ways(self, kind: str) -> Sequence[Callable[[str, Names, int], Made]]:
        return {
            TEXT: (self._holes, self._steps, self._text_step, self._text_step, self._looked_up, self._linked_field),
            NUMBER: (self._sum, self._sum, self._number_step, self._aggregate, self._whole, self._read_number),
            WHOLE: (self._whole_sum, self._whole_step, self._within, self._count, self._minus, self._aggregate),
            FLAG: (self.condition,),
            DATE: (self._day_sum, self._date_step, self._aggregate),
            CODE: (self._code,),
            MOMENT: (self._chosen, self._defaulted),
            FILE: (self._chosen, self._defaulted),
        }.get(kind, (self._reference,))

    def constant(self, kind: str, names: Names) -> Made:
        """Something written out, or the nearest to it."""
        if kind == TEXT:
            return Made(f'"{self.pick(_WORDS)}"')
        if kind == NUMBER:
            text = self.pick(_NUMBERS)
            return Made(text if not text.startswith("-") else f"({text})", scale=len(text.partition(".")[2]))
        if kind == WHOLE:
            text = self.pick(_WHOLES)
            return Made(text if not text.startswith("-") else f"({text})")
        if kind == FLAG:
            return Made(self.pick(("yes", "no")))
        if kind == DATE:
            return Made(self.pick(_DAYS))
        if kind == CODE:
            return Made(self.pick(('"A"', '"B"', '"C"')))
        known = names.values.get(kind, ())
        if known:
            return self.rng.choice(known)
        return self._reference(kind, names, 0)

    def sure(self, kind: str, names: Names, depth: int) -> Made:
        """An expression of which no failure is left unanswered."""
        made = self.value(kind, names, depth)
        if not made.fails:
            return made
        return self._else(made, kind, names)

    def _else(self, made: Made, kind: str, names: Names) -> Made:
        words = ["empty", "refuse", 'refuse "nei {today}"', *(["nothing"] if self.leaves else [])]
        if (self.rng.random() < 0.5) and kind not in (*IDS, MOMENT, FILE):
            other = self.constant(kind, names)
            return Made(f"({made.text} else {other.text})", made.absent, False, _scale(made, other))
        word = self.pick(words)
        return Made(f"({made.text} else {word})", made.absent or word in ("empty", "nothing"), False, made.scale)

    def present(self, kind: str, names: Names, depth: int) -> Made:
        """One that is sure, and there."""
        made = self.sure(kind, names, depth)
        if not made.absent:
            return made
        other = self.constant(kind, names) if kind not in (*IDS, MOMENT, FILE) else Made("refuse")
        return Made(f"({made.text} ?? {other.text})", False, other.fails, _scale(made, other))

    # ---- choice

    def _chosen(self, kind: str, names: Names, depth: int) -> Made:
        test = self.condition(FLAG, names, depth)
        body, other = self.value(kind, names, depth), self._branch(kind, names, depth)
        text = f"(if {test.text} then {body.text} else {other.text})"
        return Made(text, body.absent or other.absent, test.fails or body.fails or other.fails, _scale(body, other))

    def _branch(self, kind: str, names: Names, depth: int) -> Made:
        """What may stand right of `??` and `else`: a value, or a word."""
        if self.rng.randint(0, 4) > 0:
            return self.value(kind, names, depth)
        words = ("empty", "refuse", 'refuse "holdt"', *(("nothing",) if self.leaves else ()))
        word = self.pick(words)
        return Made(word, word in ("empty", "nothing"), False)

    def _defaulted(self, kind: str, names: Names, depth: int) -> Made:
        body, other = self.value(kind, names, depth), self._branch(kind, names, depth)
        return Made(f"({body.text} ?? {other.text})", other.absent, body.fails or other.fails, _scale(body, other))

    def _answered(self, kind: str, names: Names, depth: int) -> Made:
        body, other = self.value(kind, names, depth), self._branch(kind, names, depth)
        if not body.fails:
            return body
        return Made(f"({body.text} else {other.text})", body.absent or other.absent, other.fails, _scale(body, other))

    # ---- texts

    def _holes(self, kind: str, names: Names, depth: int) -> Made:
        parts, absent, fails = [], False, False
        for _ in range(self.rng.randint(1, 3)):
            parts.append(self.pick(("", "", "-", " og ", "{{", "æ", "e")))
            hole = self.value(self.pick((TEXT, TEXT, NUMBER, WHOLE, DATE, FLAG)), names, depth)
            parts.append(f"{{{hole.text}}}")
            absent, fails = absent or hole.absent, fails or hole.fails
        text = "".join(part if part != "{{" else "'" for part in parts)
        return Made(f'"{text}{self.pick(("", "", "!"))}"', absent, fails)

    def _steps(self, kind: str, names: Names, depth: int) -> Made:
        """Steps on end."""
        made = self.value(TEXT, names, depth)
        steps = [self.pick(_SAFE_STEPS) for _ in range(self.rng.randint(1, 3))]
        return Made(f"({made.text} | {' | '.join(steps)})", True, made.fails)

    def _text_step(self, kind: str, names: Names, depth: int) -> Made:
        way = self.rng.randint(0, 5)
        if way == 0:
            text, step = self.value(TEXT, names, depth), self.pick(_FAILING_STEPS)
            return Made(f"({text.text} | {step})", text.absent, True)
        if way == 1:
            day = self.value(DATE, names, depth)
            return Made(f"({day.text} | norwegian_date)", day.absent, day.fails)
        if way == 2:
            number = self.value(NUMBER, names, depth)
            return Made(
                f"({number.text} | norwegian_amount{self.pick(('', '(0)', '(3)'))})", number.absent, number.fails
            )
        if way == 3 and self.templates:
            return Made(f'render("{self.pick(self.templates)}")', True, False)
        text, other = self.value(TEXT, names, depth), self.value(TEXT, names, depth)
        if way == 4:
            step = self.pick((f"prefix({other.text})", f"suffix({other.text})", f'replace("e", {other.text})'))
            return Made(f"({text.text} | {step})", True, text.fails or other.fails)
        length = self.value(WHOLE, names, depth)
        if length.text.strip("(-)").isdigit():
            length = Made(self.pick(("1", "2", "5", "40")))
        step = self.pick((f"limit({length.text})", f"pad({length.text}, {other.text})", f"pad({length.text})"))
        return Made(f"({text.text} | {step})", True, text.fails or other.fails or length.fails)

    def _looked_up(self, kind: str, names: Names, depth: int) -> Made:
        table = self.pick(("letters", "partial", "twice", "numbers"))
        kinds = (WHOLE, NUMBER, TEXT) if table == "numbers" else (TEXT, CODE, WHOLE)
        key = self.value(self.pick(kinds), names, depth)
        return Made(f"({key.text} | table({table}))", True, True)

    def _code(self, kind: str, names: Names, depth: int) -> Made:
        key = self.value(self.pick((TEXT, CODE, WHOLE)), names, depth)
        return Made(f"({key.text} | table(chosen))", key.absent, True)

    # ---- numbers

    def _sum(self, kind: str, names: Names, depth: int) -> Made:
        left, right = self.value(NUMBER, names, depth), self.value(self.pick((NUMBER, WHOLE)), names, depth)
        sign = self.pick(("+", "-", "*", "*", "/"))
        if sign == "/" and right.text.strip("(-0.)") == "":
            sign = "+"
        scale = None if sign == "/" else _scale(left, right, (lambda a, b: a + b) if sign == "*" else max)
        return Made(f"({left.text} {sign} {right.text})", left.absent or right.absent, left.fails or right.fails, scale)

    def _whole(self, kind: str, names: Names, depth: int) -> Made:
        return self.value(WHOLE, names, depth)

    def _minus(self, kind: str, names: Names, depth: int) -> Made:
        made = self.value(kind, names, depth)
        return replace(made, text=f"(-{made.text})")

    def _read_number(self, kind: str, names: Names, depth: int) -> Made:
        text = self.value(TEXT, names, depth)
        if (self.rng.random() < 0.5) and self.forward:
            return self._linked("customer", "Balance", names, depth, 2)
        step = self.pick(("decimal", 'decimal(",")'))
        return Made(f"({text.text} | {step})", text.absent, True, None)

    def _number_step(self, kind: str, names: Names, depth: int) -> Made:
        number = self.value(NUMBER, names, depth)
        way = self.rng.randint(0, 3)
        if way == 0:
            return replace(number, text=f"({number.text} | {self.pick(('negate', 'abs'))})")
        if way == 1:
            return self._minus(NUMBER, names, depth)
        places = self.rng.randint(0, 4)
        scale = places if number.scale is None else min(places, number.scale)
        return Made(f"({number.text} | round({places}{self.pick(_MODES)}))", number.absent, number.fails, scale)

    def _whole_sum(self, kind: str, names: Names, depth: int) -> Made:
        left, right = self.value(WHOLE, names, depth), self.value(WHOLE, names, depth)
        text = f"({left.text} {self.pick(('+', '-', '*'))} {right.text})"
        return Made(text, left.absent or right.absent, left.fails or right.fails)

    def _whole_step(self, kind: str, names: Names, depth: int) -> Made:
        way = self.rng.randint(0, 4 if self.forward else 6)
        if way > 4:
            asked = (("customer", ""), ("order", "client_no"), ("order", "order_no"), ("order", "whole_1"))
            return self._back(*self.rng.choice(asked), names, depth)
        if way == 0:
            text = self.value(self.pick((TEXT, NUMBER)), names, depth)
            return Made(f"({text.text} | integer)", text.absent, True)
        if way == 1:
            number = self.value(NUMBER, names, depth)
            return Made(f"({number.text} | round{self.pick(('', '(0)', '(0, down)'))})", number.absent, number.fails)
        if way == 2:
            day = self.value(self.pick((DATE, MOMENT)), names, depth)
            return Made(f"({day.text} | {self.pick(('year', 'month'))})", day.absent, day.fails)
        if way == 3:
            day, other = self.value(DATE, names, depth), self.value(DATE, names, depth)
            return Made(
                f"({day.text} | days_between({other.text}))", day.absent or other.absent, day.fails or other.fails
            )
        return replace(self.value(WHOLE, names, depth), scale=0)

    def _within(self, kind: str, names: Names, depth: int) -> Made:
        number = self.value(WHOLE, names, depth)
        series = self.pick(("customer", "project", "some"))
        text = f"({number.text} within series.{series})"
        return (
            replace(number, text=text) if (self.rng.random() < 0.5) else Made(f"({text} else 7)", number.absent, False)
        )

    # ---- lists

    def _list(self, names: Names) -> tuple[str, str, Names] | None:
        """A list, a name for its item, and what can be read inside."""
        if not names.lists:
            return None
        path = self.pick(sorted(names.lists))
        item = self.fresh("it")
        fields = names.lists[path]
        lists = {f"{item}.{one.name}": one.fields for one in fields if one.type.kind is Kind.LIST}
        return path, item, names.plus(fields_read(fields, f"{item}."), lists)

    def _aggregate(self, kind: str, names: Names, depth: int) -> Made:
        found = self._list(names)
        if found is None:
            return self.constant(kind, names)
        path, item, inside = found
        function = self.pick(("sum", "min", "max") if kind != DATE else ("min", "max"))
        body = self.value(kind, inside, depth)
        test = self._when(inside, depth)
        text = f"{function}(each {item} in {path}{test.text}: {body.text})"
        return Made(text, body.absent or function != "sum", body.fails or test.fails, body.scale)

    def _count(self, kind: str, names: Names, depth: int) -> Made:
        found = self._list(names)
        if found is None:
            return self.constant(kind, names)
        path, item, inside = found
        test = self._when(inside, depth)
        if self.rng.random() < 0.5:
            return Made(f"count(each {item} in {path}{test.text})", False, test.fails)
        body = self.value(self.pick((TEXT, NUMBER, FLAG)), inside, depth)
        return Made(f"count(each {item} in {path}{test.text}: {body.text})", False, body.fails or test.fails)

    def _when(self, names: Names, depth: int) -> Made:
        if self.rng.random() < 0.5:
            return Made("")
        test = self.condition(FLAG, names, depth)
        return replace(test, text=f" when {test.text}")

    # ---- dates

    def _day_sum(self, kind: str, names: Names, depth: int) -> Made:
        day, days = self.value(DATE, names, depth), self.value(WHOLE, names, depth)
        text = self.pick(
            (f"({day.text} + {days.text})", f"({day.text} - {days.text})", f"({day.text} | add_days({days.text}))")
        )
        return Made(text, day.absent or days.absent, day.fails or days.fails)

    def _date_step(self, kind: str, names: Names, depth: int) -> Made:
        if self.forward and (self.rng.random() < 0.5):
            return self._linked("customer", "Since", names, depth)
        text = self.value(TEXT, names, depth)
        form = self.pick(("dd.MM.yyyy", "yyyyMMdd", "d/M/yy"))
        return Made(f'({text.text} | date("{form}"))', text.absent, True)

    # ---- references

    def _reference(self, kind: str, names: Names, depth: int) -> Made:
        if not self.forward:
            known = names.values.get(kind, ())
            return self.rng.choice(known)
        if kind == "customer":
            return self._linked("customer", "", names, depth)
        if kind == "customer.LedgerId":
            return self._linked("customer", "LedgerId", names, depth)
        if kind == "department":
            key = self.value(TEXT, names, depth)
            return Made(f"({key.text} | link(department))", key.absent, True)
        if kind == "order":
            one, two = self.value(WHOLE, names, depth), self.value(self.pick((WHOLE, NUMBER)), names, depth)
            text = f"link(order, key=[{one.text}, {two.text}])"
            return Made(text, one.absent or two.absent, True)
        if kind == "Account":
            by = self.pick(("No", "Code"))
            key = self.value(self.pick((WHOLE, NUMBER)) if by == "No" else TEXT, names, depth)
            return Made(f"({key.text} | find(Account, by={by}))", key.absent, True)
        key = self.value(TEXT, names, depth)
        if self.rng.random() < 0.5:
            return Made(f"({key.text} | find(Vat, by=Code))", key.absent, True)
        day = self.value(DATE, names, depth)
        return Made(f"({key.text} | find(Vat, by=Code, at={day.text}))", key.absent or day.absent, True)

    def _linked(self, entity: str, named: str, names: Names, depth: int, scale: int | None = 0) -> Made:
        key = self.value(self.pick((WHOLE, WHOLE, NUMBER)), names, depth)
        assert self.forward
        asked = f"link({entity}, {named})" if named else f"link({entity})"
        plain = named in ("", "LedgerId")
        return Made(f"({key.text} | {asked})", key.absent or not plain, True, scale)

    def _linked_field(self, kind: str, names: Names, depth: int) -> Made:
        if self.forward:
            return self._linked("customer", "Name", names, depth)
        entity, field = ("order", "name") if (self.rng.random() < 0.5) else ("customer", "title")
        return self._back(entity, field, names, depth)

    def _back(self, entity: str, field: str, names: Names, depth: int) -> Made:
        """From an id to a field of the record that it was made of."""
        key = self.value(entity, names, depth)
        return Made(f"({key.text} | link({entity}{', ' * bool(field)}{field}))", True, True)

    # ---- questions

    def condition(self, kind: str, names: Names, depth: int) -> Made:
        """A question."""
        if depth <= 0:
            return self._simple_question(names, 0)
        way = self.rng.randint(0, 6)
        if way <= 1:
            left, right = self.condition(FLAG, names, depth - 1), self.condition(FLAG, names, depth - 1)
            text = f"({left.text} {self.pick(('and', 'or'))} {right.text})"
            return Made(text, left.absent or right.absent, left.fails or right.fails)
        if way == 2:
            made = self.condition(FLAG, names, depth - 1)
            return replace(made, text=f"(not {made.text})")
        if way == 3:
            return self.value(FLAG, names, 0)
        if way == 4 and self.forward:
            return self._linked("customer", "Open", names, depth - 1)
        return self._simple_question(names, depth)

    def _simple_question(self, names: Names, depth: int) -> Made:
        way = self.rng.randint(0, 5)
        if way == 0 and names.records:
            return Made(f"({self.pick(names.records)} is {self.pick(('present', 'absent'))})")
        if way <= 2:
            made = self.value(self.pick((TEXT, WHOLE, NUMBER, DATE, FLAG, CODE, "customer", "order")), names, depth - 1)
            if made.absent:
                return Made(f"({made.text} is {self.pick(('present', 'absent'))})", False, made.fails)
        if way == 3:
            return self._membership(names, depth)
        of = self.pick((TEXT, NUMBER, WHOLE, DATE, MOMENT, FLAG, CODE, "customer", "order"))
        sign = self.pick(("==", "!=", "<", "<=", ">", ">=") if of in COMPARABLE else ("==", "!="))
        left = self.value(of, names, depth - 1)
        right = self.value(of, names, depth - 1)
        return Made(f"({left.text} {sign} {right.text})", left.absent or right.absent, left.fails or right.fails)

    def _membership(self, names: Names, depth: int) -> Made:
        of = self.pick((TEXT, NUMBER, WHOLE, DATE, CODE, FLAG))
        made = self.value(of, names, depth - 1)
        written = self.rng.random() < 0.5
        options = [
            self.constant(of, names) if written else self.value(of, names, depth - 1)
            for _ in range(self.rng.randint(1, 3))
        ]
        everything = [made, *options]
        text = f"({made.text} in ({', '.join(one.text for one in options)}))"
        return Made(text, any(one.absent for one in everything), any(one.fails for one in everything))


def _scale(one: Made, other: Made, both: Callable[[int, int], int] = max) -> int | None:
    return None if one.scale is None or other.scale is None else both(one.scale, other.scale)
