"""Who takes what only one record may have: kept over all rounds and mappings of a plan, so that no two take the same.

Records that refer to others of their own kind are drafted in rounds, and two mappings may fill one register; what an
earlier round took is taken for the later ones too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple, TypeAlias

from engine.model.schema import Entity

Place: TypeAlias = tuple[str, str]  # whose values may not meet, and the field


class Claim(NamedTuple):
    """One record that takes a value. `name` is what people read: `customer 77`."""

    mapping: str
    key: str
    name: str


class Claims:
    """The claims of one plan."""

    def __init__(self) -> None:
        self._takers: dict[Place, dict[str, Claim | list[Claim]]] = defaultdict(dict)

    def take(self, place: Place, value: object, claim: Claim) -> None:
        """Note that a record takes a value."""
        takers = self._takers[place]
        first = takers.setdefault(text := str(value), claim)
        if isinstance(first, list):
            first.append(claim)
        elif first is not claim:  # a list for each of a hundred thousand that share nothing would be all that fills it
            takers[text] = [first, claim]

    def others(self, place: Place, value: object, claim: Claim) -> list[str]:
        """The names of all other records that take the value."""
        found = self._takers[place].get(str(value), claim)
        takers = found if isinstance(found, list) else [found]
        return [other.name for other in takers if (other.mapping, other.key) != (claim.mapping, claim.key)]


def place_of(entity: Entity, field: str) -> Place:
    """Whose values of a field may not meet: those of the entity's records; a number that lies in a series is a ledger
    account, and is nobody else's in the whole system."""
    is_account = field == entity.number and entity.series is not None
    return (entity.system if is_account else entity.title, field)
