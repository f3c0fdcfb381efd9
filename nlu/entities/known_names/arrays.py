"""Arrays and a head of JSON in one piece of bytes, to be written to a file and mapped from there: what is mapped takes
no time to load and counts once for all processes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from nlu.lexicon import ENCODING

MAGIC = b"xiaoban names 1\n"
_ALIGNED = 8


def packed(head: Mapping[str, Any], arrays: Mapping[str, np.ndarray[Any, Any]]) -> bytes:
    """`head` and `arrays` in one piece."""
    shapes = {name: (array.dtype.name, len(array)) for name, array in arrays.items()}
    first = json.dumps({"head": head, "arrays": shapes}, ensure_ascii=False).encode(*ENCODING)
    pieces = [MAGIC, len(first).to_bytes(_ALIGNED, "little"), _filled(first)]
    return b"".join([*pieces, *(_filled(array.tobytes()) for array in arrays.values())])


def unpacked(content: Any) -> tuple[dict[str, Any], dict[str, memoryview]]:
    """The head and the arrays of what `packed` gave (bytes or a mapped file). Raises ValueError or another error of a
    wrong type where it is anything else."""
    view = memoryview(content)
    at = len(MAGIC) + _ALIGNED
    if view[: len(MAGIC)] != MAGIC:
        raise ValueError("no names")
    size = int.from_bytes(view[len(MAGIC) : at], "little")
    first = json.loads(bytes(view[at : at + size]).decode(*ENCODING))
    at += size + -size % _ALIGNED
    arrays = {}
    for name, (kind, count) in first["arrays"].items():
        array: Any = np.ndarray((count,), kind, content, at)
        arrays[name] = memoryview(array)  # single numbers are got from it several times as fast
        at += array.nbytes + -array.nbytes % _ALIGNED
    return first["head"], arrays


def _filled(content: bytes) -> bytes:
    return content + bytes(-len(content) % _ALIGNED)
