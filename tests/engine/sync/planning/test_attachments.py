"""A voucher's file in every form that it may be met in: what is no PDF waits, and never holds the voucher back."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action
from engine.model.schema import Field
from engine.model.types import Kind, Type
from engine.sync.planning.attachments import describe_file
from parts.firm import Firm

LIMIT = 30 * 2**20
FIELD = Field("Documentation", Type(Kind.FILE, length_max=LIMIT), signature="%PDF-")


def _found(path: Path) -> str:
    """The code of what is wrong with a file, or nothing."""
    described = describe_file(str(path), FIELD)
    return described.code if isinstance(described, Diagnostic) else ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4\n", ""),
        (b"x" * 1019 + b"%PDF-", ""),
        (b"x" * 1020 + b"%PDF-", "P303"),
        (b"", "P303"),
        (b"<html>", "P303"),
    ],
)
def test_a_file_is_a_pdf_when_its_mark_stands_in_the_first_1024_bytes(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    assert _found(path) == code


def test_thirty_megabytes_can_be_sent_and_one_byte_more_cannot(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.4")
        file.truncate(LIMIT)
    assert _found(path) == ""
    with path.open("ab") as file:
        file.write(b"!")
    described = describe_file(str(path), FIELD)
    assert isinstance(described, Diagnostic)
    assert described.code == "P302"
    assert "has 30.1 MB; at most 30 MB" in described.message


def test_what_cannot_be_read_waits(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "dangling.pdf").symlink_to(tmp_path / "nowhere")
    for name in ("folder.pdf", "dangling.pdf", "gone.pdf", "a" * 300 + ".pdf"):
        assert _found(tmp_path / name) == "P301"


def test_the_voucher_goes_and_its_file_follows_when_it_is_mended(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path=firm.pdf("a.pdf", b"not one"))
    assert [c.action for c in firm.sync("customer", "invoice").done] == [Action.CREATE, Action.POST]
    firm.pdf("a.pdf")
    assert [c.action for c in firm.sync("invoice").done] == [Action.ATTACH]
    firm.pdf("a.pdf", b"%PDF-1.5 made anew")
    assert firm.changes() == []
