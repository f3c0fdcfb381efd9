"""Which files are taken: papers and pictures. What can be run, what is empty and what nobody can tell is not."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

IMAGES = frozenset({"jpg", "jpeg", "png", "gif", "bmp", "webp", "heic", "heif", "tif", "tiff"})
PAPERS = frozenset(
    {"pdf", "ofd", "doc", "docx", "wps", "rtf", "odt", "txt", "md"}
    | {"xls", "xlsx", "et", "ods", "csv", "ppt", "pptx", "dps", "odp"}
    | {"dwg", "dxf"}
)
RUNNABLE = frozenset(
    {"exe", "msi", "com", "bat", "cmd", "scr", "ps1", "vbs", "js", "jar", "sh", "apk", "app", "dmg", "lnk", "dll"}
)
PACKED = frozenset({"zip", "rar", "7z", "tar", "gz"})
HEAD_BYTES = 8  # of a file's content that `refusal` needs
_RUN_BY_CONTENT = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"dex\n")
Refusal = Literal["empty", "runnable", "packed", "unknown"]


def refusal(name: str, head: bytes) -> Refusal | None:
    """Why a file of this name, whose content begins so, is not taken; None where it is."""
    kind = suffix(name)
    if not head:
        return "empty"
    if kind in RUNNABLE or head.startswith(_RUN_BY_CONTENT):
        return "runnable"
    if kind in PACKED:
        return "packed"
    return None if kind in IMAGES | PAPERS else "unknown"


def suffix(name: str) -> str:
    """The end of a file's name that says what it is, without the dot."""
    return PurePath(name).suffix.lstrip(".").lower()


def is_image(name: str) -> bool:
    """Whether a file of this name is a picture."""
    return suffix(name) in IMAGES
