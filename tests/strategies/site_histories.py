"""What happens at a site between readings: edits of every kind, some committed late; time that passes and clocks that
are set; mirrors that are lost or spoiled; readings that are left in the middle."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

CODES = ("P1", "p1", "P 2", "Å")

EDITS = (
    "rename",
    "spoil",
    "move",
    "renumber",
    "new_customer",
    "lose_customer",
    "rename_project",
    "new_project",
    "lose_project",
    "bill",
    "bill_another",
    "pay",
    "void",
    "new_line",
    "lose_line",
    "change_line",
    "double",
)
TIMES = ("tick", "tick", "wait", "set_back", "set_far_back")
OTHERS = ("read", "read", "commit", "clean_log", "leave", "lose_mirror", "spoil_mirror", "cut_mirror")


@dataclass(frozen=True)
class Step:
    """Something that happens. `number`, `value`: which row, and one of a few values; `late`: it is committed later."""

    kind: str
    number: int
    value: int
    late: bool


def site_histories() -> st.SearchStrategy[tuple[Step, ...]]:
    """Histories of any length; edits are likelier than the rest."""
    kinds = st.sampled_from((*EDITS, *EDITS, *TIMES, *TIMES, *OTHERS, *OTHERS))
    steps = st.builds(Step, kinds, st.integers(1, 4), st.integers(0, 2), st.booleans())
    return st.lists(steps, max_size=25).map(tuple)
