"""The templates that rules name: where they are found, what may not be named, and that they are part of a mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from engine.language.outcome import Desired
from engine.mapping.bundle import load_bundle, pack
from engine.mapping.collection import load_mappings
from engine.mapping.library import Library
from engine.mapping.mapping import Loaded, load_mapping_file
from engine.mapping.templates import SIZE_MAX
from engine.mapping.workspace import load_workspace

Write = Callable[[Mapping[str, str]], Path]
OVERLAY = 'mapping: customer\nextends: base/customer\nrules: |\n  Email = render("letter.j2")\n'
RECORD = {"customer_no": 10001, "name": "Fjord AS", "active": True}


@pytest.fixture
def load(write: Write, library: Library) -> Callable[..., Loaded]:
    """What comes of the overlay with these files beside it."""

    def loaded(files: Mapping[str, str], overlay: str = OVERLAY, name: str = "customer.yaml") -> Loaded:
        return load_mapping_file(write({name: overlay, **files}) / name, library)

    return loaded


def email(loaded: Loaded) -> str:
    assert loaded.mapping is not None, loaded.diagnostics
    made = loaded.mapping.run(RECORD)
    assert isinstance(made, Desired), made
    text: str = made.payload["Email"]
    return text


def errors(loaded: Loaded) -> list[str]:
    return [f"{d.code} {d.span.path}:{d.span.line}" for d in loaded.diagnostics if d.is_error and d.span]


def test_a_template_lies_beside_its_mapping(load: Callable[..., Loaded]) -> None:
    assert email(load({"letter.j2": "Hei {{ name }}"})) == "Hei Fjord AS"


def test_a_template_may_lie_in_a_folder_below(load: Callable[..., Loaded]) -> None:
    overlay = OVERLAY.replace("letter.j2", "letters/first.j2")
    assert email(load({"letters/first.j2": "Hei {{ name }}"}, overlay)) == "Hei Fjord AS"


def test_a_shared_template_lies_on_the_shelf_and_a_customers_own_comes_first(load: Callable[..., Loaded]) -> None:
    place, shared = "mappings/fjord/customer.yaml", {"mappings/templates/letter.j2": "Felles {{ name }}"}
    assert email(load(shared, name=place)) == "Felles Fjord AS"
    assert email(load({**shared, "mappings/fjord/letter.j2": "Egen {{ name }}"}, name=place)) == "Egen Fjord AS"


@pytest.mark.parametrize(
    "name",
    [
        "../letter.j2",
        "letters/../../letter.j2",
        "./letter.j2",
        "/etc/letter.j2",
        "C:\\letter.j2",
        "C:letter.j2",
        "..\\letter.j2",
        ".env",
        ".j2",
        "letters/.hidden.j2",
        "workspace.yaml",
        "letter.j2/",
        "letters//letter.j2",
        "letter.j2 ",
        " ",
    ],
)
def test_a_name_leads_downwards_to_a_template(load: Callable[..., Loaded], name: str) -> None:
    written = name.replace("\\", "\\\\")
    loaded = load({".env": "SECRET=1", "letter.j2": "x"}, OVERLAY.replace("letter.j2", written))
    assert errors(loaded) == ["D502 customer.yaml:4"]


def test_a_link_that_leads_out_is_not_followed(load: Callable[..., Loaded], tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-secret.j2"
    outside.write_text("SECRET", encoding="utf-8")
    (tmp_path / "letter.j2").symlink_to(outside)
    assert errors(load({})) == ["D502 customer.yaml:4"]
    (tmp_path / "letter.j2").unlink()
    (tmp_path / "own.j2").write_text("Hei {{ name }}", encoding="utf-8")
    (tmp_path / "letter.j2").symlink_to(tmp_path / "own.j2")
    assert email(load({})) == "Hei Fjord AS"


def test_a_folder_that_leads_out_is_not_followed(load: Callable[..., Loaded], tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    outside.mkdir()
    (outside / "letter.j2").write_text("SECRET", encoding="utf-8")
    (tmp_path / "letters").symlink_to(outside)
    assert errors(load({}, OVERLAY.replace("letter.j2", "letters/letter.j2"))) == ["D502 customer.yaml:4"]


def test_a_template_that_is_not_there_is_told_with_the_nearest_one(load: Callable[..., Loaded]) -> None:
    loaded = load({"leter.j2": "x"})
    assert errors(loaded) == ["D501 customer.yaml:4"]
    assert [d.help for d in loaded.diagnostics if d.code == "D501"] == ["did you mean `leter.j2`?"]


def test_what_is_wrong_in_a_template_is_told_in_its_file(load: Callable[..., Loaded]) -> None:
    loaded = load({"letter.j2": "Hei\n{{ nmae }}\n{% if %}x{% endif %}"})
    assert errors(loaded) == ["D503 letter.j2:3"]
    loaded = load({"letter.j2": "Hei\n{{ nmae }}\n{{ email }}"})
    assert errors(loaded) == ["N101 letter.j2:2", "T111 letter.j2:3"]
    assert loaded.sources["letter.j2"].line(2) == "{{ nmae }}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"Hei \xff", "D103 letter.j2:1"),
        (b"Hei\n\x00", "D104 letter.j2:2"),
        ("Hei \u2028".encode(), "D104 letter.j2:1"),
        (b"x" * (SIZE_MAX + 1), "D102 customer.yaml:4"),
    ],
)
def test_a_template_is_a_text(load: Callable[..., Loaded], tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "letter.j2").write_bytes(content)
    assert errors(load({})) == [expected]


def test_marks_and_breaks_of_other_machines_are_read(load: Callable[..., Loaded], tmp_path: Path) -> None:
    (tmp_path / "letter.j2").write_bytes(b"\xef\xbb\xbfHei\r\n{{ name }}\r")
    assert email(load({})) == "Hei\nFjord AS"


def test_another_template_is_another_mapping(load: Callable[..., Loaded]) -> None:
    one, other = load({"letter.j2": "Hei {{ name }}"}), load({"letter.j2": "Hei  {{ name }}"})
    assert one.mapping is not None
    assert other.mapping is not None
    assert one.mapping.digest != other.mapping.digest


def test_a_template_in_a_condition_and_in_a_text_is_found(load: Callable[..., Loaded]) -> None:
    overlay = OVERLAY.replace('render("letter.j2")', '"{render("letter.j2")}!"')
    assert email(load({"letter.j2": "Hei {{ name }}"}, overlay)) == "Hei Fjord AS!"


def test_a_two_way_rule_through_a_template_is_refused(load: Callable[..., Loaded]) -> None:
    loaded = load({"letter.j2": "Hei {{ name }}"}, OVERLAY.replace("Email =", "Email <->"))
    assert [line.split()[0] for line in errors(loaded)] == ["I101"]


def test_a_bundle_carries_its_templates(write: Write, library: Library) -> None:
    folder = write(
        {
            "mappings/fjord/workspace.yaml": "workspace: fjord\nwin: {connector: win, url: 'sqlite:///x'}\n"
            "go: {connector: go, environment: demo}\nentities: [customer]\n",
            "mappings/fjord/customer.yaml": OVERLAY.replace("letter.j2", "letters/first.j2"),
            "mappings/fjord/letters/first.j2": "Hei {{ name }}",
            "mappings/fjord/letters/unused.j2": "{{ secret",
            "mappings/other/letter.j2": "another customer's",
        }
    )
    workspace = load_workspace(folder / "mappings/fjord", library.catalogs).workspace
    assert workspace is not None
    loaded = load_mappings(workspace, library)
    assert not [d for d in loaded.diagnostics if d.is_error], loaded.diagnostics
    bundle = pack(workspace, loaded.mappings, library)
    assert [file.place for file in bundle.files if file.place.endswith(".j2")] == ["site/fjord/letters/first.j2"]
    (folder / "mappings/fjord/letters/first.j2").write_text("changed since", encoding="utf-8")
    again = load_bundle(bundle, replace(workspace), library)
    assert [m.digest for m in again.mappings] == [m.digest for m in loaded.mappings]
    made = again.mappings[0].run(RECORD)
    assert isinstance(made, Desired)
    assert made.payload["Email"] == "Hei Fjord AS"


def test_a_trace_shows_what_a_template_read(load: Callable[..., Loaded]) -> None:
    loaded = load({"letter.j2": "Hei {{ name | upper }}{% if email is present %} {{ email }}{% endif %}"})
    assert loaded.mapping is not None
    trace = loaded.mapping.trace({**RECORD, "email": None})
    statement = next(s for s in trace.statements if s.name == "Email")
    assert [(step.kind, step.text, step.value) for step in statement.steps] == [
        ("field", "name", "Fjord AS"),
        ("field", "email", None),
        ("template", 'render("letter.j2")', "Hei FJORD AS"),
    ]


INVOICE = """\
mapping: invoice
extends: base/invoice
rules: |
  InvoiceNo = render("letter.j2")
"""


def test_a_trace_shows_the_items_that_a_template_read(load: Callable[..., Loaded]) -> None:
    template = "x{% for line in lines %}{{ line.net }}{% endfor %}"
    loaded = load({"letter.j2": template}, INVOICE, "invoice.yaml")
    assert loaded.mapping is not None, loaded.diagnostics
    lines = ({"text": "a", "net": 1, "account": 3000}, {"text": "b", "net": 2, "account": 3000})
    record = {"client_no": 1, "invoice_no": 7, "customer_no": 1, "total": 3, "lines": lines}
    trace = loaded.mapping.trace(record)
    statement = next(s for s in trace.statements if s.name == "InvoiceNo")
    assert [(step.kind, step.text) for step in statement.steps][1:] == [
        ("item", "line 1"),
        ("field", "line.net"),
        ("item", "line 2"),
        ("field", "line.net"),
        ("template", 'render("letter.j2")'),
    ]
    assert statement.value == "x12"
