"""Files that came with messages or go out with them: a folder, named by content, so a repeat costs nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

MAX_BYTES = 25 * 1024 * 1024


class MediaStore:
    """Files in `folder`, by key: a hash of the content and a suffix."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes, suffix: str = "") -> str:
        """Keep `data`; returns its key. Raises ValueError above 25 MiB."""
        if len(data) > MAX_BYTES:
            raise ValueError("文件超过 25 MB")
        clean = "".join(c for c in suffix.lower() if c.isascii() and (c.isalnum() or c == "."))[:12]
        key = hashlib.sha256(data).hexdigest()[:32] + clean
        path = self.path(key)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(path.name + ".part")
            partial.write_bytes(data)
            partial.replace(path)
        return key

    def path(self, key: str) -> Path:
        """Where the bytes of `key` lie. Raises ValueError for what is no key."""
        if not key or "/" in key or key.startswith("."):
            raise ValueError(f"not a media key: {key!r}")
        return self._folder / key[:2] / key
