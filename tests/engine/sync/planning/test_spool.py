"""A spool gives back by its place whatever was put into it, from memory and from its file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from engine.model.change import Pending
from engine.model.record import Fault
from engine.sync.planning.spool import Spool


def test_records_come_back_in_any_order_while_others_are_put_in() -> None:
    spool, chance = Spool(), Random(1)
    places: list[int] = []
    for number in range(5_000):
        places.append(spool.put((number, f"Kunde {number}")))
        asked = chance.choice(places)
        assert spool[asked] == (asked, f"Kunde {asked}")
    assert places == list(range(5_000))
    chance.shuffle(places)
    assert [spool[place][0] for place in places] == places


def test_values_come_back_as_they_were() -> None:
    spool = Spool()
    values = (Decimal("2.50"), date(2026, 11, 24), Pending("department", "10"), Fault("x", "not a number"), True, None)
    places = [spool.put((*values, number)) for number in range(100)]
    for place in places:
        found = spool[place]
        assert found == (*values, place)
        assert [type(one) for one in found[:-1]] == [type(one) for one in values]
        assert str(found[0]) == "2.50"


def test_more_than_fits_in_memory_comes_back() -> None:
    spool = Spool()
    for number in range(3_000):
        spool.put((number, "x" * 3_000 + str(number)))
    assert [spool[place][0] for place in range(0, 3_000, 97)] == list(range(0, 3_000, 97))
