"""Kinds of change: every change is of exactly one, told from its fields, whatever their order."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.change import Action
from engine.sync.kinds import Kind, Turn, described, grouped, kind_of, turn_of, what
from engine.sync.plan import Change, FieldChange, Memory


def _update(*fields: tuple[str, Any, Any], action: Action = Action.UPDATE, drift: bool = False) -> Change:
    return Change("customer", "customer", "1", action, fields=tuple(FieldChange(*f, drift=drift) for f in fields))


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (None, "ny@fjord.no", Turn.FILLED),
        ("", "ny@fjord.no", Turn.FILLED),
        ({"City": None}, {"City": "Bergen"}, Turn.FILLED),
        ("ny@fjord.no", None, Turn.CLEARED),
        ("ny@fjord.no", "", Turn.CLEARED),
        ({"City": "Bergen"}, {"City": None}, Turn.CLEARED),
        ("Ny@Fjord.NO", "ny@fjord.no", Turn.LOWERED),
        (" Fjord  AS ", "Fjord AS", Turn.TRIMMED),
        (" Ny@Fjord.no", "ny@fjord.no", Turn.TRIMMED_LOWERED),
        ("(55) 12 34 56", "55123456", Turn.DIGITS),
        ("NO 999 888 777 MVA", "999888777", Turn.DIGITS),
        ("12.34.56", "12 34 56", Turn.PUNCTUATION),
        ("FJORD-BYGG", "Fjord Bygg", Turn.RESPELLED),
        ("Fjord AS", "Fjord Bygg AS", Turn.REPLACED),
        ("--", "++", Turn.REPLACED),
        (False, True, Turn.ON),
        (None, True, Turn.ON),
        (True, False, Turn.OFF),
        (Decimal("1.5"), Decimal("2.5"), Turn.REPLACED),
        (14, 30, Turn.REPLACED),
        ("14", 14, Turn.REPLACED),
    ],
)
def test_a_turn_is_told_from_before_and_after(before: object, after: object, turn: Turn) -> None:
    assert turn_of(before, after) is turn


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([("EmailAddress", "A@B.no", "a@b.no")], "412 customers: EmailAddress lower-cased"),
        ([("PhoneNumber", "1", None)], "412 customers: PhoneNumber cleared"),
        ([("Name", "A", "B"), ("City", "C", "D")], "412 customers: City, Name changed"),
        (
            [("EmailAddress", "A@B.no", "a@b.no"), ("PhoneNumber", None, "1")],
            "412 customers: EmailAddress lower-cased; PhoneNumber set where there was none",
        ),
        ([(name, "x", "y") for name in "ABCD"], "412 customers: more than 3 fields changed"),
        ([("IsArchived", False, True)], "412 customers: IsArchived set to yes"),
        ([("IsArchived", True, False)], "412 customers: IsArchived set to no"),
        ([("Org", "1 2", "12")], "412 customers: Org: only the digits kept"),
        ([("N", " a", "a")], "412 customers: N without needless spaces"),
        ([("N", " A", "a")], "412 customers: N lower-cased and without needless spaces"),
        ([("N", "a.b", "a b")], "412 customers: N with other spaces or signs"),
        ([("N", "A.B", "a b")], "412 customers: N with other capitals, spaces or signs"),
    ],
)
def test_a_kind_is_said_in_a_heading(fields: list[tuple[str, Any, Any]], said: str) -> None:
    assert described(kind_of(_update(*fields)), 412, "customers") == said


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action.CREATE, "54 new customers"),
        (Action.POST, "54 customers posted"),
        (Action.ATTACH, "54 customers: PDF attached"),
        (Action.PAY, "54 customers came back"),
        (Action.REVERSE, "54 customers reversed"),
        (Action.ADOPT, "54 customers linked to what is there"),
        (Action.REFUSED, "54 customers refused"),
        (Action.WAIT, "54 customers wait"),
        (Action.SKIPPED, "54 customers left out"),
        (Action.UNCHANGED, "54 customers unchanged"),
        (Action.UPDATE, "54 customers: changed"),
    ],
)
def test_every_action_has_its_heading(action: Action, said: str) -> None:
    assert described(kind_of(_update(action=action)), 54, "customers") == said


def test_what_is_linked_says_what_it_changes_there() -> None:
    kind = kind_of(_update(("Name", "A", "B"), action=Action.ADOPT))
    assert described(kind, 2, "customers") == "2 customers linked to what is there: Name changed"


def test_a_row_that_takes_another_back_is_a_kind_of_its_own() -> None:
    memory = Memory("go.payment", "payment_in", None, {}, links=False)
    back = Change("payment", "payment", "1", Action.PAY, memory=memory)
    assert kind_of(back).back
    assert described(kind_of(back), 1, "payment") == "1 payment taken back"
    assert not kind_of(Change("payment", "payment", "1", Action.PAY)).back


def test_items_of_a_list_have_one_turn() -> None:
    one = _update(("Lines[0].Text", "A", "a"), ("Lines[1].Text", "B", "b"))
    other = _update(("Lines[0].Text", "A", "a"), ("Lines[1].Text", "B", "c"))
    assert kind_of(one).turns == (("Lines[].Text", Turn.LOWERED),)
    assert kind_of(other).turns == (("Lines[].Text", Turn.REPLACED),)


def test_what_was_changed_by_hand_is_a_kind_apart() -> None:
    assert kind_of(_update(("Name", "A", "B"), drift=True)) != kind_of(_update(("Name", "A", "B")))


def test_what_is_new_comes_first_then_the_largest_kind() -> None:
    rare, often = _update(("Name", "A", "B")), _update(("Phone", None, "1"))
    new = _update(action=Action.CREATE)
    found = grouped([rare, often, often, new])
    assert list(found) == [kind_of(new), kind_of(often), kind_of(rare)]
    assert [len(group) for group in found.values()] == [1, 2, 1]


_VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.text(alphabet=" aAbB.1", max_size=4))
_FIELDS = st.lists(
    st.tuples(st.sampled_from(["Name", "Phone", "Email", "City", "Lines[0].X", "Lines[1].X"]), _VALUES, _VALUES),
    max_size=6,
    unique_by=lambda field: field[0],
)


@given(st.lists(_FIELDS, max_size=8), st.randoms(use_true_random=False))
def test_every_update_falls_into_exactly_one_kind(listed: list[Any], order: random.Random) -> None:
    changes = [_update(*fields) for fields in listed]
    found = grouped(changes)
    assert sorted(id(c) for group in found.values() for c in group) == sorted(map(id, changes))
    for kind, group in found.items():
        assert all(kind_of(change) == kind for change in group)
        assert isinstance(kind, Kind)
        assert what(kind)
    for fields, change in zip(listed, changes, strict=True):
        shuffled = list(fields)
        order.shuffle(shuffled)
        assert kind_of(_update(*shuffled)) == kind_of(change)


@given(_VALUES, _VALUES)
def test_a_turn_says_what_happened(before: Any, after: Any) -> None:
    turn = turn_of(before, after)
    if turn is Turn.LOWERED:
        assert after == before.lower()
    if turn in (Turn.TRIMMED, Turn.TRIMMED_LOWERED):
        assert after.lower() == " ".join(before.split()).lower()
    if turn is Turn.CLEARED:
        assert after in (None, "")
    if turn is Turn.FILLED:
        assert before in (None, "")
        assert after not in (None, "")
