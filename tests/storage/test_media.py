"""One contract for every media store: a folder, and what fsspec knows (in memory, local files)."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from ftplib import error_perm
from pathlib import Path

import pytest

from storage.media import (
    MAX_BYTES,
    FolderStore,
    FsspecStore,
    MediaError,
    MediaStore,
    beginning_of,
    key_of,
    open_media,
    type_of,
)


@pytest.fixture(params=["folder", "memory", "local"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MediaStore]:
    if request.param == "folder":
        yield FolderStore(tmp_path / "var" / "media")
    elif request.param == "local":
        yield FsspecStore(f"file://{tmp_path}/bucket/files")
    else:
        from fsspec.implementations.memory import MemoryFileSystem

        yield FsspecStore("memory://bucket/files")
        MemoryFileSystem.store.clear()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.m4a", "audio/mp4"), ("A.OGG", "audio/ogg"), ("a.mp4", "video/mp4"), ("a.docx.unknown", "")],
)
def test_what_phones_record_is_known_on_every_machine(name: str, kind: str) -> None:
    assert type_of(name) == kind


def test_what_is_put_can_be_read_whole_and_in_pieces(store: MediaStore) -> None:
    key = store.put(b"OggSdata", ".OGG")
    assert key.endswith(".ogg") and store.has(key) and store.read(key) == b"OggSdata"
    with store.open(key) as file:
        assert file.seek(0, 2) == 8
        file.seek(4)
        assert file.read(2) == b"da"


def test_what_is_removed_is_gone(store: MediaStore) -> None:
    key = store.put(b"spoken", ".ogg")
    store.remove(key)
    store.remove(key)
    assert not store.has(key)


def test_it_says_where_a_file_lies(store: MediaStore) -> None:
    key = store.put(b"png", ".png")
    place = store.place_of(key)
    assert place.endswith(f"/{key[:2]}/{key}")
    assert place.startswith("memory:") or Path(place.removeprefix("file://")).read_bytes() == b"png"


def test_the_same_content_has_one_key_and_another_has_another(store: MediaStore) -> None:
    assert store.put(b"same", ".png") == store.put(b"same", ".png")
    assert len({store.put(b"same", ".png"), store.put(b"other", ".png"), store.put(b"same", ".jpg")}) == 3


@pytest.mark.parametrize(
    ("suffix", "end"), [("", ""), ("../../x", "....x"), (".p/n\x00g", ".png"), (".docx", ".docx"), (".图", ".")]
)
def test_a_suffix_leads_nowhere(store: MediaStore, suffix: str, end: str) -> None:
    key = store.put(b"x", suffix)
    assert key[32:] == end and store.read(key) == b"x"


@pytest.mark.parametrize("key", ["", ".hidden", "../web.db", "/etc/passwd", "a\x00b"])
def test_what_is_no_key_is_refused(store: MediaStore, key: str) -> None:
    for ask in (store.has, store.read, store.open, store.place_of):
        with pytest.raises(ValueError, match="not a media key"):
            ask(key)


def test_a_file_that_is_not_there(store: MediaStore) -> None:
    key = "0" * 32 + ".png"
    assert not store.has(key)
    for ask in (store.read, store.open):
        with pytest.raises(OSError):
            ask(key)


def test_above_the_limit_nothing_is_kept(store: MediaStore) -> None:
    with pytest.raises(ValueError, match="25 MB"):
        store.put(bytes(MAX_BYTES + 1))
    assert store.put(b"")


def test_several_may_put_the_same_at_once(store: MediaStore) -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(store.put(b"y" * 100_000, ".bin"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8 and len(set(keys)) == 1 and store.read(keys[0]) == b"y" * 100_000


def test_a_folder_is_its_owners_alone(tmp_path: Path) -> None:
    FolderStore(tmp_path / "media").put(b"x", ".png")
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (tmp_path / "media").rglob("*")}
    assert modes == {True: 0o700, False: 0o600}
    assert (tmp_path / "media").stat().st_mode & 0o777 == 0o700


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", full)
    store = FolderStore(tmp_path)
    with pytest.raises(OSError, match="disk full"):
        store.put(b"x")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_a_broken_upload_left_is_written_anew(tmp_path: Path) -> None:
    store = FsspecStore(f"file://{tmp_path}")
    key = store.put(b"complete")
    (tmp_path / key[:2] / key).write_bytes(b"comp")
    assert store.put(b"complete") == key and store.read(key) == b"complete"


def test_the_setting_decides(tmp_path: Path) -> None:
    assert isinstance(open_media(None, tmp_path), FolderStore)
    assert isinstance(open_media("memory://bucket", tmp_path), FsspecStore)
    with pytest.raises(MediaError, match="XIAOBAN_MEDIA_URL"):
        open_media("nonsense://bucket", tmp_path)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1:1/x", "tar:///nowhere.tar", "reference://x", "nonsense://x"])
def test_a_store_that_cannot_be_opened_is_said_in_one_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="XIAOBAN_MEDIA_URL"):
        open_media(url, tmp_path)


def test_what_a_file_system_says_in_its_own_words_is_an_os_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec.implementations.memory import MemoryFileSystem

    def refuse(*_: object, **__: object) -> None:
        raise error_perm("530 Login incorrect")

    store = FsspecStore("memory://bucket/files")
    for name in ("exists", "isfile", "cat_file", "open"):
        monkeypatch.setattr(MemoryFileSystem, name, refuse)
    for ask in (store.has, store.read, store.open):
        with pytest.raises(OSError, match="530"):
            ask("0" * 32)
    with pytest.raises(OSError, match="530"):
        store.put(b"x")


def test_a_file_is_kept_from_its_beginning_wherever_it_stands(store: MediaStore) -> None:
    file = io.BytesIO(b"large" * 1_000_000)
    file.seek(3)
    key = key_of(hashlib.sha256(file.getvalue()), ".mp4")
    for _ in range(2):
        store.keep(file, key)
    assert store.read(key) == file.getvalue() and store.put(file.getvalue(), ".mp4") == key


def test_of_a_large_file_no_more_is_read_than_shows_that_it_is(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.keep(io.BytesIO(bytes(MAX_BYTES + 5)), "large.bin")
    store.keep(io.BytesIO(b"small"), "small.bin")
    assert len(beginning_of(store, "large.bin")) == MAX_BYTES + 1
    assert beginning_of(store, "small.bin") == b"small"
