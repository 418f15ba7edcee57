"""What people call each kind of value: the one place of these words, for the checker and for what is said of a record.

They are a consultant's words: a flag is "yes or no", an object "a record".
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.frozen import frozen
from engine.model.text import Text, say
from engine.model.types import Kind


@frozen
class KindWords:
    """A kind in three places of a sentence: as a label ("text"), as one of it ("a text"), and behind "is", of what is
    none of it ("not a text")."""

    label: Text
    one: Text
    none: Text


KIND_WORDS: Mapping[Kind, KindWords] = {
    Kind.TEXT: KindWords(say("text"), say("a text"), say("not a text")),
    Kind.NUMBER: KindWords(say("number"), say("a number"), say("not a number")),
    Kind.FLAG: KindWords(say("yes or no"), say("yes or no"), say("neither yes nor no")),
    Kind.DATE: KindWords(say("date"), say("a date"), say("not a date")),
    Kind.DATETIME: KindWords(say("date with time"), say("a date with time"), say("not a date with time")),
    Kind.ID: KindWords(say("id"), say("an id"), say("not an id")),
    Kind.FILE: KindWords(say("file"), say("a file"), say("not a file")),
    Kind.OBJECT: KindWords(say("record"), say("a record"), say("not a record")),
    Kind.LIST: KindWords(say("list"), say("a list"), say("not a list")),
    Kind.UNKNOWN: KindWords(say("unknown"), say("a value"), say("not a value")),
}
