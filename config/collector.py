"""When the garbage collector is off: it traverses all live objects, which is wasted on those that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Switch collection off inside: many objects are created there, and hardly any becomes garbage."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def keep_loaded() -> None:
    """Exempt what is loaded by now (modules, models, word lists) from collection: it stays until the process ends.
    For the start of a process, not for tests or libraries."""
    gc.freeze()
