"""A plan as the text of a pull request: complete where there is room, and honest where there is none."""

from __future__ import annotations

from dataclasses import replace

from engine.diagnostics.diagnostic import error
from engine.diagnostics.source import Span
from engine.faces.pages.plan_markdown import CHARACTERS_MAX, plan_markdown
from engine.model.change import Action
from engine.sync.plan import HELD_BACK, Change, FieldChange
from parts.command_line import wingo
from parts.firm import Firm
from parts.pages import Planned


def _text(planned: Planned, lang: str = "en") -> str:
    return "".join(plan_markdown(planned.told(lang)))


def test_a_plan_reads_as_a_pull_request(edited: Planned) -> None:
    text = _text(edited)
    lines = text.splitlines()
    assert lines[0] == "## Plan for firm"
    assert lines[2] == (
        "**1 new customer, 6 changes to customers, 2 invoices of kr 1,349.50 and EUR 10.00, 1 file attached, "
        "2 records are held back.**"
    )
    assert "| customers | 1 | 6 |" in text
    assert "### Held back" in lines
    assert "**\\! 1 record is refused** · R301 A number lies in none of the series\\" in lines
    assert "Give the record an external ledger number in Win, or widen the series in Go." in lines
    assert (
        "- customer `77` `Utenfor AS <b>` — 77 lies in no customer series (10000-19999) and has no "
        "external\\_ledger\\_no (`mappings/base/customer.yaml:23`)"
    ) in lines
    assert "\\~ 3 customers: PhoneNumber cleared" in lines
    assert "| `PhoneNumber` | `(empty)` | `22 00 00 00` | `phone` `mappings/base/customer.yaml:64` |" in lines
    assert text.index("### Held back") < text.index("### Changed by hand in Go") < text.index("### Changes")


def test_what_was_changed_by_hand_is_marked(edited: Planned) -> None:
    assert "`Endret i Go` **changed by hand in Go**" in _text(edited)


def test_a_vouchers_lines_are_a_table(edited: Planned) -> None:
    assert "| `AccountId` | `VatId` | `CurrencyAmount` | `Description` |" in _text(edited)


def test_hostile_data_stays_text(edited: Planned) -> None:
    text = _text(edited)
    assert '``</script><img src=x onerror=alert(1)> "quoted" `ticked` \\| �turned @all``' in text
    outside = [line for line in text.splitlines() if "<img" in line and "``</script><img" not in line]
    assert outside == []


def test_it_is_said_in_norwegian(edited: Planned) -> None:
    text = _text(edited, "nb")
    assert "1 kunde opprettes, 6 endringer på kunder" in text
    assert "### Holdt tilbake" in text
    assert "| Felt | Sendes | I Go nå | Regel |" in text


def test_what_is_left_out_of_a_group_is_said(planned: Planned) -> None:
    held = [c for s in planned.plan.sections for c in s.changes if c.action in HELD_BACK]
    many = _with(planned, tuple(replace(held[0], key=str(n)) for n in range(30)))
    text = _text(many)
    assert text.count("- employee `") == 20
    assert "- and 10 more" in text


def test_a_long_plan_is_cut_at_its_examples_first(planned: Planned) -> None:
    text = _text(_with(planned, tuple(_updates(60, 900))))
    assert len(text) <= CHARACTERS_MAX
    assert text.count("changed\n") == 60
    assert 0 < text.count("<details>") < 60
    assert "Examples are left out of" in text


def test_a_very_long_plan_is_cut_at_its_kinds(planned: Planned) -> None:
    text = _text(_with(planned, tuple(_updates(3000, 9))))
    assert len(text) <= CHARACTERS_MAX
    assert "groups are left out here: the text would be too long." in text


def test_a_note_on_the_plan_stands_on_top(planned: Planned) -> None:
    told = planned.told("en", error("P401", "max_updates: too many", help="say `--allow max_updates`"))
    text = "".join(plan_markdown(told))
    assert "> **P401** max\\_updates: too many\\\n> say `--allow max_updates`\n" in text
    bare = replace(planned, plan=replace(planned.plan, sections=()))
    assert _text(bare).startswith("## Plan for demo\n\n**Nothing to do.**\n\n<sub>plan")


def _updates(count: int, letters: int) -> list[Change]:
    """As many updates, each of a kind of its own."""
    span = Span("x.yaml", 1, 1, 1, 2)
    return [
        Change(
            "department",
            "department",
            str(number),
            Action.UPDATE,
            fields=(FieldChange(f"Field{number}", "a", "b" * letters, span),),
            standing={"Name": "a"},
        )
        for number in range(count)
    ]


def _with(planned: Planned, changes: tuple[Change, ...]) -> Planned:
    section = next(s for s in planned.plan.sections if s.mapping == "department")
    return replace(planned, plan=replace(planned.plan, sections=(replace(section, changes=changes),)))


def test_the_command_prints_it(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    ran = wingo(firm.folder, "plan", "--format", "md", "--detailed-exitcode", code=10)
    assert ran.out.startswith("## Plan for firm\n\n**1 new customer.**\n")
    assert ran.err == ""
