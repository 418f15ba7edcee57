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
from engine.model.text import say

SIGNATURE_WITHIN = 1024  # bytes from the start
PUT_BACK = say("put the PDF where the invoice says it is; a later run sends it")


def open_document(payload: Mapping[str, object], folder: Path, request: str) -> Upload:
    """The file of an attach's payload, read whole and checked; a relative path is relative to `folder`.

    Raises Rejected with the reason, or when it is not the file that was planned.
    """
    path = folder / str(payload.get("file"))
    content = _read(path, request)
    if DOCUMENT_SIGNATURE.encode() not in content[:SIGNATURE_WITHIN]:
        raise rejected(request, say("{file} is not a PDF", file=path.name), PUT_BACK)
    planned = payload.get("sha256")
    if planned and planned != hashlib.sha256(content).hexdigest():
        detail = say("{file} is not the file that was planned: it has changed since", file=path.name)
        raise rejected(request, detail, say("plan again"))
    return Upload("file", path.name, content, "application/pdf")


def _read(path: Path, request: str) -> bytes:
    try:
        if path.is_file() and (size := path.stat().st_size) > DOCUMENT_BYTES_MAX:
            detail = say("{file} has {size} bytes, Go takes {most}", file=path.name, size=size, most=DOCUMENT_BYTES_MAX)
            raise rejected(request, detail, say("make the PDF smaller; a later run sends it"))
        return path.read_bytes()
    except FileNotFoundError:
        raise rejected(request, say("{file} is missing", file=path.name), PUT_BACK) from None
    except OSError as problem:
        reason = problem.strerror or say("it cannot be opened")
        detail = say("{file} cannot be read: {reason}", file=path.name, reason=reason)
        raise rejected(request, detail, say("see that nobody holds the file open")) from None
