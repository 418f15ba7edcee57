"""The second wall: what the checker refuses cannot be done either, should it ever get there."""

from __future__ import annotations

import pytest
from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError

from engine.diagnostics.source import SourceText
from engine.language.functions.registry import FUNCTIONS
from engine.language.templating.layout import laid_out
from engine.language.templating.sandbox import NoText, Row, environment, rendered

GIVEN = {"name": "Fjord", "row": Row("row", {"inner": 1, "list": None}), "rows": [Row("r", {"n": 1})], "gone": None}


@pytest.mark.parametrize(
    "template",
    [
        "{{ name.__class__ }}",
        "{{ name['__class__'] }}",
        "{{ name.format }}",
        "{{ name.upper() }}",
        "{{ row.values }}",
        "{{ row.name }}",
        "{{ row['inner'] }}",
        "{{ row.__init__.__globals__ }}",
        "{{ rows.append }}",
        "{{ rows[0] }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ lipsum() }}",
        "{{ range(99999999) }}",
        "{{ dict() }}",
        "{% for r in rows %}{{ loop.cycle('a') }}{% endfor %}",
        "{% for r in rows %}{{ loop.changed(1) }}{% endfor %}",
        "{% for r in rows %}{{ loop._iterator }}{% endfor %}",
        "{% for r in rows recursive %}{{ loop(rows) }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'other' %}",
        "{% extends 'other' %}",
        "{% import 'other' as o %}",
        "{{ name | attr('upper') }}",
        "{{ name | map('upper') }}",
        "{{ '%s' | format(name) }}",
        "{{ gone }}",
        "{{ gone.further }}",
        "{{ -gone }}",
        "{{ gone + 1 }}",
        "{% if gone %}{% endif %}",
        "{% for r in gone %}{% endfor %}",
        "{{ never_given }}",
    ],
)
def test_a_template_reaches_nothing_but_what_it_is_given(template: str) -> None:
    with pytest.raises((TemplateError, NoText, AttributeError, TypeError)) as met:
        print(rendered(SourceText("t.j2", template), GIVEN))
    assert not isinstance(met.value, UndefinedError), "told with its line, and its name"


def test_no_global_test_or_filter_of_jinja_is_left() -> None:
    sandbox = environment()
    assert sandbox.globals == {}
    assert set(sandbox.tests) == {"present", "defined", "absent", "undefined"}
    assert set(sandbox.filters) == {*FUNCTIONS, "default", "d", "_counted", "_joined", "_number"}
    with pytest.raises(SecurityError):
        sandbox.getattr("x", "upper")
    assert not sandbox.is_safe_attribute("x", "upper", str.upper)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\n{% if name == 'Fjord' %}\nb\n{% endif %}\nc", "a\nb\nc"),
        ("a\n  {% if name == 'x' %}  \nb\n  {% endif %}{# note #}\t\nc", "a\nc"),
        ("a{% if name == 'x' %}b{% endif %}\nc", "a\nc"),
        ("a\n{% if name == 'Fjord' -%}\n  b\n{%- endif +%}\nc", "a\nbc"),
        ("{# one #}\n{# two #}{# three #}\nc", "c"),
        ("{% raw %}\n{% if %}\n{% endraw %}\nc", "\n{% if %}\n\nc"),
        ("a\n{{ name }}\nb", "a\nFjord\nb"),
    ],
)
def test_a_line_of_blocks_leaves_no_line(text: str, made: str) -> None:
    assert rendered(SourceText("t.j2", text), GIVEN) == made
    assert len(laid_out(text)) == len(text)
