"""The demo of Win: an accounting practice with every edge case of the design at least once.

The entry point `wingo.demos` finds `demo` here; edge_cases.py says which record plays which case.
"""

from __future__ import annotations

from pathlib import Path

from engine.model.ports import Demo, DemoData


class WinDemo:
    """Builds the demo; implements engine.model.ports.Demo."""

    customers = range(60, 10_000_001)

    def build(self, folder: Path, customers: int | None = None) -> DemoData:
        """Make win.db and pdfs/ in a folder; deterministic, and replaces what an earlier build left there."""
        from connectors.win.demo.build import build_demo

        return build_demo(folder, self.customers.start if customers is None else customers)


demo: Demo = WinDemo()

__all__ = ["demo"]
