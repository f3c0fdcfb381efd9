"""What comes over the socket, taken in one after the other: WeCom does not send it twice, so that each is tried until
it is kept.

What the edge answers by itself: who enters is welcomed and a tapped card is updated, both within five seconds; groups,
and what cannot be read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.channels.base import Application
from bot.channels.wecom import cards, frames, words
from bot.channels.wecom.frames import Incoming, NoAnswer, NotConnected, Refused
from bot.channels.wecom.messages import CHANNEL, inbounds, said_at
from bot.messaging import inbox, sends
from bot.messaging.inbound import Inbound, Said
from bot.messaging.sends import Button
from bot.messaging.taps import TAP
from storage.conversations import Outbox

MOST_WAITING = 1000  # beyond that nothing is read from the socket
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
TRIES = 3  # where the database answers
FAREWELL_SECONDS = 5.0
Request = Callable[[str, Mapping[str, Any], str], Awaitable[Mapping[str, Any]]]
log = structlog.get_logger(__name__)


class Intake:
    """Takes in what comes for one bot; `request` answers."""

    def __init__(self, app: Application, bot_id: str, request: Request) -> None:
        self._app = app
        self._bot_id = bot_id
        self._request = request
        self._came: asyncio.Queue[Incoming] = asyncio.Queue(MOST_WAITING)
        self._answers: set[asyncio.Task[None]] = set()

    async def came(self, incoming: Incoming) -> None:
        """Something has come in; it is taken in in its turn."""
        await self._came.put(incoming)

    async def run(self) -> None:
        """Take in what comes until cancelled."""
        while True:
            incoming = await self._came.get()
            try:
                await self._take(incoming)
            finally:
                self._came.task_done()

    async def finish(self) -> None:
        """Wait a moment until all that has come is taken in: nobody sends it again."""
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self._came.join()
        except TimeoutError:
            log.error("what came last could not be kept", messages=self._came.qsize())

    async def _take(self, incoming: Incoming) -> None:
        tries = 0
        while True:
            try:
                return await self._take_once(incoming)
            except (OperationalError, InterfaceError) as error:  # the database is away; nobody else has the message
                log.warning("a message is not kept yet", reason=type(error).__name__)
            except Exception as error:
                if tries + 1 >= TRIES or isinstance(error, ValueError):
                    log.error("a message is given up", reason=type(error).__name__)  # its text may quote what was said
                    return self._tell(incoming, words.NOT_KEPT)
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    async def _take_once(self, incoming: Incoming) -> None:
        if frames.words(incoming.body, "chattype") == "group":
            return self._answer(incoming, frames.RESPOND, _stream(incoming.req_id, words.NO_GROUPS))
        if incoming.cmd == frames.EVENT:
            return await self._take_event(incoming)
        found = inbounds(self._bot_id, incoming.body, self._app.clock.now())
        for inbound in found:
            await asyncio.to_thread(self._app.receive, inbound)
        if not found:
            self._tell(incoming, words.NOT_READABLE)

    async def _take_event(self, incoming: Incoming) -> None:
        event = frames.part(incoming.body, "event")
        match frames.words(event, "eventtype"):
            case "enter_chat":
                await self._welcome(incoming)
            case "template_card_event":
                # The page nests what was tapped, the SDKs' types do not.
                await self._take_tap(incoming, frames.part(event, "template_card_event") or event)

    async def _welcome(self, incoming: Incoming) -> None:
        known = await asyncio.to_thread(inbox.is_of_company, self._app.db, CHANNEL, _sender(incoming))
        text = words.WELCOME_BACK if known else words.WELCOME
        self._answer(incoming, frames.WELCOME, {"msgtype": "text", "text": {"content": text}})

    async def _take_tap(self, incoming: Incoming, tapped: Mapping[str, Any]) -> None:
        key, sender, msgid = frames.words(tapped, "event_key"), _sender(incoming), frames.words(incoming.body, "msgid")
        if TAP.fullmatch(key):
            now = self._app.clock.now()
            event = f"{self._bot_id}:{sender}:{msgid}"
            inbound = Inbound(CHANNEL, event, sender, Said(tap=key), said_at(incoming.body, now))
            await asyncio.to_thread(self._app.receive, inbound)
        task_id = frames.words(tapped, "task_id")
        outbox_id = cards.message_of(task_id)
        if outbox_id is None:
            return
        shown = await asyncio.to_thread(self._as_sent, outbox_id)
        if shown is not None:
            text, buttons = shown
            card = cards.card(text, buttons, task_id, tapped=key)
            self._answer(incoming, frames.UPDATE_CARD, {"response_type": "update_template_card", "template_card": card})

    def _as_sent(self, outbox_id: int) -> tuple[str, tuple[Button, ...]] | None:
        with self._app.db.read() as session:
            row = session.get(Outbox, outbox_id)
            return (row.text, sends.buttons(row)) if row is not None else None

    # ---- answers of the edge itself

    def _tell(self, incoming: Incoming, text: str) -> None:
        if sender := _sender(incoming):
            body = {"chatid": sender, "msgtype": "markdown", "markdown": {"content": text}}
            self._answer(Incoming(incoming.cmd, "", {}), frames.SEND, body)

    def _answer(self, incoming: Incoming, cmd: str, body: Mapping[str, Any]) -> None:
        """Answer while the next message is already taken in."""
        task = asyncio.create_task(self._answered(incoming.req_id, cmd, body))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answered(self, req_id: str, cmd: str, body: Mapping[str, Any]) -> None:
        try:
            await self._request(cmd, body, req_id)
        except (NotConnected, NoAnswer, Refused) as error:
            log.info("an answer of the edge did not get through", cmd=cmd, reason=str(error) or type(error).__name__)


def _sender(incoming: Incoming) -> str:
    return frames.words(frames.part(incoming.body, "from"), "userid")


def _stream(stream_id: str, text: str) -> Mapping[str, Any]:
    return {"msgtype": "stream", "stream": {"id": stream_id, "finish": True, "content": text}}
