"""Law: an applied plan leaves nothing to plan, what was applied is what was planned, and who is refused stops nobody.

Over generated databases of Win, with rows among them that no book should hold, and an empty company in Go.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings

from parts.carried_out import assert_carried_out, held, of_others
from parts.firm import Firm
from parts.going_live import empty, fill_win
from strategies.win_databases import CLOSED_UNTIL, WinDatabase, win_databases

_KEYS = {"contact_person": "contact_id"}


@pytest.fixture(scope="module")
def shared_firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    made = Firm(tmp_path_factory.mktemp("firm"))
    made.pdf("fine.pdf")
    made.pdf("words.pdf", b"no PDF")
    yield made
    made.close()


# An example takes a second, so that a smaller one is not looked for.
@settings(max_examples=max(6, settings().max_examples // 16), phases=(Phase.explicit, Phase.generate))
@given(win=win_databases())
def test_over_any_database(shared_firm: Firm, win: WinDatabase) -> None:
    firm = shared_firm
    _begin(firm, win)
    plan = firm.plan()
    requests = len(firm.requests())
    report = firm.sync()
    assert_carried_out(firm, plan, report, requests)
    again, back = firm.plan(), held(plan)
    assert again.deeds == []
    # A voucher that was posted may still wait for its PDF.
    assert held(again) - {(change.entity, change.key) for change in plan.deeds} == back
    if back:
        _begin(firm, win)
        # A task finds its main project through the sub-project above it: without that one's row it has none.
        for entity, key in back - _read_through(win):
            _forget(firm, entity, key)
        assert of_others(firm.plan(), back) == of_others(plan, back)


def _read_through(win: WinDatabase) -> set[tuple[str, str]]:
    """The projects that others stand below."""
    return {("project", str(cells["parent_project_no"])) for cells in win.project}


def _begin(firm: Firm, win: WinDatabase) -> None:
    empty(firm)
    firm.control("PUT", "settings", {"LockDate": CLOSED_UNTIL})
    fill_win(firm, win.registers)
    with firm.win.at_once():
        for view in ("contact_person", "project"):
            for cells in getattr(win, view):
                firm.win.insert(view, **cells)
        for invoice in win.invoice:
            cells = {name: value for name, value in invoice.cells.items() if name not in ("invoice_no", "customer_no")}
            firm.invoice(invoice.cells["invoice_no"], invoice.cells["customer_no"], *invoice.lines, **cells)


def _forget(firm: Firm, entity: str, key: str) -> None:
    """As if the record had never been in Win."""
    if entity in ("invoice", "credit_note"):
        number = key.partition("/")[2]
        for view in ("invoice_line", "invoice"):
            firm.win.run(f"DELETE FROM {view} WHERE invoice_no = ?", number)
    else:
        firm.win.run(f"DELETE FROM {entity} WHERE {_KEYS.get(entity, f'{entity}_no')} = ?", key)
