"""Reading a text clean: what every rule sees of a text field.

A canonical step: cleaning a clean text changes nothing, and a text with nothing in it is absent.
"""

from __future__ import annotations

import unicodedata

from engine.model.pattern import pattern

# Unicode's White_Space, all 25 of them. Python's own idea of white space also has four control characters.
WHITE_SPACE = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# What is taken off both ends: white space, the zero-width space, and the byte order mark that files begin with.
OUTER = WHITE_SPACE + "\u200b\ufeff"

_BREAK = pattern("\r\n|[\n\v\f\r\u0085\u2028\u2029]")
# Control characters that separate nothing. Half a surrogate pair is no character at all and cannot be sent.
_CONTROL = pattern("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def clean(text: str, multi_line: bool = False) -> str | None:
    """The text as rules read it, or None when nothing is left of it.

    NFC; control characters removed; a tab is a space; a line break is a space, or, in a field that the catalog
    declares `multi_line`, a `\\n`; outer white space, byte order marks and zero-width spaces removed.
    """
    if text.isprintable():  # nearly every text: only its ends can be unclean
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip(" ") or None
    kept = _CONTROL.sub("", text).replace("\t", " ")
    lined = _BREAK.sub("\n" if multi_line else " ", kept)
    # Composed last: what stood between a letter and its accent is gone by now.
    return unicodedata.normalize("NFC", lined).strip(OUTER) or None


def utf16_length(text: str) -> int:
    """How long .NET and nvarchar take the text to be: UTF-16 units, two for a character beyond U+FFFF."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)
