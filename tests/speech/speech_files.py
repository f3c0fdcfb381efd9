"""Sound for tests: files of every kind that a channel sends, made here."""

from __future__ import annotations

import io
import subprocess
import wave
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

RATE = 16_000


def tone(seconds: float, rate: int = RATE) -> np.ndarray[Any, Any]:
    """A tone of 440 Hz as 16-bit samples."""
    return (0.3 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate)) / rate) * 32767).astype(np.int16)


def wav(samples: np.ndarray[Any, Any], rate: int = RATE) -> bytes:
    """As a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(rate)
        opened.writeframes(samples.tobytes())
    return file.getvalue()


def coded(container: str, codec: str, seconds: float, rate: int = 48_000, **options: str) -> bytes:
    """A tone, encoded."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format=container) as opened:
        stream = opened.add_stream(codec, rate=rate, options=options)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(tone(seconds, rate).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        resampler = av.AudioResampler(
            format=stream.format, layout="mono", rate=rate, frame_size=stream.codec_context.frame_size or 1024
        )
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            opened.mux(stream.encode(piece))
        opened.mux(stream.encode(None))
    return file.getvalue()


def silk(seconds: float) -> bytes:
    """A tone as WeChat sends it."""
    import pilk

    with TemporaryDirectory() as folder:
        plain, packed = Path(folder) / "a.pcm", Path(folder) / "a.silk"
        plain.write_bytes(tone(seconds, 24_000).tobytes())
        pilk.encode(str(plain), str(packed), pcm_rate=24_000, tencent=True)
        return packed.read_bytes()


def spoken(text: str) -> bytes:
    """`text` by espeak-ng, which reads pinyin, as WAV."""
    from pypinyin import Style, lazy_pinyin

    syllables = " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))
    command = ["espeak-ng", "-v", "cmn-latn-pinyin+f3", "-s", "150", "--stdout", syllables]
    return subprocess.run(command, capture_output=True, check=True).stdout
