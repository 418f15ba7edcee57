"""The PDFs are valid: their table of places is right to the byte, and a reader finds the invoice's text in them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from connectors.win.demo.pdf import make_pdf


@pytest.mark.parametrize("before", [b"", b"X-Scanned-By: kontor\r\n"])
def test_the_places_of_its_objects_are_right(before: bytes) -> None:
    content = before + make_pdf(["Å betale (alt) \\ 1 234,50"], len(before))
    start = int(re.findall(rb"startxref\n(\d+)\n", content)[0])
    assert content[start:].startswith(b"xref\n0 6\n")
    places = [int(found) for found in re.findall(rb"(\d{10}) 00000 n ", content)]
    assert len(places) == 5
    for number, place in enumerate(places, start=1):
        assert content[place:].startswith(f"{number} 0 obj\n".encode())


def test_its_stream_is_as_long_as_it_says() -> None:
    content = make_pdf(["én linje", "to linjer"])
    length = int(re.findall(rb"/Length (\d+)", content)[0])
    stream = content.split(b"stream\n", 1)[1].split(b"\nendstream", 1)[0]
    assert len(stream) == length


def test_brackets_and_control_characters_do_not_break_it() -> None:
    content = make_pdf(["a (b) \\ c\nd \x07 ☃"])
    assert rb"(a \(b\) \\ c d   ?) Tj" in content


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed here")
def test_a_reader_finds_the_text(demo_rows: Any) -> None:
    for key in ("1/5046", "1/5021", "1/5018", "2/5010"):
        row = demo_rows("invoice")[key]
        read = subprocess.run(
            ["pdftotext", "-layout", str(Path(row["pdf_path"])), "-"], capture_output=True, check=True, text=True
        )
        assert read.stderr == ""
        assert f"Faktura {row['invoice_no']}" in read.stdout
        assert "Å betale NOK" in read.stdout
        assert str(row["kid"]) in read.stdout
