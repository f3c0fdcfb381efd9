"""Files that came with messages or go out with them, named by content, so that equal files are stored once.

A store is a folder (the default) or any file system that fsspec knows (S3 and the like), shared by all processes.
"""

from __future__ import annotations

import hashlib
import io
import mimetypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Protocol

from config.files import copy_private

MAX_BYTES = 25 * 1024 * 1024
PIECE = 1024 * 1024
mimetypes.init()  # reads a file: not within a transaction that asks for a type first
PHONES = {".m4a": "audio/mp4", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".amr": "audio/amr", ".m4v": "video/mp4"}


class Digest(Protocol):
    """As much of a hash (hashlib) as a key is made of."""

    def hexdigest(self) -> str: ...


class MediaError(Exception):
    """The configured store cannot be used; the message says why, for a person."""


class MediaStore(Protocol):
    """Files by key. All that take one raise ValueError for what is no key; `read` and `open` raise OSError where there
    is no such file or it cannot be read, `put` and `keep` where it cannot be kept, `remove` where it stays."""

    def put(self, data: bytes, suffix: str = "") -> str:
        """Keep `data`; returns its key: a hash of the content and a suffix. Raises ValueError above 25 MiB."""
        ...

    def keep(self, file: BinaryIO, key: str) -> None:
        """Keep the content of `file` under its `key` (see `key_of`), copied piece by piece."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is a file of this key."""
        ...

    def read(self, key: str) -> bytes:
        """The whole file."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The file for reading in pieces; it can be positioned (`seek`)."""
        ...

    def remove(self, key: str) -> None:
        """Have no file of this key any more; nothing happens where there is none."""
        ...

    def place_of(self, key: str) -> str:
        """Where the file lies: an absolute path, or an address that other programs know."""
        ...


class FolderStore:
    """Files in `folder`, which only its owner may read. A file is written completely or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes, suffix: str = "") -> str:
        key = _key_of_data(data, suffix)
        self.keep(io.BytesIO(data), key)
        return key

    def keep(self, file: BinaryIO, key: str) -> None:
        path = self._path(key)
        if not path.exists():
            file.seek(0)
            copy_private(path, file)

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def read(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def open(self, key: str) -> BinaryIO:
        return self._path(key).open("rb")

    def remove(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def place_of(self, key: str) -> str:
        return str(self._path(key).absolute())

    def _path(self, key: str) -> Path:
        return self._folder / _checked(key)[:2] / key


class FsspecStore:
    """Files under `url` (`s3://bucket/folder`) of a file system that fsspec knows. Raises MediaError if it knows
    none, lacks the package for it, or cannot reach it. The rest of a broken upload is not taken for the file."""

    def __init__(self, url: str) -> None:
        try:
            from fsspec.core import url_to_fs

            self._files, root = url_to_fs(url, use_listings_cache=False)  # other processes add files too
        except Exception as error:  # each file system has its own
            raise MediaError(f"XIAOBAN_MEDIA_URL 写的地方用不了:{error}") from error
        self._root = root.rstrip("/")

    def put(self, data: bytes, suffix: str = "") -> str:
        key = _key_of_data(data, suffix)
        self.keep(io.BytesIO(data), key)
        return key

    def keep(self, file: BinaryIO, key: str) -> None:
        path, size = self._path(key), file.seek(0, io.SEEK_END)
        with _as_os_error():
            if not (self._files.exists(path) and self._files.size(path) == size):
                self._write(path, file)

    def has(self, key: str) -> bool:
        path = self._path(key)
        with _as_os_error():
            return bool(self._files.isfile(path))

    def read(self, key: str) -> bytes:
        path = self._path(key)
        with _as_os_error():
            data: bytes = self._files.cat_file(path)
        return data

    def open(self, key: str) -> BinaryIO:
        path = self._path(key)
        with _as_os_error():
            file: Any = self._files.open(path, "rb")
        return file  # type: ignore[no-any-return]

    def remove(self, key: str) -> None:
        path = self._path(key)
        with _as_os_error():
            if self._files.exists(path):
                self._files.rm_file(path)

    def place_of(self, key: str) -> str:
        return str(self._files.unstrip_protocol(self._path(key)))

    def _path(self, key: str) -> str:
        return f"{self._root}/{_checked(key)[:2]}/{key}"

    def _write(self, path: str, file: BinaryIO) -> None:
        try:
            target = self._files.open(path, "wb")
        except FileNotFoundError:  # it has real folders
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            target = self._files.open(path, "wb")
        file.seek(0)
        with target:
            shutil.copyfileobj(file, target, PIECE)


@contextmanager
def _as_os_error() -> Iterator[None]:
    """What a file system of fsspec raises in its own words (ftplib's, botocore's) is an OSError, as for a folder."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def beginning_of(store: MediaStore, key: str) -> bytes:
    """A file, read no further than one byte above the limit of what is held in memory: it is seen to be too large.
    Raises OSError where it cannot be read, ValueError for what is no key."""
    with store.open(key) as file:
        return file.read(MAX_BYTES + 1)


def open_media(url: str | None, folder: Path) -> MediaStore:
    """The store under `url`; without one, `folder`. Raises MediaError."""
    return FsspecStore(url) if url else FolderStore(folder)


def key_of(digest: Digest, suffix: str) -> str:
    """The key of what has this SHA-256 `digest`."""
    clean = "".join(c for c in suffix.lower() if c.isascii() and (c.isalnum() or c == "."))[:12]
    return digest.hexdigest()[:32] + clean


def _key_of_data(data: bytes, suffix: str) -> str:
    if len(data) > MAX_BYTES:
        raise ValueError("文件超过 25 MB")
    return key_of(hashlib.sha256(data), suffix)


def type_of(name: str) -> str:
    """The MIME type of what is called so, the same on every machine for what phones record; "" for none."""
    return PHONES.get(PurePath(name).suffix.lower()) or mimetypes.guess_type(name)[0] or ""


def is_key(key: str) -> bool:
    """Whether `key` has the form of a key, and is not, say, a path that leads elsewhere."""
    return bool(key) and "/" not in key and "\x00" not in key and not key.startswith(".")


def _checked(key: str) -> str:
    if not is_key(key):
        raise ValueError(f"not a media key: {key!r}")
    return key
