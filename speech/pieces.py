"""A long recording in pieces that are heard one after the other, so that a message need not wait for all of it."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator

import numpy as np

from speech.decode import RATE, Sound

LONGEST_S = 60.0
SEARCHED_S = 10.0  # at the end of a piece, for a place where nobody speaks
REST = int(0.3 * RATE)  # such a place


def pieces(sound: Sound) -> Iterator[tuple[float, bytes]]:
    """Each piece as when it begins, in seconds, and a WAV file; it ends where it is quietest."""
    begin = 0
    while begin < len(sound):
        end = _end_of(sound, begin)
        yield begin / RATE, _as_wav(sound[begin:end])
        begin = end


def _end_of(sound: Sound, begin: int) -> int:
    end = begin + int(LONGEST_S * RATE)
    if end >= len(sound):
        return len(sound)
    searched = sound[end - int(SEARCHED_S * RATE) : end]
    loudness = np.square(searched[: len(searched) // REST * REST]).reshape(-1, REST).sum(axis=1)
    return end - len(searched) + int(loudness.argmin()) * REST + REST // 2


def _as_wav(sound: Sound) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, RATE, 0, "NONE", ""))
        writer.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()
