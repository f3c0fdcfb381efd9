"""Simplified characters: Whisper writes Mandarin in traditional ones most of the time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


def simplified(text: str) -> str:
    """`text` in simplified characters."""
    converted: str = _converter().convert(text)
    return converted


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
