"""Law: whatever numbers Win holds and however Go's series lie, no two records take one number, none takes another's
own, and none lies where it must not; who is in nobody's way is sent. It is proved offline, before anything is sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from engine.faces.opening import opened
from engine.model.change import Action
from engine.model.schema import Series
from engine.sync.plan import Plan
from engine.sync.planning.planner import Office, make_plan
from parts.firm import Firm

# Rules that let every number through: only the planner's proofs stand between them and Go.
OVERLAY = "mapping: {entity}\nextends: base/{entity}\nrules: |\n  Number  =  external_ledger_no ?? {entity}_no\n"
CHART = range(1000, 10000)
TYPES = {"customer": "Customer", "employee": "Employee"}


@dataclass(frozen=True)
class Numbered:
    """A record of Win: its own number, and the external one it asks for instead, if it does."""

    entity: str
    own: int
    external: int | None

    @property
    def wanted(self) -> int:
        return self.own if self.external is None else self.external


# Few numbers, so that they meet; and one or two on either side of every border between series.
NUMBERS = st.sampled_from((1, 2, 998, 999, 1000, 1500, 9999, 10000, 10001, 10002, 10003, 19999, 20000, 60000, 60001))


def records() -> st.SearchStrategy[list[Numbered]]:
    """Customers and employees, each own number once in its register."""
    made = st.builds(Numbered, st.sampled_from(tuple(TYPES)), NUMBERS, st.none() | NUMBERS)
    return st.lists(made, min_size=1, max_size=12, unique_by=lambda one: (one.entity, one.own))


def series() -> st.SearchStrategy[tuple[Series, ...]]:
    """Series of every kind, trust among them, that may well share numbers."""
    bounds = st.lists(NUMBERS, min_size=2, max_size=2, unique=True).map(sorted)
    kinds = st.sampled_from(("Customer", "Employee", "Supplier"))
    made = st.builds(lambda kind, ends, trust: Series(kind, kind, *ends, trust=trust), kinds, bounds, st.booleans())
    return st.lists(made, min_size=1, max_size=5).map(tuple)


class Books:
    """A firm's Win, planned offline under whatever series an example has."""

    def __init__(self, firm: Firm, office: Office) -> None:
        self._firm, self._office = firm, office

    def plan(self, rows: list[Numbered], known: tuple[Series, ...]) -> Plan:
        with self._firm.win.at_once():
            for entity in TYPES:
                self._firm.win.run(f"DELETE FROM {entity}")
            for place, row in enumerate(rows):
                cells: dict[str, Any] = {"row_id": f"r{place}", f"{row.entity}_no": row.own}
                names = (
                    {"name": f"Kunde {place}"} if row.entity == "customer" else {"first_name": "Per", "last_name": "Å"}
                )
                self._firm.win.insert(row.entity, **cells, **names, external_ledger_no=row.external)
        workspace = replace(self._office.workspace, series=known)
        return make_plan(replace(self._office, workspace=workspace), list(TYPES))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    firm = Firm(tmp_path_factory.mktemp("firm"))
    for entity in TYPES:
        Path(firm.folder / f"{entity}.yaml").write_text(OVERLAY.format(entity=entity), encoding="utf-8")
    with opened(firm.folder, offline=True) as workspace:
        yield Books(firm, workspace.office)
    assert firm.requests() == [], "all of it was proved without a call"
    firm.close()


@given(rows=records(), known=series())
def test_what_is_sent_is_proved_and_who_is_in_nobodys_way_is_sent(
    books: Books, rows: list[Numbered], known: tuple[Series, ...]
) -> None:
    plan = books.plan(rows, known)
    actions = {(change.entity, change.key): change.action for change in plan.changes}
    sent = [row for row in rows if actions[row.entity, str(row.own)] is Action.CREATE]
    refused = [row for row in rows if actions[row.entity, str(row.own)] is Action.REFUSED]
    event(f"refused: {len(refused) > 0}, sent: {len(sent) > 0}")

    assert len(sent) + len(refused) == len(rows)
    assert [number for number, count in Counter(row.wanted for row in sent).items() if count > 1] == []
    for row in sent:
        assert not _is_of_another(row, rows), row
        assert not _is_misplaced(row, known), row
    for row in refused:
        meets = any(other != row and other.wanted == row.wanted for other in rows)
        assert meets or _is_of_another(row, rows) or _is_misplaced(row, known), row


def _is_of_another(row: Numbered, rows: list[Numbered]) -> bool:
    """Whether it asks for what another record of its register is called."""
    return any((other.entity, other.own) == (row.entity, row.wanted) and other != row for other in rows)


def _is_misplaced(row: Numbered, known: tuple[Series, ...]) -> bool:
    here = [one for one in known if one.start <= row.wanted <= one.end]
    kinds = {one.type for one in here}
    in_chart = row.wanted in CHART and TYPES[row.entity] not in kinds
    return in_chart or any(one.trust for one in here) or bool(kinds - {TYPES[row.entity]})


@given(known=series())
def test_series_that_share_numbers_are_told_before_anything_is_sent(books: Books, known: tuple[Series, ...]) -> None:
    plan = books.plan([Numbered("customer", 10001, None)], known)
    shared = sum(
        one.start <= other.end and other.start <= one.end
        for place, one in enumerate(known)
        for other in known[place + 1 :]
    )
    assert sum(note.code == "P207" for note in plan.notes) == shared
