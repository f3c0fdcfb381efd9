"""Which container a file is, by its first bytes alone.

The name is never believed, and FFmpeg does not guess: among what it would try are playlists, which open further files
and addresses.
"""

from __future__ import annotations

SILK = "silk"
SILK_HEADS = (b"#!SILK_V3", b"\x02#!SILK_V3")  # WeChat's begins with one byte more
_HEADS = (
    (b"OggS", "ogg"),
    (b"#!AMR", "amr"),
    (b"fLaC", "flac"),
    (b"ID3", "mp3"),
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"caff", "caf"),
)


def container_of(data: bytes) -> str | None:
    """FFmpeg's name of the container, or SILK; None for what holds no sound that a channel sends."""
    if data.startswith(SILK_HEADS):
        return SILK
    if data[:4] == b"RIFF":
        return {b"WAVE": "wav", b"AVI ": "avi"}.get(data[8:12])
    if data[4:8] == b"ftyp":
        return "mov"
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:  # the sync word of a frame
        return "aac" if data[1] & 0x06 == 0 else "mp3"
    return next((name for head, name in _HEADS if data.startswith(head)), None)
