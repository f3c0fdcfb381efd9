"""What channels send becomes sound; what is none, or too much of it, is refused before it takes memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from recorded import video
from speech_files import coded, silk, tone, wav

from speech.containers import container_of
from speech.decode import RATE, decode
from speech.unheard import TooLong, Unplayable

MOST = 20
SENT = {
    "ogg": lambda: coded("ogg", "libopus", 2),
    "webm": lambda: coded("webm", "libopus", 2),
    "m4a": lambda: coded("ipod", "aac", 2),
    "mp3": lambda: coded("mp3", "libmp3lame", 2, rate=44_100),
    "flac": lambda: coded("flac", "flac", 2),
    "amr": lambda: coded("amr", "libopencore_amrnb", 2, rate=8_000),
    "wav": lambda: wav(tone(2, 8_000), 8_000),
}


@pytest.mark.parametrize("kind", SENT)
def test_what_channels_send_is_sound(kind: str) -> None:
    sound = decode(SENT[kind](), MOST)
    assert sound.dtype == np.float32
    assert 1.9 < len(sound) / RATE < 2.2
    assert 0.1 < float(np.abs(sound).max()) <= 1.01


@pytest.mark.needs_pilk
def test_wechats_own_format_is_sound() -> None:
    assert 1.9 < len(decode(silk(2), MOST)) / RATE < 2.2
    with pytest.raises(TooLong):
        decode(silk(5), 3)


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("voice.ogg", b"0" * 100)
    return file.getvalue()


def forged(rate: int) -> bytes:
    """A short file that says so many samples a second of itself: 1 makes each sample a second."""
    data = bytearray(wav(tone(2)))
    data[24:28] = struct.pack("<I", rate)
    return bytes(data)


REFUSED = {
    "nothing": (lambda: b"", "empty"),
    "a zip": (zipped, "unknown"),
    "a text": (lambda: "刚跟李总打完电话".encode(), "unknown"),
    "a playlist, which would open addresses": (lambda: b"#EXTM3U\nhttp://127.0.0.1/a.ts\n", "unknown"),
    "noise behind a head of Ogg": (lambda: b"OggS" + bytes(range(256)) * 20, "broken"),
    "a head of SILK and nonsense": (lambda: b"\x02#!SILK_V3" + b"\xff\x7f" * 100, "broken"),
    "an m4a cut in the middle": (lambda: coded("ipod", "aac", 3)[:4_000], "broken"),
    "a forged rate": (lambda: forged(1), "broken"),
    "another forged rate": (lambda: forged(4_000_000), "broken"),
    "a film without sound": (video, "no_sound"),
    "a file without samples": (lambda: wav(tone(0)), "empty"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_sound_is_refused(kind: str) -> None:
    make, fault = REFUSED[kind]
    with pytest.raises(Unplayable) as refused:
        decode(make(), MOST)
    assert refused.value.fault in (fault, "broken")


def test_more_sound_than_may_be_is_not_decoded_to_its_end() -> None:
    long = coded("ogg", "libopus", 150, rate=8_000, b="6000")
    tracemalloc.start()
    with pytest.raises(TooLong):
        decode(long, MOST)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_packets_of_silk_are_counted_before_they_are_decoded() -> None:
    with pytest.raises(TooLong):
        decode(b"\x02#!SILK_V3" + b"\x01\x00\x00" * 100_000, MOST)


def test_a_container_is_told_by_its_first_bytes() -> None:
    assert container_of(b"RIFF\0\0\0\0AVI ") == "avi"
    assert container_of(b"RIFF\0\0\0\0WEBP") is None
    assert container_of(b"\0\0\0\x20ftypM4A ") == "mov"
    assert container_of(b"PK\x03\x04") is None
