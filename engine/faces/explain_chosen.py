"""What somebody asks for of a story: some of its fields, or a let, with all that is behind them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.language.trace import Statement
from engine.sync.explaining.story import FieldStory


@dataclass(frozen=True, slots=True)
class Chosen:
    """What FIELD names: fields, or lets where no field has the name. `lets`: also all that are behind them."""

    name: str
    fields: tuple[FieldStory, ...]
    named_lets: tuple[Statement, ...]
    lets: tuple[Statement, ...]
