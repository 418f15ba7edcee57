"""In which letters a file is written: told by its first bytes, by whether it is UTF-8, else by the letters æ, ø and å.

Windows-1252 and the code pages of DOS have them at different places. CP850 and CP865 have them at the same.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from connectors.win.exports.complaints import Damaged, Place, broken_letters, no_letters, unknown_letters

WINDOWS, DOS = "cp1252", "cp850"

_CHUNK_BYTES = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A capital behind a small letter is none: `O’Brien` in Windows-1252 has DOS's Æ for its apostrophe.
_LETTERS = {
    name: re.compile(b"[" + re.escape("æøå".encode(name)) + b"]|(?<![a-z])[" + re.escape("ÆØÅ".encode(name)) + b"]")
    for name in (WINDOWS, DOS)
}
_OTHER_LETTERS = {name: re.compile(b"[" + re.escape("éèäöüÄÖÜÉ".encode(name)) + b"]") for name in (WINDOWS, DOS)}
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


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


@dataclass(slots=True)
class _Count:
    """What was met in a file. `windows`, `dos`: Norwegian letters by code page, and `others` that names have.

    `broken_at`: the line of the first byte that is not UTF-8.
    """

    windows: int = 0
    dos: int = 0
    other_windows: int = 0
    other_dos: int = 0
    beyond_ascii: bool = False
    not_windows: bool = False
    zero: bool = False
    broken_at: int | None = None
    lines: int = 1

    def take(self, chunk: bytes) -> None:
        self.zero = self.zero or b"\0" in chunk
        if _NOT_ASCII.search(chunk) is None:
            return
        self.beyond_ascii = True
        self.not_windows = self.not_windows or _NOT_WINDOWS.search(chunk) is not None
        self.windows += len(_LETTERS[WINDOWS].findall(chunk))
        self.dos += len(_LETTERS[DOS].findall(chunk))
        self.other_windows += len(_OTHER_LETTERS[WINDOWS].findall(chunk))
        self.other_dos += len(_OTHER_LETTERS[DOS].findall(chunk))

    def take_as_utf8(self, chunk: bytes, decoder: codecs.IncrementalDecoder, *, final: bool) -> None:
        """A letter that is cut off at the very end is no UTF-8 either."""
        if self.broken_at is not None:
            return
        try:
            decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            self.broken_at = self.lines + chunk.count(b"\n", 0, error.start)
        self.lines += chunk.count(b"\n")


def encoding_of(path: Path, place: Place, said: str | None) -> Encoding:
    """The encoding of a file. `said`: the workspace's word, which decides among code pages.

    Raises Damaged where it cannot be told, and OSError.
    """
    count, decoder = _Count(), codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        chunk = file.read(_CHUNK_BYTES)
        for mark, name in _MARKS:
            if chunk.startswith(mark):
                return Encoding(name)
        while chunk:
            count.take(chunk)
            following = file.read(_CHUNK_BYTES)
            count.take_as_utf8(chunk, decoder, final=not following)
            chunk = following
    return _encoding(count, place, said)


def _encoding(count: _Count, place: Place, said: str | None) -> Encoding:
    if count.zero:
        raise Damaged(no_letters(place))
    if not count.beyond_ascii or count.broken_at is None:
        return Encoding("utf-8")
    if said == "utf-8":
        raise Damaged(broken_letters(place, count.broken_at, "UTF-8"))
    if said is not None:
        return Encoding(said)
    return _code_page(count, place)


def _code_page(count: _Count, place: Place) -> Encoding:
    """Windows-1252 or DOS's, by which has more of the letters that Norwegian has; then by others that names have."""
    if count.windows == count.dos and count.windows and not count.not_windows:
        raise Damaged(unknown_letters(place))
    windows, dos = (count.windows, count.other_windows), (count.dos, count.other_dos)
    if count.not_windows and dos >= windows:
        return Encoding(DOS)
    if windows == dos:
        return Encoding(WINDOWS, certain=False)  # no letter of any name: dashes and quotation marks, most likely
    return Encoding(WINDOWS if windows > dos else DOS, certain=bool(count.windows or count.dos))
