"""Exported files as a source: CSV files in a folder or sheets of a workbook, read whole into a private database.

From there on they are read by the code that reads a site's own database: one meaning of scope, order, lines and types.
"""

from __future__ import annotations

from connectors.win.exports.opening import open_exports

__all__ = ["open_exports"]
