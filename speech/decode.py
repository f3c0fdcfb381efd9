"""Whatever a channel sends as sound that can be heard: 16 kHz, one channel, float32.

Bounded while decoding: 25 MB of Opus can be 8 hours, and a file says of itself what it likes. Decoding stops at the
first frame beyond the length, so that no more than that is ever in memory.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from speech import silk
from speech.containers import SILK, container_of
from speech.unheard import Deaf, TooLong, Unplayable

if TYPE_CHECKING:
    import av

RATE = 16_000
RATES = range(4_000, 192_001)  # samples a second that a microphone has
MOST_CHANNELS = 16
MOST_FRAME_BYTES = 8_000_000  # of one decoded frame: ordinary ones have some kilobytes
LEAST_SECONDS = 0.1
HEAD_BYTES = 64  # that say which container it is
MISSING_SHARE = 0.2  # of the length that a file says it has: with less it was cut off on its way
SAYS_LENGTH = ("wav", "mov", "flac", "caf")  # others' lengths are guessed from their size
Sound = np.ndarray[Any, np.dtype[np.float32]]


def decode(source: bytes | BinaryIO, most_seconds: int) -> Sound:
    """The sound of a file: of its bytes, or, where it may be a large one, of itself, of which little is in memory then.
    Raises Unplayable, TooLong, and Deaf where nothing here can open it."""
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not head:
        raise Unplayable("empty")
    container = container_of(head)
    if container is None:
        raise Unplayable("unknown")
    sound = silk.decode(file.read(), most_seconds) if container == SILK else _with_av(file, container, most_seconds)
    if len(sound) < LEAST_SECONDS * RATE:
        raise Unplayable("empty")
    return sound


def _with_av(file: BinaryIO, container: str, most_seconds: int) -> Sound:
    try:
        import av
    except ImportError:
        raise Deaf("engine") from None
    try:
        with av.open(file, "r", format=container, metadata_errors="ignore") as opened:
            if not opened.streams.audio:
                raise Unplayable("no_sound")
            stream = opened.streams.audio[0]
            pieces = list(_bounded(opened.decode(stream), most_seconds))
            said_seconds = float((stream.duration or 0) * (stream.time_base or 0))
    except (av.FFmpegError, ValueError, MemoryError):
        raise Unplayable("broken") from None
    sound = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    if container in SAYS_LENGTH and len(sound) / RATE < said_seconds * (1 - MISSING_SHARE):
        raise Unplayable("broken")
    return sound


def _bounded(frames: Iterable[av.AudioFrame], most_seconds: int) -> Iterator[Sound]:
    from av import AudioResampler

    resampler = AudioResampler(format="flt", layout="mono", rate=RATE)
    left = most_seconds * RATE
    for frame in frames:
        _check(frame)
        for piece in resampler.resample(frame):
            samples = piece.to_ndarray().reshape(-1)
            left -= len(samples)
            if left < 0:
                raise TooLong(most_seconds)
            yield samples.astype(np.float32)
    for piece in resampler.resample(None):
        yield piece.to_ndarray().reshape(-1)[: max(left, 0)].astype(np.float32)


def _check(frame: av.AudioFrame) -> None:
    """Raises Unplayable for a frame that no recording has: a rate that was forged makes one sample a thousand."""
    channels = len(frame.layout.channels)
    size = frame.samples * channels * frame.format.bytes
    if frame.sample_rate not in RATES or channels > MOST_CHANNELS or size > MOST_FRAME_BYTES:
        raise Unplayable("broken")
