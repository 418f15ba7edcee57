"""How a record is named within a sentence: by what people call its kind, in their language, and by its key.

Where somebody is to type it, its kind keeps the name that commands and files know it by.
"""

from __future__ import annotations

from engine.model.text import Text, say, verbatim


def noun(entity: str) -> Text:
    """What people call one record of an entity: `contact person`; a language that knows the word says its own."""
    return verbatim(entity.replace("_", " "))


def record_named(entity: str, key: object) -> Text:
    """A record within a sentence: `contact person K019`."""
    return say("{entity} {key}", entity=noun(entity), key=key)
