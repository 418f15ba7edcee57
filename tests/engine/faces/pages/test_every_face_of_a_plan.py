"""What every face of a plan shows alike, in a terminal, on a page, in a pull request: codes beside ids, and never a
personal number."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.diagnostics.diagnostic import error
from engine.diagnostics.languages import ENGLISH
from engine.faces.cli.paint import Paint
from engine.faces.cli.plan_text import plan_lines
from engine.faces.pages.plan_markdown import plan_markdown
from engine.faces.pages.plan_page import plan_page
from engine.model.change import Action, Concealed
from engine.model.personal import MASK
from engine.model.types import Kind
from engine.sync.plan import FieldChange
from parts.pages import Document, Planned

Face = Callable[[Planned], str]
DIGITS = "13097248022"
SPELLINGS = (DIGITS, "13 09 72 48022", "130972 48022", "130972-48022")


def _terminal(planned: Planned) -> str:
    return "\n".join(plan_lines(planned.plan, Paint(), ENGLISH, verbose=True))


def _page(planned: Planned) -> str:
    document = Document("".join(plan_page(planned.told())))
    return " ".join([document.text, *(known.get("data-find") or "" for _, known in document.elements)])


def _markdown(planned: Planned) -> str:
    return html.unescape("".join(plan_markdown(planned.told()))).replace("\\", "")


def _with(planned: Planned, *fields: FieldChange, title: str = "Ola", message: str = "") -> Planned:
    """One customer that is updated so, and nothing else."""
    section = next(s for s in planned.plan.sections if s.mapping == "customer")
    pattern = next(c for c in section.changes if c.action is Action.CREATE)
    said = (error("R205", message),) if message else ()
    change = replace(pattern, action=Action.UPDATE, fields=fields, title=title, diagnostics=said, standing={"Id": 1})
    return replace(planned, plan=replace(planned.plan, sections=(replace(section, changes=(change,)),)))


faces = pytest.mark.parametrize("face", [_terminal, _page, _markdown])


@faces
@pytest.mark.parametrize(
    "value",
    [
        *SPELLINGS,
        int(DIGITS),
        {"City": DIGITS, "ZipCode": int(DIGITS)},
        ({"City": SPELLINGS[1]},),
        Concealed(DIGITS, f"Ola {MASK}"),
    ],
)
def test_no_face_shows_a_personal_number(planned: Planned, face: Face, value: object) -> None:
    before = None if isinstance(value, Concealed) else value
    field = FieldChange("Name", before, value, code=DIGITS, code_before=SPELLINGS[1])  # type: ignore[arg-type]
    shown = face(_with(planned, field, title=SPELLINGS[1], message=f"{SPELLINGS[2]} is no name"))
    assert not [spelling for spelling in SPELLINGS if spelling in shown]
    assert MASK in shown


@faces
def test_every_face_shows_an_id_with_its_code(planned: Planned, face: Face) -> None:
    field = FieldChange("PaymentTermId", 7011, 13097248022, kind=Kind.ID, code="30", code_before="14")
    shown = face(_with(planned, field))
    assert "7011 (14)" in shown
    assert "13097248022 (30)" in shown  # an id is no personal number, however many digits it has
