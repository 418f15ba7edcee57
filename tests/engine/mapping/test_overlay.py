"""An overlay carries only what differs: it replaces, adds and drops, and every rule keeps its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Embedded
from engine.language import ast
from engine.language.parser import parse_rules
from engine.mapping.library import Library
from engine.mapping.overlay import lay_statements, read_chain
from engine.mapping.statement_lines import statement_lines
from engine.mapping.trees import first_names, names_of, same

Write = Callable[[Mapping[str, str]], Path]

BASE = """\
skip when voided
create when active
let small = email | lower
check total >= 0, "below zero"
Name = name
Email = small
Address when city is present {
    let town = city
    City = town
    Zip = zip
}
Owner.Name = owner
Owner.Phone = phone
Lines = each line in lines {
    Amount = line.net
    Text = line.text
}
Lines = item when total == 0 {
    Amount = 0
}
"""


def _parse(text: str, path: str) -> tuple[ast.Statement, ...]:
    parsed = parse_rules(Embedded(path, text, 1, 1))
    assert parsed.diagnostics == ()
    return parsed.statements


def _lay(over: str) -> tuple[list[str], list[Diagnostic]]:
    """The merged statements as lines, those of the overlay marked with +."""
    from engine.diagnostics.source import SourceText

    diagnostics: list[Diagnostic] = []
    merged = lay_statements(_parse(BASE, "base"), _parse(over, "over"), "over", diagnostics)
    sources = {"base": SourceText("base", BASE), "over": SourceText("over", over)}
    lines = [f"{'+' if line.file == 'over' else ' '}{line.text}" for line in statement_lines(merged, sources)]
    return lines, diagnostics


def _changes(over: str) -> tuple[list[str], list[str]]:
    """What is new and what is gone after an overlay without anything odd."""
    before, _ = _lay("")
    after, diagnostics = _lay(over)
    assert diagnostics == []
    return [line for line in after if line not in before], [line for line in before if line not in after]


def test_an_empty_overlay_changes_nothing() -> None:
    assert _changes("# nothing\n") == ([], [])


def test_a_rule_replaces_the_one_of_its_target_in_its_place() -> None:
    assert _changes("Email = email | upper") == (["+Email = email | upper"], [" Email = small"])
    lines, _ = _lay("Email = email | upper")
    assert lines[4:6] == [" Name = name", "+Email = email | upper"]


def test_a_rule_of_a_new_target_is_added() -> None:
    assert _changes("Phone = phone") == (["+Phone = phone"], [])


def test_two_rules_of_one_target_are_both_kept_to_be_complained_of() -> None:
    lines, _ = _lay("Email = a\nEmail = b")
    assert [line for line in lines if "Email" in line] == ["+Email = a", "+Email = b"]


def test_a_rule_inside_an_object_is_replaced_there() -> None:
    lines, diagnostics = _lay("Address.City = city | upper")
    assert diagnostics == []
    start = lines.index(" Address when city is present {")
    assert lines[start + 1 : start + 5] == [
        "     let town = city",
        "+    Address.City = city | upper",
        "     Zip = zip",
        " }",
    ]


def test_a_rule_is_added_to_the_object_that_the_base_makes() -> None:
    merged = lay_statements(_parse(BASE, "base"), _parse("Address.Line = line", "over"), "over", [])
    (block,) = [s for s in merged if isinstance(s, ast.Block)]
    assert [names_of(s) for s in block.body if isinstance(s, ast.Rule)] == [("City",), ("Zip",), ("Line",)]


def test_an_object_replaces_the_whole_object() -> None:
    new, gone = _changes("Address when zip is present {\n    City = city\n}")
    assert new == ["+Address when zip is present {", "+    City = city"]
    assert " Address when city is present {" in gone
    assert "     Zip = zip" in gone


def test_an_object_replaces_what_the_base_says_of_its_parts() -> None:
    new, gone = _changes("Owner {\n    Name = boss\n}")
    assert new == ["+Owner {", "+    Name = boss"]
    assert gone == [" Owner.Name = owner", " Owner.Phone = phone"]


def test_lets_checks_and_create_are_replaced_by_name_message_and_kind() -> None:
    new, gone = _changes('let small = mail\ncheck total > 0, "below zero"\ncreate when vip')
    assert new == ["+create when vip", "+let small = mail", '+check total > 0, "below zero"']
    assert gone == [" create when active", " let small = email | lower", ' check total >= 0, "below zero"']


def test_a_check_becomes_a_warning_by_its_message() -> None:
    new, gone = _changes('warn total > 0, "below zero"')
    assert (new, gone) == (['+warn total > 0, "below zero"'], [' check total >= 0, "below zero"'])


def test_skips_are_added_before_all_else() -> None:
    lines, _ = _lay('let more = 1\nskip when gone\nskip when lost\ncheck more > 0, "new"')
    assert lines[:4] == [" skip when voided", "+skip when gone", "+skip when lost", " create when active"]
    assert lines[-2:] == ["+let more = 1", '+check more > 0, "new"']


def test_drop_removes_a_rule_an_object_a_part_or_a_list() -> None:
    assert _changes("drop Email")[1] == [" Email = small"]
    assert " Address when city is present {" in _changes("drop Address")[1]
    assert _changes("drop Address.Zip")[1] == ["     Zip = zip"]
    assert _changes("drop Owner")[1] == [" Owner.Name = owner", " Owner.Phone = phone"]
    assert _changes("drop Lines[].Text")[1] == ["     Text = line.text"]
    assert " Lines = item when total == 0 {" in _changes("drop Lines")[1]


def test_drop_removes_skips_and_checks_but_not_those_of_its_own_file() -> None:
    assert _changes("drop skip\nskip when gone") == (["+skip when gone"], [" skip when voided"])
    assert _changes('drop check "below zero"')[1] == [' check total >= 0, "below zero"']
    assert _changes("drop Name\nName = other") == (["+Name = other"], [" Name = name"])


def test_a_drop_of_what_is_not_there_is_a_warning() -> None:
    for over in ("drop Nme", "drop Address.Town", 'drop check "above"', "drop Lines[].Vat", "drop Other[].X"):
        _, diagnostics = _lay(over)
        assert [d.code for d in diagnostics] == ["O101"], over


def test_a_second_drop_of_all_skips_has_nothing_to_drop() -> None:
    _, diagnostics = _lay("drop skip\ndrop skip")
    assert [d.code for d in diagnostics] == ["O101"]


def test_what_the_base_says_already_is_a_warning_that_names_its_place() -> None:
    for over in (
        "Name  =  name   # the same",
        "Address.City = town",
        "let small = email|lower",
        "create when active",
        'check total >= 0, "below zero"',
        "Lines[].Text = line.text",
        "Address when city is present {\n let town = city\n City = town\n Zip = zip\n}",
    ):
        _, (diagnostic,) = _lay(over)
        assert diagnostic.code == "O102", over
        assert diagnostic.span is not None
        assert diagnostic.span.path == "over"
        assert diagnostic.labels[0].span.path == "base"


REPEATING = """\
extends: base/customer
select: active
key: customer_no
adopt: [Number, Name]
series: {customer: Customer}
tables:
  kinds: {FIRMA: Company, PRIVAT: Human}
rules: |
  skip when name == "SLETTET"
"""


def test_what_a_header_a_series_a_table_or_a_skip_repeats_is_told_too(write: Write, library: Library) -> None:
    folder = write({"customer.yaml": REPEATING})
    said = read_chain(folder / "customer.yaml", library).diagnostics
    assert [(d.code, d.span.line if d.span else 0, str(d.message)) for d in said] == [
        ("O102", 3, "`key:` is the same in the base"),
        ("O102", 4, "`adopt:` is the same in the base"),
        ("O102", 5, "`series: customer` is the same in the base"),
        ("O102", 7, "the base's table `kinds` has these rows already: `FIRMA`"),
        ("O102", 9, "`skip when` is the same in the base"),
    ]
    assert all(d.labels[0].span.path == "mappings/base/customer.yaml" for d in said)


def test_a_whole_list_replaces_all_statements_of_that_list() -> None:
    over = "Lines = each line in lines {\n    Amount = 1\n}\nOther = name\nLines = item {\n    Amount = 2\n}"
    new, gone = _changes(over)
    assert new == [
        "+Lines = each line in lines {",
        "+    Amount = 1",
        "+Lines = item {",
        "+    Amount = 2",
        "+Other = name",
    ]
    assert len([line for line in gone if "Lines" in line]) == 2


def test_a_list_that_says_the_same_is_a_warning() -> None:
    over = BASE[BASE.index("Lines = each") :]
    _, diagnostics = _lay(over)
    assert [d.code for d in diagnostics] == ["O102"]


def test_one_rule_of_a_list_goes_where_its_names_mean_something() -> None:
    merged, diagnostics = _lay("Lines[].Amount = line.net * 2")
    assert diagnostics == []
    assert [line for line in merged if "Amount" in line] == ["+    Lines[].Amount = line.net * 2", "     Amount = 0"]
    merged, _ = _lay("Lines[].Amount = 1")
    assert [line for line in merged if "Amount" in line] == ["+    Lines[].Amount = 1"] * 2


def test_one_rule_of_a_list_is_added_where_no_body_has_it() -> None:
    merged, _ = _lay("Lines[].Vat = line.vat")
    assert len([line for line in merged if "Vat" in line]) == 1
    merged, _ = _lay("Lines[].Unit = unit")
    assert len([line for line in merged if "Unit" in line]) == 2


def test_a_list_that_the_base_does_not_fill_is_an_error() -> None:
    _, diagnostics = _lay("Rows[].Amount = 1")
    assert [d.code for d in diagnostics] == ["O106"]


@given(st.sampled_from(BASE.split("\n")[:6]))
def test_a_tree_is_the_same_wherever_it_stands(line: str) -> None:
    (one,) = _parse(line, "a")
    (other,) = _parse(f"\n  {line.replace(' = ', '  =  ')}", "b")
    assert one != other
    assert same(one, other)
    assert not same(one, _parse("Else = 1", "a")[0])


def test_yes_is_not_one() -> None:
    assert not same(_parse("A = yes", "a"), _parse("A = 1", "a"))
    assert not same(_parse("A = a\nB = b", "a"), _parse("A = a", "a"))


def test_the_first_names_of_a_tree_are_what_it_reads() -> None:
    assert first_names(_parse('A = "{line.net} {b | round(2)}" ?? sum(each x in rows: x.y)', "a")) >= {"line", "b", "x"}


# ---- chains of files


def test_a_customer_extends_a_base_that_extends_a_base(write: Write, library: Library) -> None:
    folder = write(
        {
            "mine.yaml": "extends: base/credit\nadopt: InvoiceNo\ntables: {t: {a: b}}\nseries: {n: Customer}\n"
            "rules: |\n  VoucherDate = today\n"
        }
    )
    chain = read_chain(folder / "mine.yaml", library)
    layer = chain.layer
    assert layer is not None
    assert layer.files == ("mappings/base/invoice.yaml", "mappings/base/credit.yaml", "mine.yaml")
    assert [text.path for text in chain.texts] == list(layer.files)
    header = [node.text for node in (layer.name, layer.source, layer.target) if node is not None]
    assert header == ["credit", "win.invoice", "go.credit"]
    assert [node.text for node in layer.key] == ["client_no", "invoice_no"]
    assert [node.text for node in layer.adopt] == ["InvoiceNo"]
    assert (list(layer.tables), list(layer.series)) == (["t"], ["n"])
    assert layer.select is not None
    assert layer.select.span.path == "mappings/base/credit.yaml"
    paths = {names_of(s): s.span.path for s in layer.statements if isinstance(s, ast.Rule)}
    assert paths["VoucherDate",] == "mine.yaml"
    assert paths["InvoiceNo",] == "mappings/base/invoice.yaml"


def test_tests_add_up_and_one_of_the_same_name_replaces(write: Write, library: Library) -> None:
    text = (
        "extends: base/customer\ntests:\n"
        "  - {name: an address is written small, given: {customer_no: 10002}}\n"
        "  - {given: {customer_no: 10003}}\n"
    )
    layer = read_chain(write({"mine.yaml": text}) / "mine.yaml", library).layer
    assert layer is not None
    assert [(test.entries[0].value.span.path, files) for test, files in layer.tests] == [
        ("mappings/base/customer.yaml", 1),
        ("mine.yaml", 2),
        ("mine.yaml", 2),
    ]


def test_a_key_and_a_second_pass_replace_each_other(write: Write, library: Library) -> None:
    folder = write(
        {
            "a.yaml": "extends: base/department\ncontinues: department\n",
            "b.yaml": "extends: base/department_manager\nkey: name\n",
        }
    )
    second, first = (read_chain(folder / name, library).layer for name in ("a.yaml", "b.yaml"))
    assert second is not None
    assert first is not None
    assert (second.key, second.continues is None) == ((), False)
    assert ([node.text for node in first.key], first.continues) == (["name"], None)


def test_a_base_that_is_broken_is_told_and_nothing_more(write: Write, library: Library) -> None:
    folder = write({"mappings/base/x.yaml": "mapping: [\n", "mappings/mine/x.yaml": "extends: base/x\n"})
    chain = read_chain(folder / "mappings/mine/x.yaml", library)
    assert chain.layer is None
    assert [d.code for d in chain.diagnostics] == ["D105"]
    assert [d.span.path for d in chain.diagnostics if d.span] == ["mappings/base/x.yaml"]


def test_a_file_that_changed_is_read_anew(write: Write, library: Library) -> None:
    path = write({"mine.yaml": "extends: base/customer\nadopt: Name\n"}) / "mine.yaml"
    assert read_chain(path, library).layer is not None
    write({"mine.yaml": "extends: base/customer\nadopt: Number\n"})
    layer = read_chain(path, library).layer
    assert layer is not None
    assert [node.text for node in layer.adopt] == ["Number"]


def test_an_overlay_may_have_no_rules_yet(write: Write, library: Library) -> None:
    for rules in ("rules: |\n", "rules:\n", "rules: |\n  # to come\n", ""):
        folder = write({"mine.yaml": f"extends: base/department\n{rules}"})
        chain = read_chain(folder / "mine.yaml", library)
        assert chain.diagnostics == ()
        assert chain.layer is not None
        assert [statement.span.path for statement in chain.layer.statements] == ["mappings/base/department.yaml"] * 3
