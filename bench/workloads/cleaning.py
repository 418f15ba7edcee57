"""Reading a text clean, by hand, as the rule language demands it of every text field."""

from __future__ import annotations

import re
from unicodedata import normalize

_WHITE = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
_BREAK = re.compile("\r\n|[\n\v\f\r\u0085\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def clean(text: str | None) -> str | None:
    """The text in NFC, without control characters and outer white space; None when nothing is left."""
    if text is None:
        return None
    if text.isprintable():  # no control character, and no white space but spaces
        return (text if text.isascii() else normalize("NFC", text)).strip(" ") or None
    text = _BREAK.sub(" ", _CONTROL.sub("", text).replace("\t", " "))
    return normalize("NFC", text).strip(_WHITE) or None
