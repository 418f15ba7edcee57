"""What exported files call things, as it is looked up: files, headers, words, and what a missing column says.

Names are compared by their letters and digits alone; see exports.toml for what each part says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SIGNS = re.compile(r"[\W_]+")
_SIGNS_AND_DIGITS = re.compile(r"[\W_\d]+")


@dataclass(frozen=True, slots=True)
class Digits:
    """How many digits a text has; `country`: only where the row's column of that name says one of these, folded."""

    count: int
    country: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class ExportMap:
    """All names are folded. `files`: the shape by a file's name. `headers`: the column by its header, for each shape.

    `values`: Win's word by another, for each column. `absent`: what a column says that is not there, for each shape.
    `ignored`: headers that are known not to be read, for each shape. `pdf`: which PDF of a ZIP is an invoice's.
    """

    files: Mapping[str, str]
    headers: Mapping[str, Mapping[str, str]]
    values: Mapping[str, Mapping[str, str]]
    flags: Mapping[str, int]
    absent: Mapping[str, Mapping[str, str]]
    digits: Mapping[str, Digits]
    ignored: Mapping[str, frozenset[str]]
    pdf: str

    def names_of(self, shape: str) -> list[str]:
        """How a file of a shape may be called."""
        return [name for name, meant in self.files.items() if meant == shape]


def folded(name: str) -> str:
    """A header or a word without capitals, blanks and signs: `Kunde-nr.` is `kundenr`, `-1` is `1`."""
    return _SIGNS.sub("", name.casefold())


def folded_file(name: str) -> str:
    """A file's or a sheet's name without digits either, which are a date or a number of the export."""
    return _SIGNS_AND_DIGITS.sub("", name.casefold())


def by_folded(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """What each name stands for, by the folded name."""
    return {folded(name): meant for meant, all_names in names.items() for name in all_names}
