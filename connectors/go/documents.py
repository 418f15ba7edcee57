"""Opens the PDF that belongs to a voucher, and refuses what Go would refuse: absent, no PDF, too large, changed.

The voucher is posted by then; a document that is held back does not hold it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from connectors.go.catalog.voucher import DOCUMENT_BYTES_MAX, DOCUMENT_SIGNATURE
from connectors.go.client import Upload
from connectors.go.failures import rejected

SIGNATURE_WITHIN = 1024  # bytes from the start
PUT_BACK = "put the PDF where the invoice says it is; a later run sends it"


def open_document(payload: Mapping[str, object], folder: Path, request: str) -> Upload:
    """The file of an attach's payload, read whole and checked; a relative path is relative to `folder`.

    Raises Rejected with the reason, or when it is not the file that was planned.
    """
    path = folder / str(payload.get("file"))
    content = _read(path, request)
    if DOCUMENT_SIGNATURE.encode() not in content[:SIGNATURE_WITHIN]:
        raise rejected(request, f"{path.name} is not a PDF", PUT_BACK)
    planned = payload.get("sha256")
    if planned and planned != hashlib.sha256(content).hexdigest():
        raise rejected(request, f"{path.name} is not the file that was planned: it has changed since", "plan again")
    return Upload("file", path.name, content, "application/pdf")


def _read(path: Path, request: str) -> bytes:
    try:
        if path.is_file() and (size := path.stat().st_size) > DOCUMENT_BYTES_MAX:
            detail = f"{path.name} has {size} bytes, Go takes {DOCUMENT_BYTES_MAX}"
            raise rejected(request, detail, "make the PDF smaller; a later run sends it")
        return path.read_bytes()
    except FileNotFoundError:
        raise rejected(request, f"{path.name} is missing", PUT_BACK) from None
    except OSError as problem:
        reason = problem.strerror or "it cannot be opened"
        raise rejected(
            request, f"{path.name} cannot be read: {reason}", "see that nobody holds the file open"
        ) from None
