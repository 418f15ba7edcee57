"""A SARIF log tells what the diagnostics tell: code, level, words and the place, to the column."""

from __future__ import annotations

import pytest

from engine.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity, error, information, warning
from engine.diagnostics.sarif import sarif_log
from engine.diagnostics.source import Span

PLACE = Span("mappings/customers/fjord/customer.yaml", 4, 10, 4, 14)


def test_a_result_has_its_code_its_level_and_its_place() -> None:
    log = sarif_log([error("N101", "`nmae` is no field", PLACE, help="did you mean `name`?")], "1.2.3")
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert run["columnKind"] == "unicodeCodePoints", "columns count characters, not bytes"
    assert (run["tool"]["driver"]["name"], run["tool"]["driver"]["version"]) == ("wingo", "1.2.3")
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("N101", "error")
    assert result["message"]["text"] == "`nmae` is no field\ndid you mean `name`?"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "mappings/customers/fjord/customer.yaml"}
    assert place["region"] == {"startLine": 4, "startColumn": 10, "endLine": 4, "endColumn": 14}


def test_every_code_is_explained_once_and_found_by_its_index() -> None:
    said = [
        warning("P108", "alike", PLACE),
        error("N101", "one", PLACE),
        information("P107", "new"),
        error("N101", "b"),
    ]
    (run,) = sarif_log(said, "1")["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["N101", "P107", "P108"]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [d.code for d in said]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note", "error"]


def test_without_a_remedy_of_its_own_the_usual_one_of_its_code_is_told() -> None:
    (run,) = sarif_log([error("S104", "`(` has no partner", PLACE)], "1")["runs"]
    assert run["results"][0]["message"]["text"].endswith("Add the missing one, or take this one away.")


def test_what_stands_elsewhere_is_related_and_what_has_no_place_has_none() -> None:
    other = Span("mappings/base/customer.yaml", 7, 3, 7, 9)
    found = Diagnostic("D108", Severity.ERROR, "twice", PLACE, labels=(Label(other, "first here"),))
    related, placeless = sarif_log([found, error("D201", "there is no workspace")], "1")["runs"][0]["results"]
    (place,) = related["relatedLocations"]
    assert (place["id"], place["message"]) == (1, {"text": "first here"})
    assert place["physicalLocation"]["artifactLocation"]["uri"] == other.path
    assert "locations" not in placeless


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("kunder/Bjørk & Sønn.yaml", "kunder/Bj%C3%B8rk%20%26%20S%C3%B8nn.yaml"),
        ("/srv/a b.yaml", "file:///srv/a%20b.yaml"),
    ],
)
def test_a_path_becomes_an_address(path: str, uri: str) -> None:
    (run,) = sarif_log([error("D101", "unreadable", Span(path, 1, 1, 1, 2))], "1")["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_what_a_program_may_do_is_a_fix() -> None:
    span = Span("a.yaml", 3, 5, 3, 5)
    told = error("T104", "m", span, help="h", fixes=(Fix(span, " else nothing"),))
    [result] = sarif_log([told], "1")["runs"][0]["results"]
    [fix] = result["fixes"]
    [change] = fix["artifactChanges"]
    assert fix["description"] == {"text": "h"}
    assert change["artifactLocation"] == {"uri": "a.yaml"}
    region = {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 5}
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": " else nothing"}}]
