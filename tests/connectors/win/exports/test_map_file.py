"""The shipped map is one that cannot be misread; a workspace's own lines are laid over it, and checked by name."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from connectors.win.exports.map import folded, folded_file
from connectors.win.exports.map_file import SHIPPED, load_map, shipped_map
from connectors.win.exports.shape import SHAPES

_READ = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("own", [True, False])
def test_a_shipped_header_is_one_columns(shape: str, own: bool) -> None:
    lines = _READ["headers"].get(shape, {}) if own else _READ["headers"]["any"]
    columns = {column: {folded(name) for name in lines.get(column, ())} for column in SHAPES[shape].columns}
    met = Counter(header for headers in columns.values() for header in headers)
    assert [header for header, count in met.items() if count > 1] == []


def test_a_shipped_file_name_is_one_shapes() -> None:
    met = Counter(folded_file(name) for shape in SHAPES for name in {shape, *_READ["files"].get(shape, ())})
    assert [name for name, count in met.items() if count > 1] == []


def test_every_shipped_line_is_of_something() -> None:
    columns = {column for shape in SHAPES.values() for column in shape.columns}
    assert set(_READ["files"]) <= set(SHAPES)
    assert set(_READ["headers"]) <= {"any", *SHAPES}
    assert set(_READ["headers"]["any"]) <= columns
    for shape, lines in _READ["headers"].items():
        assert shape == "any" or set(lines) <= set(SHAPES[shape].columns), shape
    for shape, lines in _READ["absent"].items():
        assert set(lines) <= set(SHAPES[shape].columns)
    for column, words in _READ["values"].items():
        choices = [shape.columns[column].type.choices or () for shape in SHAPES.values() if column in shape.columns]
        assert set(words) <= {choice for some in choices for choice in some}, column


def _laid_over(folder: Path, text: str) -> Path:
    path = folder / "exports.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_workspace_lays_its_own_lines_over_it(tmp_path: Path) -> None:
    own = load_map(
        _laid_over(
            tmp_path,
            """
            [files]
            customer = ["Ark1"]
            [headers.customer]
            org_no = ["Foretak"]
            [headers.any]
            city = ["Bygd"]
            [values.delivery_type]
            EPOST = ["Elektronisk"]
            [absent.customer]
            reminders = "Ja"
            [flags]
            true = ["Jepp"]
            [digits]
            postal_code = {digits = 5}
            [ignored]
            customer = ["Saldo"]
            [journal]
            pdf = "^{invoice_no}\\\\.pdf$"
            """,
        )
    )
    assert own.files["ark"] == "customer"
    assert "kunder" not in own.files
    assert own.files["avdelinger"] == "department"
    headers = own.headers["customer"]
    assert (headers["foretak"], headers["orgnr"], headers["kundenr"]) == ("org_no", "org_no", "customer_no")
    assert "poststed" not in headers
    assert own.values["delivery_type"]["elektronisk"] == "EPOST"
    assert own.absent["customer"] == {"reminders": "Ja"}
    assert (own.flags["jepp"], own.flags["nei"], "ja" in own.flags) == (1, 0, False)
    assert (own.digits["postal_code"].count, own.digits["postal_code"].country) == (
        5,
        shipped_map().digits["postal_code"].country,
    )
    assert own.ignored["customer"] == {"saldo"}
    assert own.pdf == "^{invoice_no}\\.pdf$"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fils]", "there is no fils, did you mean files?"),
        ("files = 1", "files is 1: it is a table"),
        ('[files]\ncustomr = ["a"]', "there is no customr, did you mean customer?"),
        ('[files]\ncustomer = "a"', "customer is 'a': it is a list of texts"),
        ('[headers.customer]\nname_no = ["a"]', "there is no name_no"),
        ('[headers.custmer]\nname = ["a"]', "there is no custmer"),
        ("[headers]\ncustomer = 1", "headers.customer is 1: it is a table"),
        ("[headers.any]\nname = [1]", "name is [1]: it is a list of texts"),
        ('[values.statu]\nA = ["b"]', "there is no statu, did you mean status?"),
        ("[values]\nstatus = 1", "values.status is 1: it is a table"),
        ('[values.status]\nA = "b"', "A is 'b': it is a list of texts"),
        ("[absent.customer]\nreminders = true", "reminders is True: it is a text"),
        ("[absent]\ncustomer = 1", "absent.customer is 1: it is a table"),
        ('[absent.customer]\nreminder = "Ja"', "there is no reminder, did you mean reminders?"),
        ('[digits]\npostal_code = "4"', "postal_code is '4': it is a table with digits"),
        ('[digits]\npostal_code = {digits = 4, country = "NO"}', "country is 'NO': it is a list"),
        ('[flags]\nyes = ["Ja"]', "there is no yes"),
        ('[ignored]\ncustomer = "a"', "customer is 'a': it is a list of texts"),
        ('[journal]\npdf = "x"', "pdf is 'x': it is a pattern with {invoice_no} in it"),
        ('[journal]\npdf = "({invoice_no}"', "it is a pattern"),
        ('[journal]\npfd = "{invoice_no}"', "there is no pfd"),
        ("[files", "is not TOML"),
    ],
)
def test_what_is_wrong_in_it_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 the words are looked at below
        load_map(_laid_over(tmp_path, text))
    assert str(raised.value).startswith("exports: exports.toml")
    assert said in str(raised.value)


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"exports: mine\.toml cannot be read"):
        load_map(tmp_path / "mine.toml")
