"""In which letters a file is written: told by its first bytes, by whether it is UTF-8, else by the letters æ, ø and å.

Windows-1252 and the code pages of DOS have them at different places. CP850 and CP865 have them at the same.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.win.exports.complaints import Damaged, Place, broken_letters, no_letters, unknown_letters

WINDOWS, DOS = "cp1252", "cp850"

_CHUNK_BYTES = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# With a letter before it that no capital stands behind: a small one, or the O of `O’Brien`.
_BEYOND_ASCII = re.compile(rb"(?:[a-z]|[A-Z](?=[\x80-\xff][A-Z][a-z]))?[\x80-\xff]")
_NOT_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
_SMALL, _CAPITAL, _OTHERS = "æøå", "ÆØÅ", "éèäöüÄÖÜÉ"


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name`: as Python calls it. `certain`: whether the file itself says so."""

    name: str
    certain: bool = True

    @property
    def shown(self) -> str:
        """As a person calls it."""
        return {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", WINDOWS: "Windows-1252"}.get(
            self.name, self.name.upper()
        )


def encoding_of(path: Path, place: Place, said: str | None) -> Encoding:
    """The encoding of a file. `said`: the workspace's word, which decides among code pages.

    Raises Damaged where it cannot be told, and OSError.
    """
    with path.open("rb") as file:
        mark = file.read(4)
    for begin, name in _MARKS:
        if mark.startswith(begin):
            return Encoding(name)
    broken_line = _not_utf8(path, place)
    if broken_line is None:
        return Encoding("utf-8")
    if said == "utf-8":
        raise Damaged(broken_letters(place, broken_line, "UTF-8"))
    return _code_page(path, place) if said is None else Encoding(said)


def _not_utf8(path: Path, place: Place) -> int | None:
    """The line of the first byte that is not UTF-8's; a letter that is cut off at the very end is none either."""
    decoder, lines = codecs.getincrementaldecoder("utf-8")(), 1
    for chunk in _chunks(path):
        if b"\0" in chunk:
            raise Damaged(no_letters(place))
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return lines + chunk.count(b"\n", 0, error.start)
        lines += chunk.count(b"\n")
    return None


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and nothing at its end."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
    yield b""


def _code_page(path: Path, place: Place) -> Encoding:
    """Windows-1252 or DOS's, by which has more of the letters that Norwegian has; then by others that names have."""
    met: Counter[bytes] = Counter()
    for chunk in _chunks(path):
        met.update(_BEYOND_ASCII.findall(chunk))
    windows, dos = _letters(met, WINDOWS), _letters(met, DOS)
    not_windows = any(piece[-1] in _NOT_WINDOWS for piece in met)
    if not_windows and dos[0] >= windows[0]:
        return Encoding(DOS, certain=dos[0] > 0)
    if windows[0] == dos[0] > 0:
        raise Damaged(unknown_letters(place))
    if windows == dos:  # no letter of any name: dashes and quotation marks, most likely
        return Encoding(WINDOWS, certain=False)
    return Encoding(DOS if dos > windows else WINDOWS, certain=windows[0] != dos[0])


def _letters(met: Counter[bytes], name: str) -> tuple[int, int]:
    """How many letters of Norwegian the pieces are in a code page, and how many others that names have.

    A capital behind such a letter is none: `O’Brien` in Windows-1252 has DOS's Æ for its apostrophe.
    """
    small, capital, others = (frozenset(letters.encode(name)) for letters in (_SMALL, _CAPITAL, _OTHERS))
    norwegian = (n for piece, n in met.items() if piece[-1] in small or (len(piece) == 1 and piece[0] in capital))
    return sum(norwegian), sum(n for piece, n in met.items() if piece[-1] in others)
