"""Mappings and tables are found near first and shipped last, and say what they are without being parsed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.mapping.library import (
    Header,
    Library,
    find_file,
    known_files,
    linked_entities,
    read_header,
    shelves,
    shipped_mappings,
    shown,
)

Write = Callable[[Mapping[str, str]], Path]


def test_the_shipped_mappings_are_there() -> None:
    assert (shipped_mappings() / "base" / "customer.yaml").is_file()


def test_the_nearest_folder_comes_first(write: Write, library: Library) -> None:
    folder = write({"mappings/base/customer.yaml": "mapping: customer\n", "mappings/customers/fjord/x.yaml": ""})
    mine = folder / "mappings" / "customers" / "fjord"
    assert shelves(mine, library) == (folder / "mappings", library.shipped)
    assert find_file("base/customer", mine, library) == folder / "mappings" / "base" / "customer.yaml"
    assert find_file("base/invoice", mine, library) == library.shipped / "base" / "invoice.yaml"
    assert find_file("base/none", mine, library) is None
    assert known_files("base", mine, library)["customer"] == folder / "mappings" / "base" / "customer.yaml"
    assert "invoice" in known_files("base", mine, library)


def test_elsewhere_there_are_the_shipped_ones(write: Write, library: Library) -> None:
    assert shelves(write({}), library) == (library.shipped,)


def test_a_shipped_file_is_named_as_in_a_checkout(write: Write, library: Library) -> None:
    folder = write({"customers/x.yaml": ""})
    assert shown(library.shipped / "base" / "customer.yaml", library) == "mappings/base/customer.yaml"
    assert shown(library.shipped / "tables" / "lands.yaml", library) == "mappings/tables/lands.yaml"
    assert shown(folder / "customers" / "x.yaml", library) == "customers/x.yaml"
    demo = library.shipped / "customers" / "demo" / "x.yaml"
    assert shown(demo, library) == str(demo)


def test_a_header_is_read_through_its_bases(write: Write, library: Library) -> None:
    text = "# from: nothing\nextends: 'base/invoice'  # why\nto:   \"go.credit\"\nrules: |\n  from: not.this\n"
    folder = write({"x.yaml": text})
    assert read_header(folder / "x.yaml", library) == Header("invoice", "win.invoice", "go.credit", "")


def test_what_is_no_mapping_has_no_header(write: Write, library: Library) -> None:
    folder = write({"x.yaml": "series: []\n", "loop.yaml": "mapping: a\nextends: base/none\n"})
    (folder / "odd.yaml").write_bytes(b"mapping: \xff\n")
    assert read_header(folder / "x.yaml", library) is None
    assert read_header(folder / "none.yaml", library) is None
    assert read_header(folder / "odd.yaml", library) is None
    assert read_header(folder / "loop.yaml", library) == Header("a", "", "", "")


def test_a_circle_of_bases_ends(write: Write, library: Library) -> None:
    folder = write(
        {"mappings/base/a.yaml": "extends: base/b\nfrom: x.y\n", "mappings/base/b.yaml": "extends: base/a\n"}
    )
    assert read_header(folder / "mappings/base/b.yaml", library) == Header("", "x.y", "", "")


def test_what_a_link_may_name_is_what_mappings_make(library: Library) -> None:
    paths = list(known_files("base", library.shipped, library).values())
    linked = linked_entities(paths, library)
    made = {name: [entity.title for entity in one.made] for name, one in linked.items()}
    # An invoice before its credit note, though the files stand the other way round; nothing links to an inlet's rows.
    assert made == {
        "invoice": ["go.voucher", "go.credit"],
        "customer": ["go.customer"],
        "department": ["go.department"],
        "employee": ["go.employee"],
    }
    assert linked["invoice"].entity is library.entity("win.invoice")


def test_the_first_file_of_a_name_counts(write: Write, library: Library) -> None:
    folder = write(
        {"customer.yaml": "extends: base/customer\nto: go.employee\n", "odd.yaml": "from: no.such\nto: x.y\n"}
    )
    bases = known_files("base", library.shipped, library).values()
    linked = linked_entities([folder / "customer.yaml", folder / "odd.yaml", *bases], library)
    assert [entity.title for entity in linked["customer"].made] == ["go.employee"]


def test_titles_are_of_both_systems(library: Library) -> None:
    assert {"win.customer", "go.voucher"} <= set(library.titles())
    assert library.entity("win.none") is None
    assert library.entity("none.customer") is None
