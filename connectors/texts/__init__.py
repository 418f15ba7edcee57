"""What connectors say, in other languages than English: the folder that the entry point `wingo.texts` names."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
