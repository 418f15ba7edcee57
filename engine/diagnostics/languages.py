"""The languages that the program speaks: English, in which it is written, and those that have texts of their own.

A language's texts are gettext files, one a room; the English template is the message's name. Texts may come from
packages too (the entry points `wingo.texts`), for a connector brings its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from pathlib import Path

from engine.model.frozen import frozen
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
    from babel.messages.pofile import read_po  # a tenth of a second that only other languages pay for

    with path.open("rb") as file:
        catalog = read_po(file)
    return {
        str(message.id): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }
