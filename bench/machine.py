"""On which machine and when something was measured: nothing that names it, only what decides how fast it is."""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime


def described() -> str:
    """`2026-11-24, Python 3.11.2, 2 cores, x86_64, load 3.1 when it began`."""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{datetime.now(UTC):%Y-%m-%d}, Python {python}, {_cores()} cores, {platform.machine()}{_load()}"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _load() -> str:
    """How busy it was with other work: a figure taken on a busy machine is a provisional one."""
    return f", load {os.getloadavg()[0]:.1f} when it began" if hasattr(os, "getloadavg") else ""
