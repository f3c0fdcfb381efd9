"""Files that a process writes for itself: written completely or not at all, and readable by its own user only; and why
a file could not be read or written."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_REASONS: Mapping[int | None, str] = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹,应为文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EROFS: "这个位置只能读,不能写",
    errno.ENOSPC: "磁盘满了",
    errno.ENAMETOOLONG: "名字太长了",
}
PRIVATE_FOLDER = 0o700  # files get 0600 from mkstemp


def write_private(path: Path, content: bytes) -> None:
    """Write the file at `path`, creating missing folders. Readers never see half a file, and of several writers one
    wins. Raises OSError."""
    with _written(path) as file:
        file.write(content)


def copy_private(path: Path, source: BinaryIO) -> None:
    """`write_private` of what is left to read of another file, piece by piece."""
    with _written(path) as file:
        shutil.copyfileobj(source, file)


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    make_private(path.parent)
    handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
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


def why_not(error: OSError) -> str:
    """Why a file cannot be read or written, for a person."""
    return _REASONS.get(error.errno, error.strerror or str(error))
