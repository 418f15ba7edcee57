"""The letters of a file are told from the file: Norwegian names come out as they were in every code page."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.win.exports.complaints import Damaged, Place
from connectors.win.exports.decoding import encoding_of

_NAMES = ("Bjørk & Sønn", "Ås Bygg AS", "ÆRLIG ØYVIND ÅSGÅRD", "Blåbærveien 3", "Kåre Ødegård", "Tromsø", "Næss")
_HEADER = "Kundenr;Navn;Poststed\r\n"


def _told(content: bytes, folder: Path, said: str | None = None) -> str:
    path = folder / "kunder.csv"
    path.write_bytes(content)
    return content.decode(encoding_of(path, Place(path.name), said).name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "cp865"])
@pytest.mark.parametrize("name", _NAMES)
def test_one_name_is_enough(encoding: str, name: str, tmp_path: Path) -> None:
    text = f"{_HEADER}10001;{name};Oslo\r\n"
    assert _told(text.encode(encoding), tmp_path) == text


@given(
    st.lists(
        st.tuples(st.sampled_from(_NAMES), st.sampled_from(("", "D\u2019Arc", "O\u2019Brien \u2013 \u201cHaug\u201d"))),
        min_size=1,
    ),
    st.sampled_from(("utf-8", "cp1252")),
)
def test_typographic_marks_among_norwegian_letters_change_nothing(rows: list[tuple[str, str]], encoding: str) -> None:
    import tempfile

    text = "".join(f"{name};{mark}\n" for name, mark in rows)
    with tempfile.TemporaryDirectory() as folder:
        assert _told(text.encode(encoding), Path(folder)) == text


@pytest.mark.parametrize("text", ["O\u2019Brien", "Haug \u2013 Lie", "5 \u20ac"])
def test_marks_alone_are_windows_own(text: str, tmp_path: Path) -> None:
    path = tmp_path / "kunder.csv"
    path.write_bytes(text.encode("cp1252"))
    found = encoding_of(path, Place(path.name), None)
    assert (found.name, found.certain) == ("cp1252", False)


def test_a_tie_is_asked_about_and_the_workspace_decides(tmp_path: Path) -> None:
    content = b"\xf8;\x9b"  # ø in Windows-1252, and ø in DOS
    with pytest.raises(Damaged) as damaged:
        _told(content, tmp_path)
    assert "encoding: cp1252" in damaged.value.complaint.remedy
    assert _told(content, tmp_path, "cp850") == "°;ø"


def test_a_word_on_code_pages_does_not_touch_utf8(tmp_path: Path) -> None:
    assert _told("Bjørk".encode(), tmp_path, "cp850") == "Bjørk"


@pytest.mark.parametrize("content", [b"abc\n\n\xf8 og mer", b"abc\n\n" + "ø".encode()[:1]])
def test_broken_utf8_is_told_with_its_line(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Damaged) as damaged:
        _told(content, tmp_path, "utf-8")
    assert "line 3" in damaged.value.complaint.text


def test_utf16_without_its_mark_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        _told("Kundenr".encode("utf-16-le"), tmp_path)


def test_a_file_larger_than_what_is_read_at_once(tmp_path: Path) -> None:
    text = "10001;Fjord AS;Oslo\n" * 120_000 + "10002;Bjørk;Ås\n"
    assert _told(text.encode("cp1252"), tmp_path) == text
    assert _told(codecs.BOM_UTF8 + text.encode(), tmp_path).endswith("Bjørk;Ås\n")
