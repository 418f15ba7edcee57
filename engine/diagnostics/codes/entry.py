"""One entry of the register of codes."""

from __future__ import annotations

from engine.model.frozen import frozen


@frozen
class Code:
    """A code. `remedy`: the usual way out, shown where a diagnostic has none of its own. `meaning`: why it is a
    mistake, and what would go wrong for the ledger.
    """

    code: str
    title: str
    remedy: str
    meaning: str
