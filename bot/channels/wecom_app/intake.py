"""What a callback brings is kept, committed; what the edge answers by itself goes out while WeCom already has its
answer: who cannot be read and who enters is told so, a tapped card is updated."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog

from bot.channels.base import Application
from bot.channels.tencent.api import Api, NoAnswer, NotReached, Refused
from bot.channels.wecom import cards
from bot.channels.wecom_app import task_ids, words
from bot.channels.wecom_app.messages import CHANNEL, Taken, Tapped
from bot.messaging import inbox, sends
from bot.messaging.sends import Button
from storage.conversations import Outbox

MOST_ANSWERS = 100  # under way at once; beyond that the edge says nothing
TOLD = {"unreadable": words.NOT_READABLE, "location": words.NO_LOCATION}
log = structlog.get_logger(__name__)


class Intake:
    """Takes in what comes for one app."""

    def __init__(self, app: Application, api: Api, agent_id: int) -> None:
        self._app = app
        self._api = api
        self._agent_id = agent_id
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, taken: Taken) -> None:
        """Keep it, committed. Raises what the database raises."""
        is_new = taken.inbound is None or await asyncio.to_thread(self._app.receive, taken.inbound)
        if not is_new or len(self._answers) >= MOST_ANSWERS:
            return
        task = asyncio.create_task(self._answer(taken))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def finish(self) -> None:
        """Wait until the answers that are under way have ended."""
        await asyncio.gather(*self._answers, return_exceptions=True)

    async def _answer(self, taken: Taken) -> None:
        try:
            if taken.tapped is not None:
                await self._tick(taken.sender, taken.tapped)
            if taken.aside == "entered":
                await self._welcome(taken.sender)
            elif taken.aside in TOLD:
                await self._tell(taken.sender, TOLD[taken.aside])
        except (Refused, NotReached, NoAnswer) as error:
            log.info("an answer of the edge did not get through", reason=str(error))

    async def _welcome(self, sender: str) -> None:
        """Whoever is not of the company learns the way in; who is comes in many times a day and needs no greeting."""
        if not await asyncio.to_thread(inbox.is_of_company, self._app.db, CHANNEL, sender):
            await self._tell(sender, words.WELCOME)

    async def _tell(self, to: str, text: str) -> None:
        """Said again within half an hour, it shows once."""
        body = {"touser": to, "msgtype": "text", "agentid": self._agent_id, "text": {"content": text}}
        await self._api.post("message/send", body | {"enable_duplicate_check": 1})

    async def _tick(self, sender: str, tapped: Tapped) -> None:
        outbox_id = task_ids.message_of(tapped.task_id)
        if outbox_id is None or not tapped.response_code:
            return
        card = await asyncio.to_thread(self._ticked, outbox_id, tapped)
        if card is not None:
            body = {"userids": [sender], "agentid": self._agent_id, "response_code": tapped.response_code}
            await self._api.post("message/update_template_card", {**body, "template_card": card})

    def _ticked(self, outbox_id: int, tapped: Tapped) -> Mapping[str, Any] | None:
        """The card as it was sent, the button ticked; None for a card that this database has not sent."""
        with self._app.db.read() as session:
            row = session.get(Outbox, outbox_id)
            if row is None or not task_ids.is_of(tapped.task_id, outbox_id, row.at):
                return None
            text, at, buttons = row.text, row.at, sends.buttons(row)
        if tapped.key not in {button.data for button in buttons}:
            return None
        return _card(outbox_id, at, text, buttons, tapped)


def _card(outbox_id: int, at: Any, text: str, buttons: tuple[Button, ...], tapped: Tapped) -> Mapping[str, Any]:
    task = task_ids.task_id(outbox_id, at, tapped.response_code)
    return cards.card(text, buttons, task, tapped=tapped.key)
