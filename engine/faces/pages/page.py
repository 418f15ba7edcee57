"""A page as one self-contained file: a Jinja template over the common layout, in the reader's language.

Nothing is fetched: style and script stand inside. Amounts and dates are written as the reader's country writes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.diagnostics.languages import Language
from engine.model import exact_json

_LOCALES = {"nb": "nb_NO", "en": "en_GB"}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("engine.faces.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["embedded"] = embedded
    return environment


def page_parts(template: str, tr: Language, **data: object) -> Iterator[str]:
    """A page in parts, so that a large one is written as it is made. `tr` stands in the template as `_` and `tr`."""
    spoken = {"_": tr, "tr": tr, "lang": tr.code, "amount": _amount(tr), "day": _day(tr)}
    return _environment().get_template(template).generate(**spoken, **data)


def embedded(data: object) -> Markup:
    """Data as JSON inside a script element: nothing in it can end the element."""
    text = exact_json.dumps(data)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _amount(tr: Language) -> object:
    def amount(value: Decimal | int, decimals: int = 2) -> str:
        return str(format_decimal(value, f"#,##0.{'0' * decimals}", _LOCALES[tr.code], decimal_quantization=False))

    return amount


def _day(tr: Language) -> object:
    def day(value: date) -> str:
        return str(format_date(value, "d. MMMM y" if tr.code == "nb" else "d MMMM y", _LOCALES[tr.code]))

    return day
