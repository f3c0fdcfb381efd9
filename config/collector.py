"""When the garbage collector rests. It walks through everything that is alive, which is wasted on what stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Many objects are made inside and hardly any becomes garbage: looking for it would take much of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def keep_loaded() -> None:
    """What is loaded by now (modules, models, word lists) stays until the process ends and is not walked through
    again. For the start of a process; not where a test or a library loads something."""
    gc.freeze()
