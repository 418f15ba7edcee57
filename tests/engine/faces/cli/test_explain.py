"""`wingo explain` tells one record's story: as text, as JSON, as a page; with Go or without it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from engine.diagnostics.languages import ENGLISH
from engine.diagnostics.source import Span
from engine.faces.cli.explain_text import Look, step_lines, story_lines
from engine.faces.cli.paint import Paint
from engine.faces.explain_phrases import outcome_of
from engine.faces.explain_values import plain, said_state, said_value
from engine.language.trace import State, Step
from engine.model import exact_json
from engine.model.change import Action, Pending
from engine.model.record import Fault
from engine.model.types import Kind
from engine.sync.explaining.history import Asked
from engine.sync.explaining.story import Part, Story, Verdict
from engine.sync.state.records import Link
from engine.sync.world import real_world
from parts.firm import Firm

Wingo = Callable[..., Result]
InWin = Callable[..., None]
SetLine = Callable[[Path, str, str], None]

MADE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b|(\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}) \d\d:\d\d")
PERSONAL = "01017012345"
SPACED = "01 01 70 12345"


def explained(wingo: Wingo, folder: Path, *arguments: str, code: int = 0) -> str:
    result = wingo("-w", folder, "explain", *arguments)
    assert result.exit_code == code, result.output
    return MADE.sub("#", result.stdout)


def data(wingo: Wingo, folder: Path, *arguments: str, code: int = 0) -> Any:
    result = wingo("-w", folder, "explain", *arguments, "--format", "json")
    assert result.exit_code == code, result.output
    return exact_json.loads(result.stdout)


# ---- texts


def test_a_field_is_told_step_by_step(wingo: Wingo, synced_workspace: Path) -> None:
    assert explained(wingo, synced_workspace, "customer", "512", "Number") == (
        'Number of customer 512 "Bjørk & Sønn"  =  10512    in PowerOffice Go: 10512, sent #, plan #\n'
        "\n"
        "  (external_ledger_no ?? customer_no) within series.customer    mappings/base/customer.yaml:23"
        "  two-way, settled\n"
        "      external_ledger_no      10512       read from Win\n"
        "      ?? customer_no          not needed\n"
        '      within series.customer  10512       in 10000-19999 "Kunder"\n'
        "      back: external_ledger_no ← Number, only where it differs from `customer_no`\n"
    )


def test_a_field_is_told_in_norwegian(wingo: Wingo, synced_workspace: Path) -> None:
    assert explained(wingo, synced_workspace, "customer", "512", "Number", "--lang", "nb") == (
        'Number for customer 512 "Bjørk & Sønn"  =  10512    i PowerOffice Go: 10512, sendt #, plan #\n'
        "\n"
        "  (external_ledger_no ?? customer_no) within series.customer    mappings/base/customer.yaml:23"
        "  toveis, avgjort\n"
        "      external_ledger_no      10512          lest fra Win\n"
        "      ?? customer_no          trengtes ikke\n"
        "      within series.customer  10512          i 10000-19999 «Kunder»\n"
        "      tilbake: external_ledger_no ← Number, bare der det er ulikt `customer_no`\n"
    )


def test_a_refused_field_says_why_and_the_lets_come_behind(wingo: Wingo, synced_workspace: Path, in_win: InWin) -> None:
    in_win(synced_workspace, "update customer set country = 'Atlantis' where customer_no = 10001")
    assert explained(wingo, synced_workspace, "customer", "10001", "MailAddress.CountryCode") == (
        'MailAddress.CountryCode of customer 10001 "Fjord Bygg AS"  =  refused'
        "    in PowerOffice Go: NO, sent #, plan #, then as NO\n"
        '    R201  unknown country "Atlantis": write its name or its two letters in Win\n'
        "\n"
        '  country_code ?? refuse "unknown country \\"{country}\\": write its name or its two letters in Win"'
        "    mappings/base/customer.yaml:72\n"
        "      country_code  absent    let, line 44\n"
        "        country     Atlantis  read from Win\n"
        '      ?? refuse "unknown country \\"{country}\\": write its name or its two letters in Win"'
        '  refused   unknown country "Atlantis": write its name or its two letters in Win\n'
        "\n"
        "  let country_code = country_name | upper | table(countries) else (country_name | country else empty)"
        "    mappings/base/customer.yaml:44\n"
        "      country_name        Atlantis  let, line 43\n"
        "      | upper             ATLANTIS\n"
        '      | table(countries)  failed    "ATLANTIS" is not in the table countries\n'
        "      else country_name   Atlantis  let, line 43\n"
        '      | country           failed    "Atlantis" is not a country\'s code, '
        "nor its name in Norwegian or English\n"
        "      else empty          (empty)\n"
        "\n"
        '  let country_name = country ?? "NO"    mappings/base/customer.yaml:43\n'
        "      country  Atlantis    read from Win\n"
        '      ?? "NO"  not needed\n'
    )


def test_a_record_is_told_field_by_field_with_what_differs(wingo: Wingo, synced_workspace: Path, in_win: InWin) -> None:
    in_win(synced_workspace, "update customer set email = 'ny@fjord.example' where customer_no = 10001")
    lines = explained(wingo, synced_workspace, "customer", "10001").splitlines()
    assert lines[0] == "customer 10001  Fjord Bygg AS"
    assert re.fullmatch(r"  ~ would have 1 field updated in PowerOffice Go    PATCH /Customers/\d+", lines[1])
    assert re.fullmatch(r"    linked to \d+ in PowerOffice Go since #, by run 1", lines[2])
    [mail] = [line for line in lines if " EmailAddress " in line]
    assert "post@fjordbygg.example  ->  ny@fjord.example" in mail
    assert mail.startswith("  ~ ")
    assert mail.endswith("mappings/base/customer.yaml:61")
    assert lines[-2:] == ["  What was done", lines[-1]]
    assert re.fullmatch(r"    #  run 1 \(#\)  create  POST /Customers  done, \d+", lines[-1])
    assert any(re.search(r"…  \d+ more fields have no value  \(-v shows them\)", line) for line in lines)


def test_verbose_leaves_nothing_out(wingo: Wingo, synced_workspace: Path) -> None:
    text = explained(wingo, synced_workspace, "department", "20", "-v")
    assert "more field" not in text
    assert "\n\n\n" not in text
    assert re.search(r"ManagerEmployeeId +left alone ", text)
    assert re.search(r"let fit +no +manager.active and …", text)
    assert re.search(r"warn +no ", text)
    assert '  Sent last (department)\n    {\n      "Code": "20",' in text
    assert "department_manager  a second pass over the same record" in text


def test_a_refused_record_has_its_remedy_and_since_when(wingo: Wingo, synced_workspace: Path) -> None:
    lines = explained(wingo, synced_workspace, "customer", "77").splitlines()
    assert lines[:5] == [
        "customer 77  Utenfor AS",
        "  ! is refused    mappings/base/customer.yaml:23",
        "    R301  77 lies in no customer series (10000-19999) and has no external_ledger_no"
        "    mappings/base/customer.yaml:23",
        "          Give the record an external ledger number in Win, or widen the series in Go.",
        "    held back since # (R301), tried once",
    ]
    wingo("-w", synced_workspace, "sync", "--yes")
    assert "tried 2 times" in explained(wingo, synced_workspace, "customer", "77")


def test_an_invoice_names_its_requests_and_the_file_that_was_sent(wingo: Wingo, demo_workspace: Path) -> None:
    text = explained(wingo, demo_workspace, "invoice", "1/5001", "--offline")
    assert "  > would be posted in PowerOffice Go    POST /Vouchers/OutgoingInvoiceJournals" in text
    assert "\n  @ PUT /VoucherDocumentation" in text


def test_an_invoice_that_was_sent_names_its_file(wingo: Wingo, synced_workspace: Path) -> None:
    assert "    its file was sent: " in explained(wingo, synced_workspace, "invoice", "1/5001")


def test_drift_is_told_in_the_line_and_in_the_field(wingo: Wingo, synced_workspace: Path) -> None:
    state = synced_workspace / "go.json"
    state.write_text(state.read_text(encoding="utf-8").replace("Fjord Bygg AS", "Endret AS"), encoding="utf-8")
    assert re.search(
        r"~ Name +Endret AS  ->  Fjord Bygg AS +changed by hand in PowerOffice Go",
        explained(wingo, synced_workspace, "customer", "10001"),
    )
    heading = explained(wingo, synced_workspace, "customer", "10001", "Name").splitlines()[0]
    assert heading.endswith("in PowerOffice Go: Endret AS, changed by hand in PowerOffice Go, sent #, plan #")


def test_what_was_sent_as_another_value_is_said(wingo: Wingo, synced_workspace: Path, in_win: InWin) -> None:
    in_win(synced_workspace, "update customer set phone = '99 00 00 00' where customer_no = 10001")
    heading = explained(wingo, synced_workspace, "customer", "10001", "PhoneNumber").splitlines()[0]
    assert re.search(r"=  99 00 00 00    in PowerOffice Go: ([\d ]+), sent #, plan #, then as \1$", heading)


# ---- FIELD


def test_a_field_may_be_all_items_a_whole_object_or_a_let(wingo: Wingo, demo_workspace: Path) -> None:
    def targets(*arguments: str) -> list[str]:
        return [field["target"] for field in data(wingo, demo_workspace, *arguments)["parts"][0]["fields"]]

    vats = targets("invoice", "1/5002", "OutgoingInvoiceLines[].VatId")
    assert len(vats) > 1
    assert vats[0] == "OutgoingInvoiceLines[0].VatId"
    assert targets("invoice", "1/5002", "OutgoingInvoiceLines[0].VatId") == vats[:1]
    assert targets("customer", "512", "MailAddress")[0] == "MailAddress.AddressLine1"
    told = data(wingo, demo_workspace, "customer", "512", "country_code")["parts"][0]
    assert (told["fields"], [s["name"] for s in told["statements"]]) == ([], ["country_name", "country_code"])
    text = explained(wingo, demo_workspace, "customer", "512", "country_name", "--offline")
    assert text.startswith('  let country_name = country ?? "NO"    mappings/base/customer.yaml:43\n')


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("Numbr", "no rule of customer fills 'Numbr'; did you mean 'Number'?"),
        ("zzz", "there are Number, ExternalNumber, "),
    ],
)
def test_a_field_that_no_rule_fills_is_wrong_usage(wingo: Wingo, demo_workspace: Path, field: str, meant: str) -> None:
    result = wingo("-w", demo_workspace, "explain", "customer", "512", field)
    assert result.exit_code == 2
    assert meant in result.stderr


def test_of_a_field_that_an_overlay_drops_it_is_told_where(wingo: Wingo, demo_workspace: Path) -> None:
    overlay = demo_workspace / "customer.yaml"
    lines = overlay.read_text(encoding="utf-8").splitlines()
    begin = lines.index("rules: |")
    lines.insert(begin + 1, "  drop MailAddress")
    overlay.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in ("MailAddress", "MailAddress.City"):
        result = wingo("-w", demo_workspace, "explain", "customer", "512", name, "--offline")
        assert result.exit_code == 2
        where = f"customer.yaml:{begin + 2}"
        assert f"no rule of customer fills {name!r}: {where} drops it" in result.stderr.replace(
            str(demo_workspace) + "/", ""
        )


def test_a_vouchers_payments_are_listed(wingo: Wingo, firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"))
    firm.sync()
    assert "  Payments\n    none yet\n" in explained(wingo, firm.folder, "invoice", "1/5001")
    firm.pay(5001, "1000.00")
    firm.payments()
    firm.pay(5001, "250.00", "write_off", "2026-11-02")
    [(entry,)] = firm.win.run("SELECT go_entry_id FROM payment_in")
    text = explained(wingo, firm.folder, "invoice", "1/5001")
    assert f"    2026-11-01  INNBETALING  1000.00  {entry}  in Win\n" in text
    assert re.search(r"2026-11-02  TAP           250.00  \S+  not in Win yet: `wingo .*payments` brings it\n", text)
    told = data(wingo, firm.folder, "invoice", "1/5001")["payments"]
    assert [(one["kind"], str(one["amount"]), one["progress"]) for one in told] == [
        ("INNBETALING", "1000.00", "written"),
        ("TAP", "250.00", "to_come"),
    ]
    assert (told[0]["entry"], told[0]["date"], told[0]["why"]) == (entry, "2026-11-01", None)
    page = wingo("-w", firm.folder, "explain", "invoice", "1/5001", "--format", "html", "--lang", "nb").stdout
    assert "<h2>Betalinger</h2>" in page
    assert f"<code>{entry}</code>" in page
    assert explained(wingo, firm.folder, "payment", entry).startswith(f"payment {entry.replace(':', '/')}")


def test_of_a_record_whose_rules_did_not_run_no_field_is_known(
    wingo: Wingo, synced_workspace: Path, in_win: InWin
) -> None:
    in_win(synced_workspace, "delete from customer where customer_no = 10001")
    result = wingo("-w", synced_workspace, "explain", "customer", "10001", "Number")
    assert result.exit_code == 2
    assert "nothing is known of the fields of customer 10001" in result.stderr


def test_an_unknown_entity_is_wrong_usage_and_an_unknown_key_is_p111(wingo: Wingo, demo_workspace: Path) -> None:
    result = wingo("-w", demo_workspace, "explain", "custmer", "512")
    assert (result.exit_code, "did you mean 'customer'?" in result.stderr) == (2, True)
    result = wingo("-w", demo_workspace, "explain", "invoice", "5001")
    assert result.exit_code == 1
    assert "error[P111]: Win has no invoice 5001" in result.stderr
    assert "did you mean 1/5001?" in result.stderr
    [diagnostic] = data(wingo, demo_workspace, "invoice", "5001", code=1)["diagnostics"]
    assert (diagnostic["code"], diagnostic["help"]) == ("P111", "did you mean 1/5001?")


def test_a_second_pass_is_explained_with_what_it_continues(wingo: Wingo, demo_workspace: Path) -> None:
    told = data(wingo, demo_workspace, "department_manager", "20")
    assert told["entity"] == "department"
    assert [part["mapping"] for part in told["parts"]] == ["department", "department_manager"]


# ---- JSON


def test_json_has_its_members_and_exact_values(wingo: Wingo, synced_workspace: Path) -> None:
    told = data(wingo, synced_workspace, "invoice", "1/5001")
    assert list(told) == [
        "entity", "key", "title", "source", "target", "verdict", "asked", "link", "parts", "file", "payments",
        "journal", "diagnostics",
    ]  # fmt: skip
    assert told["verdict"] == {
        "kind": "unchanged", "message": "stands in PowerOffice Go as it should be", "file": None, "line": None,
    }  # fmt: skip
    assert told["link"]["run"] == 1
    assert set(told["file"]) == {"file", "bytes", "sha256"}
    [part] = told["parts"]
    [amount] = [f for f in part["fields"] if f["target"] == "OutgoingInvoiceLines[0].CurrencyAmount"]
    assert (str(amount["after"]), str(amount["value"]), str(amount["sent"])) == ("4062.50", "4062.50", "4062.50")
    assert (amount["file"], amount["text"]) == ("mappings/base/invoice.yaml", "line.net + line.vat | round(2)")
    assert [(step["text"], step["depth"], step["kind"], step["state"]) for step in amount["steps"]] == [
        ("line.net", 1, "field", "value"),
        ("line.vat", 1, "field", "value"),
        ("line.net + line.vat", 0, "operator", "value"),
        ("| round(2)", 0, "function", "value"),
    ]
    lines = next(s for s in part["statements"] if s["name"] == "lines_total")["steps"][0]
    assert (lines["text"], list(lines["value"])) == ("lines", ["items"])
    assert [asked["action"] for asked in told["journal"]] == ["post", "attach"]
    assert {asked["outcome"] for asked in told["journal"]} == {"done"}
    assert part["sent"]["InvoiceNo"] == "5001"


def test_json_of_a_refused_record_has_its_diagnostics_at_the_step(wingo: Wingo, synced_workspace: Path) -> None:
    told = data(wingo, synced_workspace, "customer", "77", "Number")
    [part] = told["parts"]
    assert [held["code"] for held in part["held"]] == ["R301"]
    assert [change["action"] for change in part["changes"]] == ["refused"]
    [number] = part["fields"]
    assert number["diagnostic"]["code"] == "R301"
    assert [step["state"] for step in number["steps"]] == ["absent", "value", "failed"]
    assert told["verdict"]["line"] == number["line"] == number["steps"][-1]["line"]


# ---- without Go


DEAD = "http://127.0.0.1:9"


def _dead_go(set_line: SetLine, folder: Path) -> None:
    keys = "application_key: a, client_key: b, subscription_key: c"
    set_line(folder, "go", f'go: {{connector: go, base_url: "{DEAD}", token_url: "{DEAD}", {keys}}}')


def test_when_go_cannot_be_reached_the_story_is_told_without_it(
    wingo: Wingo, synced_workspace: Path, set_line: SetLine
) -> None:
    _dead_go(set_line, synced_workspace)
    result = wingo("-w", synced_workspace, "explain", "customer", "10001")
    assert result.exit_code == 4
    assert "PowerOffice Go was not asked: what it holds now is not known here." in result.stdout
    assert "linked to " in result.stdout
    assert "POST /Customers  done" in result.stdout
    assert "error[P901]" in result.stderr


def test_offline_what_go_holds_is_not_known(wingo: Wingo, synced_workspace: Path) -> None:
    told = data(wingo, synced_workspace, "customer", "10001", "Name", "--offline")
    assert (told["asked"], told["verdict"]["kind"], told["diagnostics"]) == (False, "sent", [])
    [name] = told["parts"][0]["fields"]
    assert (name["stands"], name["standing"], name["was_sent"], name["sent"]) == (False, None, True, "Fjord Bygg AS")


def test_offline_asks_nobody_and_is_no_failure(wingo: Wingo, synced_workspace: Path, set_line: SetLine) -> None:
    _dead_go(set_line, synced_workspace)
    text = explained(wingo, synced_workspace, "customer", "10001", "--offline")
    assert "  - was sent before; what differs in PowerOffice Go is not known without asking it\n" in text
    assert "POST /Customers  done" in text
    assert "would" not in explained(wingo, synced_workspace, "payment", "x/y", "--offline", code=1)


def test_when_win_cannot_be_read_there_is_no_story(wingo: Wingo, synced_workspace: Path) -> None:
    (synced_workspace / "win.db").unlink()
    result = wingo("-w", synced_workspace, "explain", "customer", "10001")
    assert result.exit_code in (1, 4)
    assert result.stdout == ""
    assert "error[P9" in result.stderr


def test_what_could_not_be_planned_ends_with_1(wingo: Wingo, synced_workspace: Path, set_line: SetLine) -> None:
    set_line(synced_workspace, "invoices_from", "")
    result = wingo("-w", synced_workspace, "explain", "invoice", "1/5001")
    assert result.exit_code == 1
    assert "is not planned: its mapping could not be planned" in result.stdout
    assert "error[P205]" in result.stderr


# ---- personal numbers


@pytest.mark.parametrize(
    ("form", "fields"),
    [("text", ["", "OrganizationNumber", "Name"]), ("json", [""]), ("html", [""])],
)
def test_a_personal_number_is_never_told(
    wingo: Wingo, demo_workspace: Path, in_win: InWin, form: str, fields: list[str]
) -> None:
    in_win(
        demo_workspace,
        "update customer set org_no = ?, name = ?, email = ?, phone = ? where customer_no = 10001",
        PERSONAL,
        f"Ola {PERSONAL[:6]} {PERSONAL[6:]} AS",
        f"{PERSONAL}@fjord.example",
        SPACED,
    )
    for field in fields:
        asked = ["customer", "10001", *([field] if field else [])]
        result = wingo("-w", demo_workspace, "explain", *asked, "-v", "--format", form)
        assert result.exit_code == 0, result.output
        assert PERSONAL not in result.output
        assert f"{PERSONAL[:6]} {PERSONAL[6:]}" not in result.output
        assert SPACED not in result.output
        assert "***********" in result.output


def test_values_are_shown_as_they_are_but_for_personal_numbers() -> None:
    assert plain(PERSONAL) == plain(int(PERSONAL[1:] + "1")) == "***********"
    assert plain(PERSONAL, Kind.ID) == PERSONAL
    assert plain(Fault(PERSONAL, "not a date")) == "***********"
    assert plain({"a": ({"b": f"Ola {PERSONAL}, Storgata"},)}) == {"a": ({"b": "Ola ***********, Storgata"},)}
    assert plain("+4701017012345") == "+4701017012345"
    assert plain(True, Kind.FLAG) is True
    assert plain(Fraction(1, 3), Kind.NUMBER) == "1/3"
    assert plain({"a": 1}, Kind.OBJECT) == {"fields": 1}
    assert said_value({"a": 1}, Kind.OBJECT, ENGLISH) == "a record"
    assert said_value(({}, {}), Kind.LIST, ENGLISH) == "2 items"
    assert said_value(Pending("department", "10"), Kind.ID, ENGLISH) == "{department:10}"
    assert said_value("a\nb", Kind.TEXT, ENGLISH) == "a b"


def _step(text: str, depth: int, kind: str, state: State = State.VALUE) -> Step:
    return Step(text, Span("m.yaml", 1, 1, 1, 2), depth, kind, Kind.NUMBER, state, 1)


def test_of_a_long_list_only_the_first_items_are_told() -> None:
    items = [step for n in range(1, 16) for step in (_step(f"line {n}", 1, "item"), _step(f"net {n}", 2, "field"))]
    steps = [_step("lines", 1, "field"), *items, _step("sum", 0, "aggregate", State.NOT_REACHED)]
    look = Look(ENGLISH, Paint(), real_world("Europe/Oslo").timezone)
    lines = list(step_lines(steps, look))
    assert len(lines) == 1 + 2 * 12 + 1 + 1
    assert lines[-2].split() == ["sum", "not", "reached"]
    assert lines[-1].strip() == "…  the items that follow are left out  (-v shows them)"
    whole = list(step_lines(steps, Look(ENGLISH, Paint(), look.zone, whole=True)))
    assert len(whole) == len(steps)
    assert said_state(_step("x", 0, "field", State.ABSENT), ENGLISH) == "absent"


def test_a_link_without_a_journal_is_told_with_its_time_and_an_empty_pass_not_at_all() -> None:
    link = Link("win.department", "10", "department", 1603, at="2026-11-24T07:15:03+00:00")
    parts = (Part("department"), Part("department_manager"))
    told = Story("department", "10", "Lønn", "Win", "Go", Verdict("gone", "has no row"), parts, link=link)
    lines = list(story_lines(told, Look(ENGLISH, Paint(), real_world("Europe/Oslo").timezone)))
    assert lines == ["department 10  Lønn", "  - has no row", "    linked to 1603 in Go, 2026-11-24 08:15"]


def test_how_a_request_came_out_is_said() -> None:
    at = real_world("Europe/Oslo").clock()

    def asked(outcome: str | None, detail: str, target_id: int | None = None) -> str:
        entry = Asked(1, "customer", "1", Action.CREATE, "POST", "/Customers", at, outcome, detail, target_id)
        return outcome_of(entry, ENGLISH)

    assert asked("done", "", 4711) == "done, 4711"
    assert asked("refused", f"Number\nis {PERSONAL}") == "refused: Number is ***********"
    assert asked("absent", "timed out") == "did not take hold: timed out"
    assert asked(None, "") == "no answer yet: the next run asks"


# ---- the page


class _Page(HTMLParser):
    """A page's texts, what it would fetch, and the text of its data."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.fetches: list[str] = []
        self.data = ""
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self._in = named.get("id") or tag if tag == "script" else tag
        self.fetches += [value or "" for name, value in attrs if name in ("src", "srcset", "action")]
        self.fetches += [named.get("href") or ""] if tag == "link" else []

    def handle_data(self, data: str) -> None:
        if self._in == "story":
            self.data += data
        elif self._in not in ("script", "style"):
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in = ""


def page(wingo: Wingo, folder: Path, *arguments: str, code: int = 0) -> _Page:
    result = wingo("-w", folder, "explain", *arguments, "--format", "html")
    assert result.exit_code == code, result.output
    return _Page(result.stdout)


def test_the_page_tells_the_story_and_holds_its_data(wingo: Wingo, synced_workspace: Path) -> None:
    found = page(wingo, synced_workspace, "invoice", "1/5001")
    text = " ".join(found.texts)
    for told in (
        "stands in PowerOffice Go as it should be", "OutgoingInvoiceLines[0].CurrencyAmount", "4062.50",
        "line.net + line.vat", "mappings/base/invoice.yaml:78", "POST /Vouchers/OutgoingInvoiceJournals",
        "let lines_total", "read from Win",
    ):  # fmt: skip
        assert told in text, told
    assert exact_json.loads(found.data) == data(wingo, synced_workspace, "invoice", "1/5001")
    assert found.fetches == []
    assert found.tags.count("details") > 20


def test_the_page_of_a_field_is_unfolded_and_small(wingo: Wingo, synced_workspace: Path) -> None:
    result = wingo("-w", synced_workspace, "explain", "customer", "77", "Number", "--format", "html", "--lang", "nb")
    assert result.exit_code == 0
    assert '<html lang="nb">' in result.stdout
    assert '<span class="chip">toveis, avgjort</span>' in result.stdout
    assert "<bdi>tilbake: external_ledger_no ← Number, bare der det er ulikt `customer_no`</bdi>" in result.stdout
    assert result.stdout.count('<details class="item field" open>') == 1
    text = " ".join(_Page(result.stdout).texts)
    assert "stoppet" in text
    assert "lest fra Win" in text
    assert "Sendes" not in text
    assert "EmailAddress" not in text
    for english in ("Each opens", "read from", "What was done", "Its fields", "not needed"):
        assert english not in text


def test_hostile_data_stays_text_on_the_page(wingo: Wingo, synced_workspace: Path, in_win: InWin) -> None:
    hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)> "Ås" \u202eSA'
    in_win(synced_workspace, "update customer set name = ? where customer_no = 10001", hostile)
    clean = page(wingo, synced_workspace, "customer", "10002")
    found = page(wingo, synced_workspace, "customer", "10001")
    assert found.tags.count("script") == clean.tags.count("script")
    assert "img" not in found.tags
    assert found.fetches == []
    assert exact_json.loads(found.data)["parts"][0]["fields"]


def test_the_page_says_when_go_was_not_asked_and_what_could_not_be_planned(
    wingo: Wingo, synced_workspace: Path, set_line: SetLine
) -> None:
    set_line(synced_workspace, "invoices_from", "")
    text = " ".join(page(wingo, synced_workspace, "department", "20", "--offline").texts)
    assert "PowerOffice Go was not asked" in text
    assert "P205" in text
    assert "department_manager" in text


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_an_id_is_told_with_its_code(wingo: Wingo, synced_workspace: Path, in_win: InWin, form: str) -> None:
    in_win(synced_workspace, "update customer set payment_days = 30 where customer_no = 10001")
    told = wingo("-w", synced_workspace, "explain", "customer", "10001", "PaymentTermId", "--format", form)
    assert told.exit_code == 0, told.output
    if form == "json":
        field = json.loads(told.stdout)["parts"][0]["fields"][0]
        assert (field["code_standing"], field["code"]) == ("10", "30")
    else:
        assert re.search(r"\d \(10\)", told.stdout)
        assert re.search(r"\d \(30\)", told.stdout)
