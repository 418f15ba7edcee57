"""A page as one self-contained file: a Jinja template over the common layout, in the reader's language.

Nothing is fetched: style and script stand inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import Language
from engine.diagnostics.render import said_in
from engine.faces.phrases import message_of, one_line
from engine.model import exact_json
from engine.model.personal import redact


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
    environment.filters["json"] = exact_json.dumps
    environment.filters["css_text"] = css_text
    environment.filters["ticked"] = ticked
    return environment


def page_parts(template: str, tr: Language, **data: object) -> Iterator[str]:
    """A page in parts, so that a large one is written as it is made. `tr` stands in the template as `_` and `tr`."""
    return _environment().get_template(template).generate(**_spoken(tr), **data)


def part_of(template: str, tr: Language, **data: object) -> Any:
    """A template's macros as functions, for parts that are laid out by themselves; `data` stands in all of them."""
    return _environment().get_template(template).make_module({**_spoken(tr), **data})


def _spoken(tr: Language) -> dict[str, object]:
    return {
        "_": tr,
        "tr": tr,
        "lang": tr.code,
        "words_of_the_script": _words_of_the_script(tr),
    }


def embedded(data: object) -> Markup:
    """Data as JSON inside a script element: nothing in it can end the element."""
    return in_script(exact_json.dumps(data))


def in_script(text: str) -> Markup:
    """JSON, or a piece of it, as it stands inside a script element."""
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def noted(diagnostic: Diagnostic, tr: Language) -> Diagnostic:
    """A diagnostic as pages show it: in the reader's language, and without a personal number."""
    said = said_in(diagnostic, tr)
    return replace(said, message=message_of(diagnostic, tr), help=redact(said.help))


def ticked(text: str) -> Markup:
    """A text in which what stands between backticks is code, as diagnostics and remedies write it."""
    shown = "\n".join(map(one_line, text.split("\n")))
    parts = shown.split("`")
    if len(parts) % 2 == 0:  # one has no partner: none is meant
        return Markup.escape(shown)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else Markup.escape(part) for place, part in enumerate(parts)
    )


def css_text(text: str) -> Markup:
    """A text inside a CSS string: whatever could end the string, or the style, by its number."""
    return Markup("".join(c if c.isalnum() or c in " .,:;-_()·" else f"\\{ord(c):x} " for c in text))


def _words_of_the_script(tr: Language) -> dict[str, str]:
    """What the page's script says; its holes stay, for the script to fill."""
    return {
        "found": tr("{count} of {total} shown", count="{count}", total="{total}"),
        "first": tr("{shown} of {count} hits are shown", shown="{shown}", count="{count}"),
        "rest": tr("Show {count} more", count="{count}"),
        "paper": tr("and {count} more", count="{count}"),
    }
