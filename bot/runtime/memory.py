"""What a process does about its memory once it has loaded what stays."""

from __future__ import annotations

import gc


def keep_loaded() -> None:
    """Everything that is loaded by now stays until the process ends (models, word lists, modules): the garbage
    collector need not walk through it again and again."""
    gc.freeze()
