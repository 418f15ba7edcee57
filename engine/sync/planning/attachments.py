"""Files that follow a voucher: what a plan says of one, or why it cannot be sent."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.schema import Field
from engine.model.text import say
from engine.sync import complaints

_SIGNATURE_BYTES = 1024  # a PDF's mark may stand anywhere in its first 1,024 bytes


def describe_file(path: str, field: Field) -> dict[str, Any] | Diagnostic:
    """A file's payload (`file`, `bytes`, `sha256`), or the diagnostic that says why it waits."""
    try:
        size = Path(path).stat().st_size
        if field.type.length_max is not None and size > field.type.length_max:
            return complaints.large_file(path, size, field.type.length_max)
        content = Path(path).read_bytes()
    except FileNotFoundError:
        return complaints.unreadable_file(path, say("is not there"))
    except OSError as problem:
        return complaints.unreadable_file(path, say("cannot be read ({reason})", reason=problem.strerror))
    if field.signature.encode() not in content[:_SIGNATURE_BYTES]:
        return complaints.other_file(path)
    return {"file": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
