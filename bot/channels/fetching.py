"""Fetching files by reference: from a worker's thread through the channel, on its event loop, into the media store."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from concurrent.futures import CancelledError
from dataclasses import replace

import structlog

from bot.channels.base import Channel
from bot.conversation.messages import Media
from bot.messaging.fetching import NotHad, TryAgain
from storage.media import MAX_BYTES, MediaStore

TIME_LIMIT_SECONDS = 60.0
TOO_LARGE = f"这个文件超过 {MAX_BYTES // 1024 // 1024} MB,我没收下。压缩或者拆小一点再发我。"
log = structlog.get_logger(__name__)


class Fetcher:
    """Called from any thread but the event loop's. Nothing can be fetched before `attach`."""

    def __init__(self, store: MediaStore, time_limit_seconds: float = TIME_LIMIT_SECONDS) -> None:
        self._store = store
        self._time_limit_seconds = time_limit_seconds
        self._channels: Mapping[str, Channel] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, channels: Collection[Channel]) -> None:
        """From now on fetch through these, on the running loop."""
        self._channels = {channel.name: channel for channel in channels}
        self._loop = asyncio.get_running_loop()

    def __call__(self, channel_name: str, media: Media) -> Media:
        """`media` with the key of its bytes; unchanged where it has one. Raises NotHad or TryAgain."""
        if media.key:
            return media
        data = self._bytes(channel_name, media)
        try:
            return replace(media, key=self._store.put(data, media.suffix), size=len(data))
        except ValueError:
            raise NotHad(TOO_LARGE) from None
        except OSError as error:
            raise TryAgain(f"the file was not kept: {error}") from error

    def _bytes(self, channel_name: str, media: Media) -> bytes:
        channel = self._channels.get(channel_name)
        if channel is None or self._loop is None or self._loop.is_closed():
            raise TryAgain(f"{channel_name} is not open here")
        future = asyncio.run_coroutine_threadsafe(self._within_limit(channel, media), self._loop)
        try:
            return future.result()
        except (NotHad, TryAgain):
            raise
        except CancelledError:
            raise TryAgain("the process is ending") from None
        except TimeoutError:
            raise TryAgain(f"it took over {self._time_limit_seconds:.0f} seconds") from None
        except Exception as error:
            log.exception("a file was not fetched", channel=channel_name)
            raise TryAgain(type(error).__name__) from None

    async def _within_limit(self, channel: Channel, media: Media) -> bytes:
        async with asyncio.timeout(self._time_limit_seconds):
            return await channel.fetch(media)
