"""What an update of Telegram means: words, a tap or a file (by reference), each taken in as one message.

What the edge answers by itself: groups, and things that cannot be read.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog
from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.base import Application
from bot.channels.telegram.files import attached
from bot.channels.telegram.updates import RawUpdate
from bot.messaging.inbound import Inbound, Said
from bot.messaging.taps import TAP

CHANNEL = "telegram"
NO_GROUPS = "我只在一对一的聊天里工作,群里说的话我不看也不记。有事请私聊我。"
NOT_KEPT = "刚才这条我没存下来,麻烦再发一次。"
NOT_READABLE = "这种消息我看不了。文字、语音、图片和文件都可以发给我。"
log = structlog.get_logger(__name__)


class Intake:
    """Takes in the updates of one bot."""

    def __init__(self, app: Application, bot: Bot, bot_id: str) -> None:
        self._app = app
        self._bot = bot
        self._bot_id = bot_id
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, raw: RawUpdate) -> None:
        """Store an update as a message and commit. Raises Unreadable; another exception means that a retry may
        succeed."""
        update = raw.parsed(self._bot)
        if update.callback_query is not None:
            await self._take_tap(update, update.callback_query)
        elif update.message is not None:
            await self._take_message(update, update.message)

    async def give_up_on(self, raw: RawUpdate) -> None:
        """Tell the sender of an update that cannot be read or was tried too often, and take it in no more."""
        if raw.chat:
            await self._tell(raw.chat, NOT_KEPT)

    async def _take_tap(self, update: Update, query: CallbackQuery) -> None:
        private = query.message is not None and query.message.chat.type == ChatType.PRIVATE
        if private and TAP.fullmatch(query.data or "") and not query.from_user.is_bot:
            await self._receive(update, query.from_user.id, Said(tap=query.data), self._app.clock.now())
        task = asyncio.create_task(self._answer(query.id))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _take_message(self, update: Update, message: Message) -> None:
        if message.chat.type != ChatType.PRIVATE:
            return await self._leave(message)
        if message.from_user is None or message.from_user.is_bot:
            return
        if message.text is not None:
            return await self._receive(update, message.chat.id, Said(text=_words(message.text)), message.date)
        found = attached(message)
        if found is not None:
            await self._receive(update, message.chat.id, Said(media=found), message.date)
        elif message.effective_attachment is not None:
            await self._tell(message.chat.id, NOT_READABLE)

    async def _receive(self, update: Update, address: int, said: Said, at: datetime) -> None:
        event = f"{self._bot_id}:{update.update_id}"
        inbound = Inbound(CHANNEL, event, str(address), said, min(at, self._app.clock.now()))
        await asyncio.to_thread(self._app.receive, inbound)

    # ---- answers of the edge itself

    async def _leave(self, message: Message) -> None:
        """Groups are not served: say so in one sentence and leave the group, so that it is not repeated."""
        if message.left_chat_member is not None or message.migrate_to_chat_id is not None:
            return
        await self._tell(message.chat.id, NO_GROUPS)
        try:
            await self._bot.leave_chat(message.chat.id)
        except TelegramError as error:
            log.info("the group was not left", reason=str(error))

    async def _tell(self, chat: int, text: str) -> None:
        try:
            await self._bot.send_message(chat, text)
        except TelegramError as error:
            log.info("not told", reason=str(error))

    async def _answer(self, query_id: str) -> None:
        """Let the tapped button stop spinning. Telegram forgets a query after a minute or so; that is harmless."""
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.info("a tap was not answered", reason=str(error))


def _words(text: str) -> str:
    """`/start CODE`, as a link of invitation sends it, is said as 加入 CODE."""
    word, _, code = text.strip().partition(" ")
    return f"加入 {code.strip()}".strip() if word == "/start" else text
