"""Files by reference, fetched from a worker's thread: what comes is kept, what does not is final or tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.base import Fetched, NotFetched
from bot.channels.fetching import TOO_LARGE, fetchers
from bot.messaging.inbound import Media
from bot.turn.prepare import FileUnavailable
from storage.media import MAX_BYTES, FolderStore

VOICE = Media("voice", reference="file-1", suffix=".ogg")
Fetch = Callable[[Media], Coroutine[Any, Any, Fetched]]


async def fetched(folder: Path, fetch: Fetch, limit: float = 60) -> Media:
    platform: Any = SimpleNamespace(name="platform", fetch=fetch)
    return await asyncio.to_thread(fetchers([platform], FolderStore(folder), limit)["platform"], VOICE)


def fails(error: Exception) -> Fetch:
    async def fetch(_media: Media) -> Fetched:
        raise error

    return fetch


async def gives(media: Media) -> Fetched:
    return Fetched(f"bytes of {media.reference}".encode())


async def never(_media: Media) -> Fetched:
    await asyncio.Event().wait()
    raise AssertionError


async def too_much(_media: Media) -> Fetched:
    return Fetched(bytes(MAX_BYTES + 1))


def test_what_comes_is_kept_under_its_key(tmp_path: Path) -> None:
    kept = asyncio.run(fetched(tmp_path, gives))
    assert kept.key.endswith(".ogg") and kept.size == len(b"bytes of file-1")
    assert FolderStore(tmp_path).read(kept.key) == b"bytes of file-1"


@pytest.mark.parametrize(
    ("fetch", "outcome"),
    [
        (fails(FileUnavailable("没有")), FileUnavailable("没有")),
        (fails(NotFetched("later")), NotFetched("later")),
        (fails(OSError("the line is down")), OSError("the line is down")),
        (never, TimeoutError("")),
        (too_much, FileUnavailable(TOO_LARGE)),
    ],
)
def test_what_does_not_come_is_final_or_worth_another_try(tmp_path: Path, fetch: Fetch, outcome: Exception) -> None:
    with pytest.raises(type(outcome)) as raised:
        asyncio.run(fetched(tmp_path, fetch, limit=0.05))
    assert str(raised.value) == str(outcome)


def test_a_process_that_ends_leaves_it_for_later(tmp_path: Path) -> None:
    async def work() -> Exception | None:
        fetching = asyncio.Event()

        async def fetch(media: Media) -> Fetched:
            fetching.set()
            return await never(media)

        platform: Any = SimpleNamespace(name="platform", fetch=fetch)
        fetch_voice = fetchers([platform], FolderStore(tmp_path))["platform"]
        waiting = asyncio.create_task(asyncio.to_thread(error_of, fetch_voice))
        await fetching.wait()
        for task in asyncio.all_tasks() - {waiting, asyncio.current_task()}:
            task.cancel()
        return await waiting

    assert isinstance(asyncio.run(work()), CancelledError)


def error_of(fetch: Callable[[Media], Media]) -> Exception | None:
    try:
        fetch(VOICE)
    except Exception as error:  # as prepare sees it
        return error
    return None
