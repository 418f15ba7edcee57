"""One measurement in a process of its own, so that its memory is its own and nothing is warm that should not be."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from typing import Any


def measured(module: str, *arguments: object) -> dict[str, Any]:
    """What `python -m module arguments` tells as JSON on its last line. Raises CalledProcessError."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def tell(figures: Mapping[str, Any]) -> None:
    """Tell the figures to the process that asked for them."""
    print(json.dumps(figures))


def peak_megabytes() -> float:
    """The most memory that this process has held so far, in MB of a million bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6
