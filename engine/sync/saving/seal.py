"""A seal: what a plan file has beside a masked value, so that another value is noticed and none can be read.

It is a digest under the state's own key: without the key, eleven digits would soon be found by trying them all.
"""

from __future__ import annotations

import hmac

from engine.model import exact_json
from engine.sync.plan import Change, FieldChange


def seal_of(change: Change, field: FieldChange, key: str) -> str | None:
    """The seal of what a field holds now; None where it is shown as it is. Of two records no two are alike."""
    if field.kept == field.before:
        return None
    sealed = exact_json.dumps([change.mapping, change.key, field.target, field.kept])
    return hmac.digest(bytes.fromhex(key), sealed.encode(), "sha256").hex()
