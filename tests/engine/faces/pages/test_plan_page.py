"""The plan page over real plans: what an accountant must see is there, in her language; data stays data."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics.diagnostic import error, warning
from engine.diagnostics.render import as_json, help_of
from engine.faces.pages.plan_markdown import plan_markdown
from engine.faces.pages.plan_page import BETWEEN, CHUNK, FEW, FIRST, plan_page
from engine.faces.systems import spoken
from engine.model import exact_json
from engine.model.change import Action
from engine.model.personal import MASK
from engine.sync.plan import HELD_BACK, Change, plan_json
from engine.sync.planning.planner import make_plan
from parts.command_line import wingo
from parts.firm import Firm
from parts.pages import HOSTILE, Document, Planned


def _page(planned: Planned, lang: str = "en", *notes: Any) -> str:
    return "".join(plan_page(planned.told(lang, *notes)))


@pytest.fixture(scope="module")
def fresh(planned: Planned) -> Document:
    return Document(_page(planned))


@pytest.fixture(scope="module")
def changed(edited: Planned) -> Document:
    return Document(_page(edited))


def _unpacked(document: Document) -> str:
    """What the script would unpack."""
    chunks = [
        c for text in re.findall(r'"chunks":\[(.*?)\]', document.scripts[""]) for c in re.findall(r'"(.*?)"', text)
    ]
    return "".join(zlib.decompress(base64.b64decode(chunk)).decode().replace(BETWEEN, "") for chunk in chunks)


@pytest.mark.parametrize("lang", ["en", "nb"])
def test_the_embedded_plan_is_the_plans_own_json(planned: Planned, edited: Planned, lang: str) -> None:
    for one in (planned, edited):
        document = Document(_page(one, lang))
        assert document.scripts["plan"] == exact_json.dumps(plan_json(one.plan, language=spoken(lang))).replace(
            "<", "\\u003c"
        )


def test_what_is_said_of_the_plan_as_a_whole_stands_in_it(planned: Planned) -> None:
    note = error("P401", "max_updates: too many <b>", help="look at `--allow max_updates`")
    document = Document(_page(planned, "en", note, note))
    assert document.text.count("max_updates: too many <b>") == 1
    assert "--allow max_updates" in document.texts
    assert exact_json.loads(document.scripts["plan"])["diagnostics"] == [as_json(note), as_json(note)]


def test_every_held_record_is_there_with_its_remedy(planned: Planned, fresh: Document) -> None:
    held = [change for change in planned.plan.changes if change.action in HELD_BACK]
    assert len(held) == 22
    for change in held:
        assert change.key in fresh.texts
        for said in change.diagnostics:
            assert " ".join(said.message.split()) in fresh.text.replace("`", "")
            assert said.code in fresh.texts
            for part in help_of(said).split("`"):
                assert " ".join(part.split()) in fresh.text


def test_every_change_is_there_with_its_request(planned: Planned, fresh: Document) -> None:
    everything = fresh.text + Document(_unpacked(fresh)).text
    for change in planned.plan.deeds:
        assert change.key in everything
        assert change.request is not None
        assert f"{change.request.method} {change.request.path}" in everything


def test_the_sentence_says_what_a_hurried_reader_must_know(fresh: Document) -> None:
    assert fresh.texts[4] == (
        "6 new departments, 3 changes to departments, 13 new employees, 50 new customers, 18 new contact persons, "
        "21 new projects, 81 invoices of kr 503,050.35, EUR 1,450.50 and USD 2,100.00, "
        "5 credit notes of kr 11,656.25, 83 files attached, 20 records are held back, 2 PDFs wait."
    )


def test_a_field_has_its_rule_its_place_and_what_it_read(changed: Document) -> None:
    at = changed.texts.index("(external_ledger_no ?? customer_no) within series.customer")
    assert changed.texts[at - 3 : at + 6] == [
        "Number",
        "10020",
        "why",
        "(external_ledger_no ?? customer_no) within series.customer",
        "mappings/base/customer.yaml:23",
        "external_ledger_no",
        "(empty)",
        "customer_no",
        "10020",
    ]


def test_what_was_changed_by_hand_stands_apart(changed: Document) -> None:
    texts = changed.texts
    at = texts.index("Changed by hand in Go")
    assert texts[at + 5] == "1 customer: Name changed"
    row = texts.index("Endret i Go")
    assert texts[row - 4 : row + 2] == [
        "Name",
        "~",
        "changed",
        "Kunde 10001 AS",
        "Endret i Go",
        "changed by hand in Go",
    ]
    assert at < row < texts.index("Changes")


def test_changes_stand_by_kind_with_what_stands_there(changed: Document) -> None:
    kinds = [text for text in changed.texts if re.match(r"\d+ (new )?(customers?|invoices?)\b", text)]
    assert "3 customers: PhoneNumber cleared" in kinds
    assert "1 customer: EmailAddress, PhoneNumber changed" in kinds
    assert "2 invoices posted" in kinds
    at = changed.texts.index("3 customers: PhoneNumber cleared")
    assert changed.texts[at + 1 : at + 13] == [
        *("~", "update", "10002", "Kunde 10002 AS", "PATCH /Customers/4710002"),
        *("Field", "Will be sent", "In Go now", "why"),
        *("PhoneNumber", "−", "cleared"),
    ]
    assert "fields are as they should be" in changed.text


def test_a_vouchers_lines_are_a_table_with_a_reason_for_each(changed: Document) -> None:
    at = changed.texts.index("OutgoingInvoiceLines")
    assert changed.texts[at + 1 : at + 5] == ["AccountId", "VatId", "CurrencyAmount", "Description"]
    assert changed.texts[at + 7 : at + 10] == ["1,250.00", "Linje 1", "why line 1"]
    assert "why line 2" in changed.texts
    first = changed.texts.index("line.net + line.vat | round(2)")
    assert changed.texts[first + 2 : first + 6] == ["line.net", "1,000.00", "line.vat", "250.00"]


def test_what_is_not_known_yet_is_said_in_words(fresh: Document) -> None:
    everything = fresh.text + Document(_unpacked(fresh)).text
    assert "the id of department 10" in everything
    assert "SubledgerAccountId of customer 10046" in everything
    assert "It is sent to Go earlier in this plan." in everything


def test_what_is_missing_is_worth_a_look(changed: Document) -> None:
    at = changed.texts.index("Left as they are, and worth a look")
    assert changed.texts[at + 2 : at + 8] == ["-", "skipped:", "1 customer left out", "-", "skipped", "10009"]


def test_hostile_data_stays_text(changed: Document) -> None:
    shown = " ".join(HOSTILE.replace("\u202e", "�").split())
    assert any(shown == text for text in changed.texts)
    assert not [tag for tag, _ in changed.elements if tag in ("img", "b", "iframe", "link")]
    assert all(not name.startswith("on") for _, attributes in changed.elements for name in attributes)
    assert "Utenfor AS <b>" in changed.texts


def test_nothing_is_fetched(changed: Document, fresh: Document) -> None:
    for document in (changed, fresh):
        loads = [
            a for _, attributes in document.elements for a in attributes if a in ("src", "href", "srcset", "action")
        ]
        assert loads == ["href"]  # the link to the content
        policy = next(a["content"] for tag, a in document.elements if tag == "meta" and a.get("http-equiv"))
        assert policy is not None
        assert policy.startswith("default-src 'none'")


def test_a_personal_number_is_masked(edited: Planned) -> None:
    page = _page(edited)
    seen = page[: page.index('id="plan"')]
    assert "01019012345" not in seen
    assert f"Født {MASK} AS" in seen


def test_a_norwegian_page_has_no_english_left_over(planned: Planned, edited: Planned) -> None:
    template = Path(__file__).parents[4] / "engine" / "faces" / "pages" / "templates"
    from jinja2 import Environment
    from jinja2.ext import extract_from_ast

    trees = [Environment().parse(path.read_text(encoding="utf-8")) for path in sorted(template.glob("*.j2"))]
    said = [found[2] for tree in trees for found in extract_from_ast(tree, ("_",))]
    english = {text if isinstance(text, str) else text[0] for text in said}
    same = {text for text in english if spoken("nb").texts.get(str(text)) == text}
    for one in (planned, edited):
        page = _page(one, "nb")
        assert '<html lang="nb">' in page
        texts = Document(page).texts
        assert [text for text in texts if text in english - same] == []
    assert same == {"Plan"}


def test_the_norwegian_sentence(edited: Planned) -> None:
    assert Document(_page(edited, "nb")).texts[4] == (
        "1 kunde opprettes, 6 endringer på kunder, 2 fakturaer på kr 1 349,50 og EUR 10,00, "
        "1 fil legges ved, 2 poster holdes tilbake."
    )


def test_what_is_linked_shows_what_stands_there(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS", email="post@fjord.example")
    firm.customer(10002, "Berg AS")
    firm.sync()
    (firm.folder / "state.db").unlink()
    firm.win.run("UPDATE customer SET name = 'Berg og Dal AS' WHERE customer_no = 10002")
    with firm.open() as workspace:
        planned = Planned(workspace.office, make_plan(workspace.office))
    texts = Document(_page(planned)).texts
    assert texts[4] == "2 customers linked to what is there."
    at = texts.index("Fjord AS")
    assert texts[at + 1] == f"linked to {firm.go('customers', Number=10001)['Id']}"
    assert "1 customer linked to what is there: Name changed" in texts
    row = texts.index("Berg AS")
    assert texts[row - 4 : row + 1] == ["Name", "~", "changed", "Berg og Dal AS", "Berg AS"]
    same = texts.index("EmailAddress")
    assert texts[same : same + 5] == ["EmailAddress", "=", "the same", "post@fjord.example", "post@fjord.example"]
    text = "".join(plan_markdown(planned.told()))
    assert "**`10001`** `Fjord AS`\n\n</details>" in text
    assert "| `Name` | `Berg og Dal AS` | `Berg AS` |" in text


def test_what_comes_back_and_what_is_taken_back_are_told_apart(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    for number in (5001, 5002):
        firm.invoice(number, 10001, ("1000.00", "250.00"))
    firm.sync()
    firm.pay(5001, "500.00")
    firm.payments()
    firm.pay(5001, "500.00", kind="reversal")
    firm.pay(5002, "250.00")
    with firm.open() as workspace:
        document = Document(_page(Planned(workspace.office, make_plan(workspace.office, ["payment"]))))
    assert document.texts[4] == "1 payment came back, 1 payment taken back."
    assert document.texts.count("INSERT payment_in") == 2
    assert "It is not in Win yet." in document.texts


# ---- many changes


def _many(planned: Planned, count: int) -> Planned:
    """The same plan with many departments."""
    sections = []
    for section in planned.plan.sections:
        pattern = next((c for c in section.changes if c.action is Action.CREATE), None)
        many: tuple[Change, ...] = ()
        if section.mapping == "department" and pattern is not None:
            many = tuple(replace(pattern, key=f"{n:05}", title=f"Avdeling {n}") for n in range(count))
        sections.append(replace(section, changes=many))
    return replace(planned, plan=replace(planned.plan, sections=tuple(sections)))


def test_of_many_changes_the_first_stand_in_the_page(planned: Planned) -> None:
    document = Document(_page(_many(planned, FIRST + CHUNK + 7)))
    items = [a for tag, a in document.elements if a.get("class") == "item change"]
    assert len(items) == FIRST
    assert f"Show {CHUNK + 7} more" in document.texts
    packed = Document(_unpacked(document))
    assert len([a for _, a in packed.elements if a.get("class") == "item change"]) == CHUNK + 7
    assert "Avdeling 131" in packed.texts


def test_of_very_many_kinds_few_each_stand_in_the_page(planned: Planned) -> None:
    many = _many(planned, FIRST)
    section = next(s for s in many.plan.sections if s.changes)
    plan = replace(many.plan, sections=(section,) * 20)
    document = Document(_page(replace(many, plan=plan)))
    items = [a for tag, a in document.elements if a.get("class") == "item change"]
    assert len(items) == 16 * FIRST + 4 * FEW


def test_a_plan_without_changes_says_so(planned: Planned) -> None:
    empty = replace(planned, plan=replace(planned.plan, sections=(), problems=(warning("P205", "no date"),) * 2))
    document = Document(_page(empty))
    assert "There is nothing to do." in document.texts
    assert document.texts[4] == "Nothing to do, 2 mappings are left out."
    assert not [a for tag, a in document.elements if tag == "input"]


# ---- the command


def test_the_command_prints_the_page(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.customer(77, "Utenfor AS")
    ran = wingo(firm.folder, "plan", "--format", "html", "--strict", "--lang", "nb", code=1)
    document = Document(ran.out)
    assert ran.err == ""
    assert document.texts[4] == "1 kunde opprettes, 1 post holdes tilbake."
    assert [c["key"] for c in exact_json.loads(document.scripts["plan"])["changes"]] == ["10001", "77"]


def test_an_offline_page_says_that_nobody_was_asked(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    ran = wingo(firm.folder, "plan", "customer", "--offline", "--format", "html", code=0)
    document = Document(ran.out)
    assert "What stands in Go was not asked for." in document.texts
    assert "It was made without asking Go: everything looks new." in document.text
    assert "P206" in document.texts
    assert "P206" in ran.err
