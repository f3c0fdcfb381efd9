"""Delivering what was committed, at once in the usual case: claimed, sent by its channel, marked.

Database work happens in a worker thread; sends of different addresses go on side by side.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import Channel, MaybeSent, NotSent, Unreachable, WindowClosed, reach_of
from bot.channels.pictures import with_pictures
from bot.conversation.attachments import Chart
from bot.messaging import sends, unreachable
from bot.messaging.sends import Sending
from scheduler.clock import Clock
from storage.engine import Database

POLL_SECONDS = 1.0
PARALLEL = 16
UNKNOWN_TROUBLE = timedelta(seconds=10)
FAREWELL_SECONDS = 8.0
RENEW_SECONDS = sends.GONE.total_seconds() / 3
log = structlog.get_logger(__name__)


class Delivery:
    """Delivers for the channels of this process. `wake` may be called from any thread. `draw` makes the picture of a
    chart, in a worker's thread, and returns its key; without it charts are said in words. `cannot_reach` settles what
    is Unreachable: the message, the reason, the remedy; without it that is refused for good."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        channels: Collection[Channel],
        draw: Callable[[Chart], str] | None = None,
        cannot_reach: Callable[[Sending, str, str], None] | None = None,
    ) -> None:
        self._draw = draw
        self._cannot_reach = cannot_reach
        self._db = db
        self._clock = clock
        self._channels = {channel.name: channel for channel in channels}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._sends: set[asyncio.Task[None]] = set()
        self._stopping = False

    def wake(self) -> None:
        """Look for something to send: a message was committed, or an address became reachable."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what was claimed is sent. On the event loop only."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver until stopped or cancelled; sends under way then get a moment to end."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(sends.recover, self._db, self._reaches())
        try:
            await self._go_on()
        finally:
            if self._sends:
                await asyncio.wait(self._sends, timeout=FAREWELL_SECONDS)

    async def _go_on(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                await asyncio.to_thread(unreachable.move_on, self._db, self._clock.now(), self._reaches())
                await self._deliver_due()
                await asyncio.to_thread(sends.set_doubtful_aside, self._db, self._reaches())
            except Exception:
                log.exception("delivery failed")
            if self._stopping:
                return
            with suppress(TimeoutError):  # not wait_for: until Python 3.12 it may swallow a cancellation
                async with asyncio.timeout(POLL_SECONDS):
                    await self._woken.wait()

    async def _deliver_due(self) -> None:
        while len(self._sends) < PARALLEL and not self._stopping:
            sending = await asyncio.to_thread(sends.claim_next, self._db, self._clock.now(), self._reaches())
            if sending is None:
                return
            task = asyncio.create_task(self._send(sending))
            self._sends.add(task)
            task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sends.discard(task)
        self._woken.set()

    async def _send(self, sending: Sending) -> None:
        channel = self._channels[sending.channel]
        sending = await self._drawn(sending, channel)
        began = self._clock.now()
        try:
            platform_id = await self._held_while_sent(channel, sending)
        except WindowClosed as closed:
            await self._note(unreachable.hold, sending, str(closed), began)
        except NotSent as refusal:
            await self._note_refusal(sending, refusal)
        except MaybeSent as doubt:
            log.warning("a message may have been sent", message=sending.id, channel=channel.name, reason=str(doubt))
            await self._note(sends.doubtful, sending, str(doubt))
        except Exception as error:
            log.exception("a send failed", message=sending.id, channel=channel.name)
            if channel.capabilities.recognises_repeats:
                await self._note(sends.refused, sending, repr(error), UNKNOWN_TROUBLE)
            else:
                await self._note(sends.doubtful, sending, repr(error))
        else:
            await self._note(sends.sent, sending, self._clock.now(), platform_id)

    async def _held_while_sent(self, channel: Channel, sending: Sending) -> str | None:
        """Send it; however long that takes (a large file), nobody takes this process for gone."""
        renewing = asyncio.create_task(self._renew(sending))
        try:
            return await channel.send(sending)
        finally:
            renewing.cancel()

    async def _renew(self, sending: Sending) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await asyncio.to_thread(sends.renew, self._db, sending)
            except SQLAlchemyError as error:
                log.warning("a claim is not renewed", message=sending.id, reason=type(error).__name__)

    async def _note_refusal(self, sending: Sending, refusal: NotSent) -> None:
        """The platform's time until a retry has begun with its refusal, however much later that can be noted."""
        if isinstance(refusal, Unreachable) and self._cannot_reach is not None:
            return await self._note(self._settled, sending, str(refusal), refusal.remedy)
        clock = asyncio.get_running_loop().time
        since = clock()

        def refuse(db: Database, refused: Sending) -> None:
            left = refusal.retry_after
            if left is not None:
                left = max(left - timedelta(seconds=clock() - since), timedelta(0))
            sends.refused(db, refused, str(refusal), left, counts=refusal.counts)

        await self._note(refuse, sending)

    def _settled(self, _db: Database, sending: Sending, reason: str, remedy: str) -> None:
        assert self._cannot_reach is not None
        self._cannot_reach(sending, reason, remedy)

    async def _note(self, mark: Callable[..., None], sending: Sending, *how: object, **more: object) -> None:
        """Write down how a send ended, however long the database does not take it: nobody else knows."""
        while True:
            try:
                return await asyncio.to_thread(mark, self._db, sending, *how, **more)
            except SQLAlchemyError as error:
                log.warning("how a send ended is not noted yet", message=sending.id, reason=type(error).__name__)
            await asyncio.sleep(POLL_SECONDS)

    async def _drawn(self, sending: Sending, channel: Channel) -> Sending:
        """`sending` with its charts drawn as pictures, if the channel shows pictures and they can be drawn."""
        if self._draw is None or not channel.capabilities.images:
            return sending
        if not any(isinstance(attachment, Chart) and not attachment.key for attachment in sending.attachments):
            return sending
        return await asyncio.to_thread(with_pictures, self._db, sending, self._draw)

    def _reaches(self) -> list[sends.Reach]:
        return [reach_of(channel) for channel in self._channels.values()]
