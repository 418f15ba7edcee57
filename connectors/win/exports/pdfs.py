"""The PDFs of an invoice journal: taken out of the ZIP beside it into a folder that stays, so that a saved plan finds
them again whoever carries it out.

The folder is named by what the ZIP holds. Nothing is written outside of it, and nothing that is there already again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from engine.model.text import Text, say

PDF_BYTES_MAX = 64 << 20  # twice what Go takes

_DIGITS = re.compile(r"0*([0-9]+)")
_DIGEST_LETTERS = 12
_BROKEN = (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)  # RuntimeError: a password


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice that has a PDF: by the name that the journal gives, if it gives one, else by its number."""

    invoice_no: int
    named: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """`paths`: of the PDFs, by invoice. `troubles`: what was not taken out, and why."""

    paths: Mapping[Issued, str]
    troubles: tuple[Text, ...]


def take_pdfs(archive: Path, invoices: Iterable[Issued], pattern: str) -> Taken:
    """Take the PDFs of invoices out of a ZIP. `pattern`: how a name tells its invoice, with a hole for the number."""
    try:
        with ZipFile(archive) as file:
            return _take(archive, file, invoices, pattern)
    except _BROKEN as problem:
        return Taken({}, (say("{file}: it cannot be unpacked: {reason}", file=archive.name, reason=str(problem)),))


def _take(archive: Path, file: ZipFile, invoices: Iterable[Issued], pattern: str) -> Taken:
    members, troubles = _members(archive, file)
    folder = archive.with_name(f"{archive.stem}-{_digest(file)}")
    by_number = _by_number(members)
    paths: dict[Issued, str] = {}
    for invoice in invoices:
        name = _name_of(invoice, members, by_number, pattern)
        if name is not None:
            target = folder / _path(members[name].filename).name
            paths[invoice] = str(target)
            troubles += _take_out(file, members[name], target)
    return Taken(paths, tuple(troubles))


def _members(archive: Path, file: ZipFile) -> tuple[dict[str, ZipInfo], list[Text]]:
    """The members by their names in small letters; those that are dangerous, too large or ambiguous are told of."""
    found: dict[str, list[ZipInfo]] = {}
    troubles: list[Text] = []
    for member in file.infolist():
        path = _path(member.filename)
        if member.is_dir():
            continue
        if path.is_absolute() or ".." in path.parts or ":" in member.filename:
            troubles.append(say("{file}: {member} leads out of its folder", file=archive.name, member=member.filename))
        elif member.file_size > PDF_BYTES_MAX:
            troubles.append(say("{file}: {member} is too large", file=archive.name, member=member.filename))
        else:
            found.setdefault(path.name.casefold(), []).append(member)
    twice = (name for name, same in found.items() if same[1:])
    troubles += (say("{file}: {member} is there twice", file=archive.name, member=name) for name in twice)
    return {name: same[0] for name, same in found.items() if not same[1:]}, troubles


def _path(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))


def _digest(file: ZipFile) -> str:
    """What a ZIP holds, told by the names, sizes and checksums that it lists."""
    listed = sorted((member.filename, member.file_size, member.CRC) for member in file.infolist())
    return hashlib.sha256(repr(listed).encode()).hexdigest()[:_DIGEST_LETTERS]


def _by_number(members: Iterable[str]) -> dict[str, list[str]]:
    """The names by each number in them."""
    found: dict[str, list[str]] = {}
    for name in members:
        for number in set(_DIGITS.findall(name)):
            found.setdefault(number, []).append(name)
    return found


def _name_of(
    invoice: Issued, members: Mapping[str, ZipInfo], by_number: Mapping[str, list[str]], pattern: str
) -> str | None:
    """The one member that is an invoice's; where two may be, none is."""
    if invoice.named:
        name = _path(invoice.named).name.casefold()
        return name if name in members else None
    number = str(invoice.invoice_no)
    own = re.compile(pattern.replace("{invoice_no}", number), re.IGNORECASE)
    fitting = [name for name in by_number.get(number, ()) if own.search(name)]
    return fitting[0] if len(fitting) == 1 else None


def _take_out(file: ZipFile, member: ZipInfo, target: Path) -> list[Text]:
    """Write a member where it belongs, unless it is there; under its name only when it is whole."""
    try:
        if target.is_file() and target.stat().st_size == member.file_size:
            return []
        target.parent.mkdir(exist_ok=True)
        unfinished = target.with_name(f".{target.name}.{os.getpid()}")
        with file.open(member) as packed, unfinished.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        unfinished.replace(target)
    except _BROKEN as problem:
        return [say("{file}: it cannot be unpacked: {reason}", file=target.name, reason=str(problem))]
    return []
