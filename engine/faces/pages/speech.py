"""How a page calls things and writes values in its reader's language: nouns, amounts, dates, what is not known yet.

A personal number is never written out, and nothing that a person typed can break a line or turn the text round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from engine.diagnostics.languages import Language
from engine.faces.phrases import coded, one_line
from engine.model.change import AssignedByTarget, Concealed, Pending, Unresolved
from engine.model.personal import without_personal
from engine.model.placeholder import Placeholder
from engine.model.record import Fault
from engine.model.schema import Entity, Field
from engine.model.types import Kind

LOCALES = {"nb": "nb_NO", "en": "en_GB"}
_AMOUNT_DECIMALS = 2
_DAYS = {"nb": "dd.MM.y", "en": "d MMM y"}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Speech:
    """A language with the nouns of a workspace: one and many, by the name of a mapping or of what it reads."""

    tr: Language
    nouns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def noun(self, name: str, count: int = 2) -> str:
        """What people call one or many of a mapping's records; the mapping's own name where nobody has said."""
        one, many = self.nouns.get(name) or (name.replace("_", " "),) * 2
        return self.tr.of(one if count == 1 else many)

    def money(self, amount: Decimal, currency: str) -> str:
        """A sum with its currency; kroner as they are written where they are used."""
        number = decimal_text(amount, _AMOUNT_DECIMALS, self.tr.code)
        if currency in ("NOK", ""):
            return self.tr("kr\N{NO-BREAK SPACE}{amount}", amount=number) if currency else number
        return f"{currency}\N{NO-BREAK SPACE}{number}"

    def value(self, value: object, declared: Field | None = None, code: str = "") -> str:
        """A value on one line. `declared`: the field that it stands in, which tells a date or an amount from others.
        `code`: of an id, by what a person knows what it names."""
        kind = Kind.UNKNOWN if declared is None else declared.type.kind
        return coded(self._fit(without_personal(value, kind), declared), code)

    def _fit(self, value: object, declared: Field | None) -> str:
        """A value that is fit to be shown."""
        if isinstance(value, str):
            return self._text(value, declared)
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        if isinstance(value, Decimal) or (isinstance(value, int) and _is_amount(declared)):
            return decimal_text(Decimal(value), _decimals(Decimal(value), declared), self.tr.code)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Placeholder):
            return self._placeholder(value)
        return self._compound(value)

    def day(self, value: date) -> str:
        """A date in few letters; of a moment, its time too."""
        said = day_text(value, self.tr.code)
        return f"{said} {value:%H:%M}" if isinstance(value, datetime) else said

    def _text(self, value: str, declared: Field | None) -> str:
        if declared is not None and declared.type.kind is Kind.DATE and _ISO_DAY.fullmatch(value):
            return self.day(date.fromisoformat(value))
        return one_line(value)

    def _compound(self, value: object) -> str:
        """What is no plain value: nothing, a fault, a whole object, a list."""
        if isinstance(value, Fault):
            return self.tr("{text} ({reason})", text=self.value(value.text), reason=self.tr.of(value.reason))
        if isinstance(value, Mapping):
            told = [f"{name}: {self.value(inner)}" for name, inner in value.items() if inner not in (None, "")]
            return ", ".join(told) or self.tr("(empty)")
        if isinstance(value, list | tuple):
            return "; ".join(map(self.value, value)) or self.tr("(none)")
        return self.tr("(empty)") if value is None else one_line(str(value))

    def _placeholder(self, value: Placeholder) -> str:
        if isinstance(value, Pending):
            named = {"entity": self.noun(value.entity, 1), "key": value.key}
            if value.field is None:
                return self.tr("the id of {entity} {key}", **named)
            return self.tr("{field} of {entity} {key}", field=value.field, **named)
        if isinstance(value, Unresolved):
            named = {"setting": value.setting, "by": value.by, "value": self.value(value.value)}
            return self.tr("the id of {setting} with {by} {value}", **named)
        if isinstance(value, AssignedByTarget):
            return self.tr("assigned by {system}", system=value.system.capitalize())
        if isinstance(value, Concealed):
            return self.value(value.shown)
        return one_line(str(value))


def nouns_of(entity: Entity, name: str) -> tuple[str, str]:
    """One and many of what a mapping makes, as the target's catalog says, else by the mapping's name."""
    plain = name.replace("_", " ")
    return entity.nouns or (plain, plain)


def _is_amount(declared: Field | None) -> bool:
    """Whether a field holds numbers with at least as many decimals as money has."""
    return declared is not None and declared.type.kind is Kind.NUMBER and (declared.type.scale or 0) >= _AMOUNT_DECIMALS


def _decimals(value: Decimal, declared: Field | None) -> int:
    """How many decimals are written: all that the value has, of an amount at least two."""
    own = -int(value.as_tuple().exponent)
    return max(own, _AMOUNT_DECIMALS if _is_amount(declared) else 0)


@lru_cache(maxsize=4096)
def decimal_text(value: Decimal, decimals: int, code: str) -> str:
    """A number with groups and decimals as a language writes them."""
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return str(format_decimal(value, pattern, LOCALES[code], decimal_quantization=False))


@lru_cache(maxsize=4096)
def day_text(value: date, code: str) -> str:
    """A date in few letters: 24.11.2026, 24 Nov 2026."""
    return str(format_date(value, _DAYS[code], LOCALES[code]))
