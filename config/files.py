"""Files that a process writes for itself: written completely or not at all, and readable by its own user only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PRIVATE_FOLDER = 0o700  # files get 0600 from mkstemp


def write_private(path: Path, content: bytes) -> None:
    """Write the file at `path`, creating missing folders. Readers never see half a file, and of several writers one
    wins. Raises OSError."""
    make_private(path.parent)
    handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def make_private(folder: Path) -> None:
    """Create `folder` and its missing parents. Raises OSError."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
