"""`wingo show` prints a mapping as it runs, and says of each rule where it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

from engine.mapping.library import shipped_mappings

Wingo = Callable[..., Result]

LOCAL = """\
mapping: department
extends: base/department
series:
  customer: Customer
  own: {from: 100, to: 199}
rules: |
  Name = name | squeeze
       | limit(50)
"""


def shown(wingo: Wingo, folder: Path, entity: str) -> list[dict[str, Any]]:
    result = wingo("-w", folder, "show", entity, "--format", "json")
    assert result.exit_code == 0, result.stderr
    mappings: list[dict[str, Any]] = json.loads(result.stdout)["mappings"]
    return mappings


def test_every_rule_is_where_it_says(wingo: Wingo, demo_workspace: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(demo_workspace)
    [mapping] = shown(wingo, demo_workspace, "customer")
    assert mapping["files"] == ["mappings/base/customer.yaml", "customer.yaml"]
    assert (mapping["from"], mapping["to"], mapping["key"]) == ("win.customer", "go.customer", ["customer_no"])
    own = Path("customer.yaml").read_text(encoding="utf-8").splitlines()
    overlay = [rule for rule in mapping["rules"] if rule["origin"] == "overlay"]
    assert overlay
    assert all(rule["text"].split("\n")[0].strip() in own[rule["line"] - 1] for rule in overlay)
    assert {rule["file"] for rule in mapping["rules"] if rule["origin"] == "base"} == {"mappings/base/customer.yaml"}


def test_an_overlay_s_rule_stands_in_place_of_the_base_s_and_a_dropped_one_is_gone(
    wingo: Wingo, demo_workspace: Path
) -> None:
    [mapping] = shown(wingo, demo_workspace, "customer")
    targets = [rule["text"].split()[0] for rule in mapping["rules"]]
    assert targets.count("SendPaymentReminders") == 1
    assert "SalesPersonEmployeeId" not in targets


def test_tables_are_merged_by_key(wingo: Wingo, demo_workspace: Path) -> None:
    [mapping] = shown(wingo, demo_workspace, "customer")
    rows = mapping["tables"]["countries"]["rows"]
    assert rows["VEST-TYSKLAND"] == "DE"
    assert len(rows) > 10


def test_the_second_pass_over_an_entity_is_shown_with_it(wingo: Wingo, demo_workspace: Path) -> None:
    first, second = shown(wingo, demo_workspace, "department")
    assert (first["mapping"], second["mapping"], second["continues"]) == (
        "department",
        "department_manager",
        "department",
    )
    [alone] = shown(wingo, demo_workspace, "department_manager")
    assert alone == second


def test_text_has_the_place_right_of_each_rule(wingo: Wingo, demo_workspace: Path) -> None:
    (demo_workspace / "department.yaml").write_text(LOCAL, encoding="utf-8")
    result = wingo("-w", demo_workspace, "show", "department")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "department: win.department -> go.department"
    assert "  key        department_no" in lines
    assert [line.endswith("department.yaml:4  overlay") for line in lines if "customer: Customer" in line] == [True]
    assert [line.endswith("department.yaml:5  overlay") for line in lines if "own: 100-199" in line] == [True]
    [name] = [line for line in lines if line.startswith("  Name = name | squeeze")]
    assert name.endswith("department.yaml:7  overlay, replaces mappings/base/department.yaml:12")
    assert lines[lines.index(name) + 1].strip() == "| limit(50)"
    assert "  continues  department" in lines
    assert "\x1b" not in result.stdout


def test_text_shows_select_and_the_beginning_of_long_tables(wingo: Wingo, demo_workspace: Path) -> None:
    short = wingo("-w", demo_workspace, "show", "customer").stdout
    assert "  select     not is_internal    mappings/base/customer.yaml:" in short
    assert "more (-v shows them)" in short
    whole = wingo("-w", demo_workspace, "show", "customer", "-v").stdout
    assert "more (-v shows them)" not in whole
    assert "VEST-TYSKLAND" in whole


def test_each_two_way_rule_has_its_class_and_its_way_back(wingo: Wingo, demo_workspace: Path) -> None:
    text = wingo("-w", demo_workspace, "show", "customer").stdout
    number = next(line for line in text.splitlines() if line.startswith("  Number "))
    assert number.endswith("mappings/base/customer.yaml:23  two-way, settled")
    assert "\n      back: external_ledger_no ← Number, only where it differs from `customer_no`\n" in text
    assert "\n      back: customer_no ← ExternalNumber\n" in text
    norwegian = wingo("-w", demo_workspace, "show", "customer", "--lang", "nb").stdout
    assert (
        "toveis, avgjort\n      tilbake: external_ledger_no ← Number, bare der det er ulikt `customer_no`" in norwegian
    )
    rules = {rule["text"].split()[0]: rule["two_way"] for rule in shown(wingo, demo_workspace, "customer")[0]["rules"]}
    assert rules["ExternalNumber"] == {"class": "exact", "back": [{"field": "customer_no", "from": "ExternalNumber"}]}
    assert rules["Number"]["class"] == "settled"
    assert rules["IsArchived"] is None


REPLACING = """\
mapping: customer
extends: base/customer
select: not is_internal and active
series:
  customer: {from: 10000, to: 29999}
tables:
  countries: {BRD: DE}
rules: |
  let credit_days = payment_days ?? 21
  Name            = name
  MailAddress when city is present and postal_code is present {
      City        = city
      ZipCode     = postal_code
      CountryCode = "NO"
  }
"""


def test_every_part_says_what_it_took_the_place_of(wingo: Wingo, demo_workspace: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(demo_workspace)
    Path("customer.yaml").write_text(REPLACING, encoding="utf-8")
    [mapping] = shown(wingo, demo_workspace, "customer")
    base = _base_lines()

    def of(part: dict[str, Any]) -> tuple[str, int, str, list[str]]:
        assert all(one["file"] == "mappings/base/customer.yaml" for one in part["replaces"])
        return (
            part["file"],
            part["line"],
            part["origin"],
            [base[one["line"] - 1].split()[0] for one in part["replaces"]],
        )

    assert of(mapping["select"]) == ("customer.yaml", 3, "overlay", ["select:"])
    assert of(mapping["series"]["customer"]) == ("customer.yaml", 5, "overlay", ["customer:"])
    rules = {rule["text"].split(" =")[0].split(" when")[0].strip(): rule for rule in mapping["rules"]}
    assert of(rules["let credit_days"]) == ("customer.yaml", 9, "overlay", ["let"])
    assert of(rules["Name"]) == ("customer.yaml", 10, "overlay", ["Name"])
    assert of(rules["MailAddress"]) == ("customer.yaml", 11, "overlay", ["MailAddress"])
    assert of(rules["City"]) == ("customer.yaml", 12, "overlay", [])
    assert of(rules["IsArchived"])[2:] == ("base", [])
    countries = mapping["tables"]["countries"]
    assert (countries["file"], countries["line"]) == ("customer.yaml", 7)
    assert [place["file"] for place in countries["below"]] == ["mappings/tables/countries.yaml"]
    text = wingo("-w", demo_workspace, "show", "customer").stdout
    assert "customer.yaml:3  overlay, replaces mappings/base/customer.yaml:5\n" in text
    assert "customer.yaml:7  over mappings/tables/countries.yaml:" in text


def _base_lines() -> list[str]:
    return (shipped_mappings() / "base" / "customer.yaml").read_text(encoding="utf-8").splitlines()


def test_an_entity_that_is_not_there_is_wrong_usage_with_a_suggestion(wingo: Wingo, demo_workspace: Path) -> None:
    result = wingo("-w", demo_workspace, "show", "custmer")
    assert result.exit_code == 2
    assert "did you mean 'customer'?" in result.stderr
    assert "it has department, employee" in wingo("-w", demo_workspace, "show", "zzz").stderr


def test_an_entity_with_errors_shows_them_and_the_others_are_shown_all_the_same(
    wingo: Wingo, demo_workspace: Path
) -> None:
    (demo_workspace / "customer.yaml").write_text("mapping: customer\nextends: base/custmer\n", encoding="utf-8")
    result = wingo("-w", demo_workspace, "show", "customer")
    assert result.exit_code == 1
    assert "error[O103]" in result.stderr
    assert shown(wingo, demo_workspace, "employee")


def test_without_a_workspace_there_is_nothing_to_show(wingo: Wingo, tmp_path: Path) -> None:
    result = wingo("-w", tmp_path, "show", "customer", "--format", "json")
    assert result.exit_code == 1
    assert [d["code"] for d in json.loads(result.stdout)["diagnostics"]] == ["D201"]
