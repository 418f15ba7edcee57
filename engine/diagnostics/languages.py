"""The languages that the program speaks: English, in which it is written, and those that have texts of their own.

A language's texts are gettext files, one a room; the English template is the message's name. Texts may come from
packages too (the entry points `wingo.texts`), for a connector brings its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from engine.model.frozen import field, frozen
from engine.model.pattern import pattern
from engine.model.text import Text

LANGUAGES = ("en", "nb")
# What else people and their machines call them. Whoever writes Nynorsk reads Bokmål rather than English.
_ALSO = {"english": "en", **dict.fromkeys(("no", "nn", "nor", "nob", "nno", "norsk", "norwegian"), "nb")}
OWN_TEXTS = Path(__file__).parent / "texts"


@frozen
class Language:
    """A language by its code ("en", "nb"), with its templates by the English ones.

    `reword`: what is done to each template before its holes are filled, so that nobody's data is ever reworded.
    """

    code: str
    texts: Mapping[str, str] = field(default_factory=dict)
    reword: Callable[[str], str] | None = None

    def __call__(self, template: str, /, **values: object) -> str:
        """Say a template of our own in this language."""
        said = self.texts.get(template, template)
        if self.reword is not None:
            said = self.reword(said)
        return said.format_map({name: self._value(v) for name, v in values.items()})

    def count(self, n: int, one: str, many: str, /, **values: object) -> str:
        """Say how many: `one` of exactly one, `many` of any other number; both know it as `{n}`."""
        return self(one if n == 1 else many, n=n, **values)

    def of(self, text: str) -> str:
        """A text in this language: a Text by its template, any other by itself where the language has it."""
        if not self.texts and self.reword is None:
            return str(text)
        if isinstance(text, Text):
            return self(text.template, **text.values)
        return self.texts.get(text, text)

    def _value(self, value: object) -> object:
        return self.of(value) if isinstance(value, Text) else value


ENGLISH = Language("en")


def language_named(name: str) -> str | None:
    """The code of the language that a name means, be it a locale's ("nb_NO.UTF-8", "Norwegian_Norway"); else None."""
    word = re.split(r"[-_.@ ]", name.strip().lower(), maxsplit=1)[0]
    return word if word in LANGUAGES else _ALSO.get(word)


def language(code: str, folders: Iterable[Path] = (OWN_TEXTS,)) -> Language:
    """A language with the texts that these folders have of it (`<folder>/<code>/*.po`). Raises KeyError."""
    if code not in LANGUAGES:
        raise KeyError(code)
    if code == ENGLISH.code:
        return ENGLISH
    texts: dict[str, str] = {}
    for folder in folders:
        for path in sorted((folder / code).glob("*.po")):
            texts |= read_texts(path)
    return Language(code, texts)


def read_texts(path: Path) -> dict[str, str]:
    """The templates of a gettext file by the English ones; those without a translation, or a doubtful one, left out."""
    content = path.read_bytes()
    quickly = _plain_texts(content.decode()) if b"charset=UTF-8" in content else None
    return _all_texts(path) if quickly is None else quickly


_QUOTED = r'"(?:[^"\\\n]|\\["\\nt])*"'
_QUOTES = rf"{_QUOTED}(?:\n{_QUOTED})*"
_NOTES = r"(?P<notes>(?:(?:#(?:[^~|\n].*)?)?\n)*)"
_MESSAGE = rf"{_NOTES}msgid (?P<id>{_QUOTES})\nmsgstr (?P<text>{_QUOTES})\n+"
_ESCAPED = pattern(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t"}


def _plain_texts(content: str) -> dict[str, str] | None:
    """What a file of messages and notes alone says; None for one with more than that."""
    message = re.compile(_MESSAGE)  # only other languages pay for it
    said: dict[str, str] = {}
    end = 0
    while end < len(content):
        found = message.match(content, end)
        template = "" if found is None else _unquoted(found["id"])
        if found is None or template in said:
            return None
        said[template] = "" if _is_doubtful(found["notes"]) else _unquoted(found["text"])
        end = found.end()
    return {template: text for template, text in said.items() if template and text}


def _is_doubtful(notes: str) -> bool:
    return any(line.startswith("#,") and "fuzzy" in line for line in notes.split("\n"))


def _unquoted(quoted: str) -> str:
    joined = "".join(line[1:-1] for line in quoted.split("\n"))
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), joined) if "\\" in joined else joined


def _all_texts(path: Path) -> dict[str, str]:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalog = read_po(file)
    return {
        str(message.id): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }
