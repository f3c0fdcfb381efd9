"""SILK, the format of voice messages in WeChat. What decodes it (pilk) is an extra of its own: it comes as C."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from speech.containers import SILK_HEADS
from speech.unheard import Deaf, TooLong, Unplayable

RATE = 16_000
PACKET_S = 0.02
LARGEST_PACKET = 1_250  # bytes
_END = 0xFFFF  # the length that ends a file


def decode(data: bytes, most_seconds: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The sound of a SILK file. Its packets are counted before anything is decoded: the decoder writes all there is.
    Raises Unplayable, TooLong, and Deaf without pilk."""
    _count(data, most_seconds)
    try:
        import pilk
    except ImportError:
        raise Deaf("silk") from None
    with TemporaryDirectory(prefix="xiaoban-") as folder:
        coded, plain = Path(folder) / "voice.silk", Path(folder) / "voice.pcm"
        coded.write_bytes(data)
        try:
            pilk.decode(str(coded), str(plain), pcm_rate=RATE)
            samples = np.fromfile(plain, np.int16, count=most_seconds * RATE)
        except Exception:
            raise Unplayable("broken") from None
    return samples.astype(np.float32) / np.float32(32768)


def _count(data: bytes, most_seconds: int) -> None:
    head = next(head for head in SILK_HEADS if data.startswith(head))
    at, packets = len(head), 0
    while at + 2 <= len(data):
        size = int.from_bytes(data[at : at + 2], "little")
        if size == _END:
            return
        at += 2 + size
        packets += 1
        if size > LARGEST_PACKET or at > len(data):
            raise Unplayable("broken")
        if packets * PACKET_S > most_seconds:
            raise TooLong(most_seconds)
