"""Fetching files by reference: from a worker's thread through the channel, on its event loop, into the media store."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import PurePath

from bot.channels.base import Channel, Fetched
from bot.messaging.inbound import Media, kind_of_type
from bot.turn.prepare import FileTooLarge
from storage.media import MAX_BYTES, MediaStore

TIME_LIMIT_SECONDS = 60.0
LONGEST_NAME = 120
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
TOO_LARGE = f"这个文件超过 {MAX_BYTES // 1024 // 1024} MB,我没收下。"


def fetchers(
    channels: Collection[Channel], store: MediaStore, time_limit_seconds: float = TIME_LIMIT_SECONDS
) -> Mapping[str, Callable[[Media], Media]]:
    """For each channel a function that fetches a file into `store` and returns it with its key and size.

    To be called on the event loop of the channels; the functions may then be called from any other thread. They raise
    FileUnavailable if no attempt can succeed, and anything else (CancelledError when the process ends) if a later one
    may.
    """
    loop = asyncio.get_running_loop()

    def fetcher(channel: Channel) -> Callable[[Media], Media]:
        def fetch(media: Media) -> Media:
            return _keep(store, asyncio.run_coroutine_threadsafe(within_limit(channel, media), loop).result(), media)

        return fetch

    async def within_limit(channel: Channel, media: Media) -> Fetched:
        async with asyncio.timeout(time_limit_seconds):
            return await channel.fetch(media)

    return {channel.name: fetcher(channel) for channel in channels}


def _keep(store: MediaStore, file: Fetched, media: Media) -> Media:
    if len(file.data) > MAX_BYTES:
        raise FileTooLarge(TOO_LARGE)
    media = _named(media, file.name)
    return replace(media, key=store.put(file.data, media.suffix), size=len(file.data))


def _named(media: Media, name: str) -> Media:
    """`media` with the name that came only with the file, which says of what kind it is."""
    known = "".join(character for character in PurePath(name).name if character.isprintable())[-LONGEST_NAME:]
    if not known or media.name:
        return media
    suffix = PurePath(known).suffix or media.suffix
    if media.kind != "file":
        return replace(media, name=known, suffix=suffix)
    kind = kind_of_type(mimetypes.guess_type(known)[0] or "", PICTURES)
    return replace(media, name=known, suffix=suffix, kind=kind)
