"""What a figure was measured on."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path


def described(today: date) -> str:
    """Day, processor, cores this process may use, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{today.isoformat()}, {_processor()}, {cores} cores, Python {platform.python_version()}"


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
