"""`wingo reconcile` by the real command on the demo: what it says, line by line, and how it ends."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Wingo = Callable[..., Result]
InWin = Callable[..., None]

# The demo's invoices that are held back on purpose (connectors/win/demo/invoice_cases.py).
HELD = {5009, 5012, 5027, 5029, 5030, 5031, 5034, 5035, 5041, 5045}


def reconciled(wingo: Wingo, folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    result = wingo("-w", folder, "reconcile", "--format", "json", *arguments)
    assert result.exit_code == code, result.output
    answer: dict[str, Any] = json.loads(result.stdout, parse_float=Decimal)
    return answer


def test_after_the_demo_every_difference_is_a_record_that_is_held_back(wingo: Wingo, synced_workspace: Path) -> None:
    told = reconciled(wingo, synced_workspace)
    differences = told["differences"]
    assert {(one["kind"], one["held"], one["go"]) for one in differences} == {("missing_in_go", True, None)}
    assert all(one["code"] and one["reason"] and one["help"] for one in differences)
    assert Counter(one["entity"] for one in differences) == {
        "employee": 1,
        "customer": 7,
        "contact_person": 1,
        "project": 1,
        "invoice": len(HELD),
    }
    assert {one["key"] for one in differences if one["entity"] == "invoice"} == {f"1/{number}" for number in HELD}
    assert (told["not_compared"], told["diagnostics"]) == ([], [])


def test_the_sums_differ_by_exactly_what_is_held_back(wingo: Wingo, synced_workspace: Path) -> None:
    told = reconciled(wingo, synced_workspace)
    for entity in ("employee", "customer", "invoice", "credit_note"):
        lines = [line for line in told["summary"] if line["entity"] == entity]
        missing = [one for one in told["differences"] if one["entity"] == entity]
        assert sum(line["win"]["count"] - line["go"]["count"] for line in lines) == len(missing)
        sums = [line["win"]["total"] - line["go"]["total"] for line in lines if line["win"]["total"] is not None]
        assert sum(sums) == sum(one["win"] for one in missing if isinstance(one["win"], Decimal))


def test_gaps_and_what_is_left_out_are_told_with_their_reason(wingo: Wingo, synced_workspace: Path) -> None:
    told = reconciled(wingo, synced_workspace)
    causes = {gap["from"]: gap["cause"] for gap in told["gaps"]}
    assert causes == {5033: "left_out", 5036: "void"} | dict.fromkeys(HELD, "held")
    assert [item["count"] for item in told["left_out"] if item["code"] == "P204"] == [17, 1]


def test_an_ore_in_win_is_found_and_strict_says_so_by_its_exit_code(
    wingo: Wingo, synced_workspace: Path, in_win: InWin
) -> None:
    in_win(synced_workspace, "UPDATE invoice SET paid_amount = '0.01' WHERE client_no = 1 AND invoice_no = 5050")
    told = reconciled(wingo, synced_workspace, "--strict", code=1)
    (found,) = (one for one in told["differences"] if not one["held"])
    assert (found["entity"], found["key"], found["kind"]) == ("invoice", "1/5050", "balance")
    assert found["go"] - found["win"] == Decimal("0.01")


def test_what_was_altered_after_it_was_posted_is_told_as_standing_otherwise(
    wingo: Wingo, synced_workspace: Path, in_win: InWin
) -> None:
    in_win(synced_workspace, "UPDATE invoice SET due_date = '2027-01-31' WHERE client_no = 1 AND invoice_no = 5050")
    told = reconciled(wingo, synced_workspace)
    (found,) = (one for one in told["differences"] if not one["held"])
    assert (found["key"], found["kind"], found["code"]) == ("1/5050", "count", "P201")
    assert (found["win"], found["go"]) == (1, 0)
    result = wingo("-w", synced_workspace, "reconcile", "-q")
    (line,) = (line for line in result.stdout.splitlines() if "1/5050" in line and "≠" in line)
    assert line.endswith("·  stands there otherwise")


def test_the_text_stands_in_columns_and_ends_with_what_to_do(
    wingo: Wingo, synced_workspace: Path, in_win: InWin
) -> None:
    in_win(synced_workspace, "UPDATE invoice SET total = total + 0.01 WHERE client_no = 1 AND invoice_no = 5050")
    result = wingo("-w", synced_workspace, "reconcile")
    lines = result.stdout.splitlines()
    assert lines[0] == "Win and PowerOffice Go, from 2026-10-01, and what is linked of before"
    assert lines[2].split() == ["Win", "PowerOffice", "Go"]
    assert lines[3].split() == ["count", "total", "open", "count", "total", "open"]
    assert lines[4].split() == ["=", "department", "6", "6"]
    assert "21 differences, 20 of them records that are held back" in lines
    place = next(place for place, line in enumerate(lines) if "1/5050" in line and "≠" in line)
    assert re.search(
        r"another amount  ·  Win [\d,]+\.\d\d, PowerOffice Go [\d,]+\.\d\d NOK \(0\.01 apart\)", lines[place]
    )
    assert lines[place + 1].strip() == "its total is another than the one that was posted"
    assert "  invoice 1  voided, and never sent: 5036" in lines


def test_quiet_leaves_the_differences_alone(wingo: Wingo, synced_workspace: Path) -> None:
    lines = wingo("-w", synced_workspace, "reconcile", "-q").stdout.splitlines()
    assert lines[0] == "20 differences, all of them records that are held back"
    assert lines[-1].strip()


def test_a_window_shows_its_own_days_by_year_or_by_month(wingo: Wingo, synced_workspace: Path) -> None:
    told = reconciled(wingo, synced_workspace, "--from", "2026-11-01", "--to", "2026-11-30", "--period", "year")
    assert {line["period"] for line in told["summary"]} == {None, "2026"}
    assert not [one for one in told["differences"] if one["entity"] == "invoice"]
    for arguments, words in (
        (("--from", "2026-11-01"), "from 2026-11-01"),
        (("--to", "2026-11-01"), "until 2026-11-01"),
        (("--from", "2026-11-01", "--to", "2026-11-02"), "2026-11-01 to 2026-11-02"),
    ):
        assert words in wingo("-w", synced_workspace, "reconcile", *arguments).stdout.splitlines()[0]


def test_a_window_that_ends_before_it_begins_is_a_usage_error(wingo: Wingo, synced_workspace: Path) -> None:
    result = wingo("-w", synced_workspace, "reconcile", "--from", "2026-11-02", "--to", "2026-11-01")
    assert result.exit_code == 2


def test_it_is_said_in_norwegian_and_the_data_stays_as_it_is(wingo: Wingo, synced_workspace: Path) -> None:
    english = reconciled(wingo, synced_workspace)
    norwegian = reconciled(wingo, synced_workspace, "--lang", "nb")
    names = ("entity", "key", "kind", "win", "go", "code")
    assert [[one[name] for name in names] for one in norwegian["differences"]] == [
        [one[name] for name in names] for one in english["differences"]
    ]
    text = wingo("-w", synced_workspace, "--lang", "nb", "reconcile").stdout
    assert "20 avvik, alle poster som holdes tilbake" in text
    assert "mangler i PowerOffice Go" in text
    assert "Nothing" not in text


def test_the_page_stands_alone_and_holds_its_data(wingo: Wingo, synced_workspace: Path, in_win: InWin) -> None:
    in_win(synced_workspace, "UPDATE customer SET name = '<script>alert(1)</script>' WHERE customer_no = 77")
    page = wingo("-w", synced_workspace, "reconcile", "--format", "html").stdout
    assert page.lstrip().startswith("<!doctype html>")
    assert "<script>alert" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    data = re.search(r'<script type="application/json" id="reconciliation">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert len(json.loads(data.group(1))["differences"]) == 20
    assert "20 differences, all of them records that are held back" in page


@pytest.mark.parametrize(("lang", "words"), [("en", "Win and PowerOffice Go agree."), ("nb", "stemmer overens")])
def test_a_firm_without_differences_is_told_so(wingo: Wingo, tmp_path: Path, lang: str, words: str) -> None:
    from parts.filed_firm import FiledFirm

    firm = FiledFirm(tmp_path)
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"))
    firm.sync()
    firm.pay(5001, "100")
    page = wingo("-w", tmp_path, "--lang", lang, "reconcile", "--format", "html").stdout
    assert "476" in page  # the payment that has not come back stands with its invoice
    firm.payments()
    assert words in wingo("-w", tmp_path, "--lang", lang, "reconcile", "--format", "html").stdout
    ended = wingo("-w", tmp_path, "--lang", lang, "reconcile", "--strict")
    assert ended.exit_code == 0
    assert {"en": "No differences.", "nb": "Ingen avvik."}[lang] in ended.stdout
