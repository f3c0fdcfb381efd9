"""Files by reference, fetched from a worker's thread: what comes is kept, what does not is final or tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.fetching import Fetcher
from bot.conversation.messages import Media
from bot.messaging.fetching import NotHad, TryAgain
from storage.media import MAX_BYTES, FolderStore

VOICE = Media("voice", reference="file-1", suffix=".ogg")
Fetch = Callable[[Media], Coroutine[Any, Any, bytes]]


def fetched(folder: Path, fetch: Fetch, media: Media = VOICE, channel: str = "platform", limit: float = 60) -> Media:
    async def work() -> Media:
        fetcher = Fetcher(FolderStore(folder), limit)
        fetcher.attach([SimpleNamespace(name="platform", fetch=fetch)])  # type: ignore[list-item]
        return await asyncio.to_thread(fetcher, channel, media)

    return asyncio.run(work())


def fails(error: Exception) -> Fetch:
    async def fetch(_media: Media) -> bytes:
        raise error

    return fetch


async def gives(media: Media) -> bytes:
    return f"bytes of {media.reference}".encode()


async def never(_media: Media) -> bytes:
    await asyncio.Event().wait()
    raise AssertionError


async def too_much(_media: Media) -> bytes:
    return bytes(MAX_BYTES + 1)


def test_what_comes_is_kept_under_its_key(tmp_path: Path) -> None:
    media = fetched(tmp_path, gives)
    assert (media.reference, media.size, media.key[-4:]) == ("file-1", 15, ".ogg")
    assert FolderStore(tmp_path).read(media.key) == b"bytes of file-1"


def test_what_is_there_already_is_not_fetched(tmp_path: Path) -> None:
    there = Media("voice", "0123.ogg")
    assert fetched(tmp_path, fails(AssertionError()), there) is there


@pytest.mark.parametrize(
    ("fetch", "outcome"),
    [
        (fails(NotHad("没有")), NotHad("没有")),
        (fails(TryAgain("later")), TryAgain("later")),
        (fails(OSError("line is down")), TryAgain("OSError")),
        (never, TryAgain("it took over 0 seconds")),
        (too_much, NotHad("这个文件超过 25 MB,我没收下。压缩或者拆小一点再发我。")),
    ],
)
def test_what_does_not_come_is_final_or_worth_another_try(tmp_path: Path, fetch: Fetch, outcome: Exception) -> None:
    with pytest.raises(type(outcome)) as raised:
        fetched(tmp_path, fetch, limit=0.05)
    assert str(raised.value) == str(outcome)


def test_through_a_channel_that_is_not_open_here_it_is_tried_later(tmp_path: Path) -> None:
    with pytest.raises(TryAgain):
        fetched(tmp_path, gives, channel="another")
    with pytest.raises(TryAgain):
        Fetcher(FolderStore(tmp_path))("platform", VOICE)


def test_a_disk_that_is_full_is_tried_later(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("no folder")
    with pytest.raises(TryAgain):
        fetched(tmp_path / "media", gives)


def test_a_process_that_ends_leaves_it_for_later(tmp_path: Path) -> None:
    async def work() -> asyncio.Task[Media]:
        fetcher = Fetcher(FolderStore(tmp_path))
        fetching = asyncio.Event()

        async def fetch(media: Media) -> bytes:
            fetching.set()
            return await never(media)

        fetcher.attach([SimpleNamespace(name="platform", fetch=fetch)])  # type: ignore[list-item]
        waiting = asyncio.create_task(asyncio.to_thread(fetcher, "platform", VOICE))
        await fetching.wait()
        for task in asyncio.all_tasks() - {waiting, asyncio.current_task()}:
            task.cancel()
        await asyncio.wait([waiting])
        return waiting

    assert isinstance(asyncio.run(work()).exception(), TryAgain)
