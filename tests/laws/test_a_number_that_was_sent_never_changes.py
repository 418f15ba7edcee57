"""Law: whatever is edited in Win, in whatever order, a number that was sent stays as it is in Go, and no two are equal.

Go is the stand-in over real HTTP; that a number is asked for again in no request is looked at too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine.model.change import Action
from parts.firm import Firm
from parts.going_live import empty

OWN = (10001, 10002, 10003, 501)
EXTERNAL = (None, 10001, 10002, 10003, 10500, 10501, 77)


@dataclass(frozen=True)
class Edit:
    """What somebody does to one customer in Win; see `_do`."""

    kind: str
    number: int
    other: int
    external: int | None


def edits() -> st.SearchStrategy[list[list[Edit]]]:
    """Some edits, a run, some more, a run, and so on."""
    kinds = st.sampled_from(("make", "make", "external", "external", "recode", "delete", "retire", "rename"))
    edit = st.builds(Edit, kinds, st.sampled_from(OWN), st.sampled_from(OWN), st.sampled_from(EXTERNAL))
    return st.lists(st.lists(edit, min_size=1, max_size=4), min_size=2, max_size=4)


@pytest.fixture(scope="module")
def shared_firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    made = Firm(tmp_path_factory.mktemp("firm"))
    yield made
    made.close()


# An example takes a second or two, so that a smaller one is not looked for.
@settings(max_examples=max(6, settings().max_examples // 12), phases=(Phase.explicit, Phase.generate))
@given(rounds=edits())
def test_a_number_that_was_sent_stays_whatever_is_edited(shared_firm: Firm, rounds: list[list[Edit]]) -> None:
    firm = shared_firm
    empty(firm)
    firm.customer(10001, "Kunde 10001")
    firm.customer(501, "Kunde 501", external_ledger_no=10500)
    sent: dict[int, int] = {}
    for some in ([], *rounds):
        for edit in some:
            _do(firm, edit)
        report = firm.sync("customer")
        assert report.failed == [], "what Go would refuse was seen before"
        changed = [c.request.payload for c in report.done if c.action is Action.UPDATE and c.request is not None]
        assert [body for body in changed if "'/Number'" in str(body)] == []
        numbers = {row["Id"]: row["Number"] for row in firm.ledger()["customers"]}
        assert {id_: numbers[id_] for id_ in sent} == sent
        assert [number for number, count in Counter(numbers.values()).items() if count > 1] == []
        sent = numbers


def _do(firm: Firm, edit: Edit) -> None:
    """Carry an edit out, unless there is no such customer, or one is in the way."""
    known = {row[0] for row in firm.win.run("SELECT customer_no FROM customer")}
    if edit.kind == "make":
        if edit.number not in known:
            firm.customer(edit.number, f"Kunde {edit.number}", external_ledger_no=edit.external)
    elif edit.number in known and not (edit.kind == "recode" and edit.other in known):
        statement, *values = _statement(edit)
        firm.win.run(f"{statement} WHERE customer_no = ?", *values, edit.number)


def _statement(edit: Edit) -> tuple[Any, ...]:
    return {
        "external": ("UPDATE customer SET external_ledger_no = ?", edit.external),
        "recode": ("UPDATE customer SET customer_no = ?", edit.other),
        "delete": ("DELETE FROM customer",),
        "retire": ("UPDATE customer SET active = 1 - active",),
        "rename": ("UPDATE customer SET name = name || ' AS'",),
    }[edit.kind]
