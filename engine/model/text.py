"""What the program says to people: an English text that remembers its template and values, so that another language
can say it later. Data stays the program's own: codes, names and values are the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Text(str):
    """A text that was said: as a str it is English; `template` and `values` let a language say it again.

    A value that is itself a Text is said in that language too.
    """

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any]) -> Text:
        """The template's holes (`{name}`, as str.format knows them) filled. Raises KeyError for a missing value."""
        text = super().__new__(cls, template.format_map(values))
        text.template = template
        text.values = values
        return text

    def __getnewargs__(self) -> tuple[str, Mapping[str, Any]]:  # type: ignore[override]  # a copy needs its parts
        return self.template, self.values


def say(template: str, /, **values: Any) -> Text:
    """Say something to a person. The template is a literal, so that a language's texts can be held to all of them."""
    return Text(template, values)


def verbatim(text: str) -> Text:
    """A text that another part of the project has (a register, a schema's title) as one that was said: its braces are
    braces, and a language may know it."""
    return Text(braced(text), {})


def braced(text: str) -> str:
    """A piece of a template that stands for itself: its braces open no hole."""
    return text.replace("{", "{{").replace("}", "}}")


def as_data(text: str) -> Any:
    """A text as JSON keeps it: a plain one as it is, a Text with its template and its values (as texts)."""
    if not isinstance(text, Text):
        return text
    return {"template": text.template, "values": {name: as_data(_plain(v)) for name, v in text.values.items()}}


def from_data(data: Any) -> str:
    """What `as_data` kept."""
    if isinstance(data, str):
        return data
    return Text(data["template"], {name: from_data(value) for name, value in data["values"].items()})


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
