"""What a file is, by its first bytes; of its name only its end counts, among those that such a content may have.

Recordings, pictures and papers that can be told by their content are taken. What can be run, what is only packed, and
what nobody can tell is not.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from bot.messaging.inbound import MediaKind

HEAD_BYTES = 64  # of a content that are looked at
LONGEST_NAME = 120


class Content(NamedTuple):
    """As what a file is taken, and the end that its name has from now on."""

    kind: MediaKind
    suffix: str


class _Family(NamedTuple):
    kind: MediaKind
    suffixes: tuple[str, ...]  # the first for a name that has none of them; "": it must have one
    audio: tuple[str, ...] = ()  # those of them that are heard, not watched


_PACKED = _Family("file", ("", ".docx", ".xlsx", ".pptx", ".xlsm", ".ofd", ".odt", ".ods", ".odp"))
_OLD_OFFICE = _Family("file", ("", ".doc", ".xls", ".ppt", ".wps", ".et", ".dps"))
_MP4 = _Family("video", (".mp4", ".m4v", ".mov", ".3gp", ".m4a", ".m4b"), (".m4a", ".m4b"))
_MATROSKA = _Family("video", (".webm", ".mkv", ".weba"), (".weba",))
_HEIC = _Family("image", (".heic", ".heif"))
_HEADS: tuple[tuple[int, bytes, _Family], ...] = (
    (0, b"\x1a\x45\xdf\xa3", _MATROSKA),
    (0, b"OggS", _Family("audio", (".ogg", ".oga", ".opus"))),
    (0, b"ID3", _Family("audio", (".mp3",))),
    (0, b"#!AMR", _Family("audio", (".amr",))),
    (0, b"fLaC", _Family("audio", (".flac",))),
    (0, b"\xff\xf1", _Family("audio", (".aac",))),
    (0, b"\xff\xf9", _Family("audio", (".aac",))),
    (0, b"\xff\xfb", _Family("audio", (".mp3",))),
    (0, b"\xff\xf3", _Family("audio", (".mp3",))),
    (0, b"\xff\xf2", _Family("audio", (".mp3",))),
    (8, b"WAVE", _Family("audio", (".wav",))),
    (8, b"AVI ", _Family("video", (".avi",))),
    (8, b"WEBP", _Family("image", (".webp",))),
    (0, b"\xff\xd8\xff", _Family("image", (".jpg", ".jpeg"))),
    (0, b"\x89PNG\r\n\x1a\n", _Family("image", (".png",))),
    (0, b"GIF8", _Family("image", (".gif",))),
    (0, b"II*\x00", _Family("image", (".tif", ".tiff"))),
    (0, b"MM\x00*", _Family("image", (".tif", ".tiff"))),
    (0, b"%PDF-", _Family("file", (".pdf",))),
    (0, b"{\\rtf", _Family("file", (".rtf",))),
    (0, b"AC10", _Family("file", (".dwg",))),
    (0, b"PK\x03\x04", _PACKED),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
)
_BRANDS = {b"heic": _HEIC, b"heix": _HEIC, b"mif1": _HEIC, b"msf1": _HEIC, b"M4A ": _Family("audio", (".m4a",))}


def content_of(head: bytes, name: str) -> Content | None:
    """What a file is whose content begins so; None where it is not taken."""
    family = _family(head)
    if family is None:
        return None
    suffix = PurePath(name).suffix.lower()
    suffix = suffix if suffix in family.suffixes else family.suffixes[0]
    if not suffix:
        return None
    return Content("audio" if suffix in family.audio else family.kind, suffix)


def named(name: str, suffix: str) -> str:
    """A file's own name without what no database keeps, ending as its content demands."""
    own = PurePath(name.replace("\\", "/")).name
    clean = "".join(character for character in own if character.isprintable())
    stem = clean if PurePath(clean).suffix.lower() != suffix else clean[: -len(suffix)]
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}" if stem else ""


def _family(head: bytes) -> _Family | None:
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], _MP4)
    riff = head[:4] == b"RIFF"
    return next((family for at, magic, family in _HEADS if (riff or not at) and head[at:].startswith(magic)), None)
