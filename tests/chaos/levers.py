"""A process's own wall clock and disk: a library, preloaded into it, obeys two numbers in a file.

The machine's clock cannot be moved without harming everything else on it, nor can its disk be filled. The bot's code is
as it is; only what the C library answers differs. It takes a C compiler; without one these faults are left out.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).with_name("levers.c")
NUMBERS = struct.Struct("qq")


def library(folder: Path) -> Path | None:
    """The library, compiled; None where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    made = folder / "levers.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", made, SOURCE, "-ldl"], check=True)
    return made


class Levers:
    """Those of one installation, whatever process runs in it."""

    def __init__(self, folder: Path, library: Path) -> None:
        self._path = folder / "levers"
        self._library = library
        self._pull(0, 0)

    @property
    def environment(self) -> Mapping[str, str]:
        """What the process must be started with."""
        return {"LD_PRELOAD": str(self._library), "CHAOS_LEVERS": str(self._path)}

    def step_clock(self, seconds: int) -> None:
        """Let the clock run so far from the machine's; 0: it is right again."""
        self._pull(seconds, self._numbers[1])

    def fill_disk(self, full: bool) -> None:
        self._pull(self._numbers[0], int(full))

    def _pull(self, clock: int, disk: int) -> None:
        self._numbers = (clock, disk)
        mode = "r+b" if self._path.exists() else "wb"  # in place: it is mapped
        with self._path.open(mode) as file:
            file.write(NUMBERS.pack(clock, disk))
