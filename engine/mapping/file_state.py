"""What a file looks like from outside, so that within one process it need not be read twice.

A hundred workspaces stand on the same bases. A file may be written twice within one tick of its clock and look the same
afterwards: what is as new as that is read every time.
"""

from __future__ import annotations

import os
import time
from typing import TypeAlias

# A file's path, its size (bytes), when it was written (ns), and its number.
State: TypeAlias = tuple[str, int, int, int]

_SETTLED_NS = 5_000_000_000  # some file systems count in steps of two seconds


def state_of(path: str, found: os.stat_result) -> State:
    """The state of a file."""
    return path, found.st_size, found.st_mtime_ns, found.st_ino


def are_settled(*states: State) -> bool:
    """Whether none of these files is so new that a later save could look the same."""
    return max((written for _, _, written, _ in states), default=0) < time.time_ns() - _SETTLED_NS
