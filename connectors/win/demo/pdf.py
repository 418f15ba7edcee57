"""The demo's PDFs: small, valid, written by hand so that every build gives the same bytes; and files that are none.

One page of Helvetica with the Windows letters, so Norwegian names read as they should.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from connectors.win.demo.invoice import Invoice

_LEFT, _TOP, _LEADING = 56, 790, 18


def write_pdfs(folder: Path, invoices: Iterable[Invoice], names: dict[int, str]) -> None:
    """Write each invoice's file into `folder`, which is emptied of earlier ones. `names`: customers' names."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("faktura", "kreditnota"):
        for earlier in folder.glob(f"{kind}-*.pdf"):
            earlier.unlink()
    for invoice in invoices:
        content = _content(invoice, names)
        if invoice.pdf_name is not None and content is not None:
            (folder / invoice.pdf_name).write_bytes(content)


def _content(invoice: Invoice, names: dict[int, str]) -> bytes | None:
    """What stands in the file, None when there is none."""
    if invoice.pdf == "missing":
        return None
    if invoice.pdf == "not a PDF":
        return f"Faktura {invoice.number} ble lagret som tekst ved en feil.\r\n".encode("cp1252")
    # A mail program's leavings before the header: a reader finds `%PDF-` within the first 1,024 bytes.
    before = b"X-Scanned-By: kontor\r\n\r\n" if invoice.pdf == "late header" else b""
    return before + make_pdf(_page(invoice, names), len(before))


def make_pdf(lines: Iterable[str], offset: int = 0) -> bytes:
    """A document of one page that shows `lines`. `offset`: how many bytes stand before it in its file."""
    shown = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
    stream = f"BT /F1 11 Tf {_LEFT} {_TOP} Td {_LEADING} TL\n".encode() + shown + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
    )
    return _document(objects, offset)


def _document(objects: tuple[bytes, ...], offset: int) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(offset + len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = offset + len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _escaped(line: str) -> bytes:
    plain = "".join(letter if letter.isprintable() else " " for letter in line).encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _page(invoice: Invoice, names: dict[int, str]) -> list[str]:
    kid = invoice.printed_kid
    return [
        "Lerke Regnskap AS" if invoice.client_no == 1 else "Lerke Rådgivning AS",
        "",
        f"{'Kreditnota' if invoice.credit else 'Faktura'} {invoice.number}",
        f"Kunde {invoice.customer_no} {names.get(invoice.customer_no, '')}",
        f"Dato {invoice.issued:%d.%m.%Y}    Forfall {invoice.due:%d.%m.%Y}",
        f"KID {kid}" if kid is not None else "",
        "",
        *(_printed_line(line.text, line.net) for line in invoice.lines),
        "",
        f"Netto {_amount(invoice.net)}    Merverdiavgift {_amount(invoice.vat)}",
        f"Å betale {invoice.currency} {_amount(invoice.total)}",
    ]


def _printed_line(text: str, net: Decimal) -> str:
    return text if net == 0 else f"{text}    {_amount(net)}"


def _amount(value: Decimal) -> str:
    """An amount as Norwegians write it: 1 234,50."""
    return f"{value:,.2f}".replace(",", " ").replace(".", ",")
