"""A self-built app of WeCom's as a channel: sends what is claimed, and says of each send whether it was taken.

WeCom compares what it is asked to send with what it was asked before, for as long as the request says. So each request
says a length of its own by the message's place in its conversation: a repeat is the same request and shows once, two
messages of the same words are two. Where no answer came it is therefore sent again, as long as that holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from bot.channels import platform_values
from bot.channels.attached import held
from bot.channels.base import Application, Fetched, Lease, NotSent, Unreachable
from bot.channels.capabilities import Buttons, Capabilities, Quota
from bot.channels.tencent.api import TIME_LIMIT, Api, NoAnswer, NotReached, Refused
from bot.channels.tencent.plain_text import as_text
from bot.channels.tencent.room import Room
from bot.channels.tencent.tokens import Tokens
from bot.channels.tencent.uploads import Uploads
from bot.channels.wecom import cards
from bot.channels.wecom.pieces import Card, File, Piece, Words, pieces
from bot.channels.wecom_app import files, quota, refusals, words
from bot.channels.wecom_app.api import NO_SUCH_TOKEN, get_token
from bot.channels.wecom_app.callback import Callback
from bot.channels.wecom_app.credentials import Credentials
from bot.channels.wecom_app.envelope import Envelopes
from bot.channels.wecom_app.intake import Intake
from bot.channels.wecom_app.messages import CHANNEL
from bot.channels.wecom_app.task_ids import task_id
from bot.messaging import outbox
from bot.messaging.inbound import Media
from bot.messaging.sends import ID_SEPARATOR, REPEATED, Sending

KNOWN_SECONDS = 1800  # for how long at least a repeat is recognised
LONGEST_KNOWN_SECONDS = 4 * 3600  # WeCom's most
PLACES = LONGEST_KNOWN_SECONDS - KNOWN_SECONDS + 1
MOST_PIECES = 16  # of one message that have a length of their own
RECOGNISED = timedelta(seconds=KNOWN_SECONDS - 120)  # with a margin for the way
BEGUN_HOLDS = timedelta(days=7)  # no message waits longer


class WeComAppChannel(Room):
    """One app. `lease` is the right to fetch its token. Raises ValueError where the AES key is none."""

    name = CHANNEL
    capabilities = Capabilities(
        recognises_repeats=True,
        recognises_for=RECOGNISED,
        longest_text=2048,
        unit="utf8",
        buttons=Buttons(most=cards.MOST_BUTTONS, longest_label=cards.LONGEST_LABEL, longest_data=1024),
        cards=True,
        images=True,
        audio=True,
        video=True,
        files=True,
        quotas=(Quota(30, timedelta(minutes=1)), Quota(1000, timedelta(hours=1))),
    )

    def __init__(self, app: Application, credentials: Credentials, lease: Lease) -> None:
        self._app = app
        self._app_name = credentials.app
        self._agent_id = credentials.agent_id
        self._client = httpx.AsyncClient(timeout=TIME_LIMIT)

        async def fetch_token(_refused: str) -> tuple[str, timedelta]:
            return await get_token(self._client, credentials.base_url, credentials.corp_id, credentials.secret)

        tokens = Tokens(app.db, lease, credentials.app, credentials.secret, fetch_token)
        api = Api(self._client, credentials.base_url, tokens, NO_SUCH_TOKEN)
        self._intake = Intake(app, api, credentials.agent_id)
        envelopes = Envelopes(credentials.callback_token, credentials.callback_aes_key, credentials.corp_id)
        callback = Callback(app.clock, envelopes, self._intake, credentials.app, credentials.agent_id)
        sentence = "WeCom does not let the app send"
        super().__init__(api, Uploads(app.db, api, credentials.app), callback, refusals.trouble, sentence)
        self._taken: dict[int, list[tuple[str, datetime]]] = {}  # by message: the pieces that WeCom has taken, and when

    async def fetch(self, media: Media) -> Fetched:
        """The file of this id. Raises FileUnavailable or NotFetched."""
        return await files.fetch(self._api, media)

    async def close(self) -> None:
        """Let go of WeCom's API."""
        await self._intake.finish()
        await self._client.aclose()

    async def _probe(self) -> None:
        await self._api.get("agent/get", agentid=str(self._agent_id))

    async def send(self, sending: Sending) -> str | None:
        """Send a message in as many pieces as it takes; tried again, it goes on with the piece that was not taken.
        Returns the ids of all pieces."""
        sending, place, went = await asyncio.to_thread(self._before, sending)
        there = await asyncio.to_thread(held, self._app.media, sending.attached)
        found = pieces(sending, there, self.capabilities, as_text)
        if not found:
            raise NotSent("没有可以发的内容", None)
        taken = self._taken.setdefault(sending.id, [])
        try:
            for number, piece in enumerate(found[len(taken) :], start=len(taken)):
                self._wait_for_quota([*went, *(at for _, at in taken)])
                message_id = await self._send_piece(sending, piece, there, place * MOST_PIECES + number)
                taken.append((message_id, self._app.clock.now()))
        except (Refused, NotReached, NoAnswer) as error:
            self._note(error)
            raise await self._put_off(sending, refusals.outcome(error), is_doubt=isinstance(error, NoAnswer)) from None
        except NotSent as refusal:
            raise await self._put_off(sending, refusal) from None
        del self._taken[sending.id]
        return ID_SEPARATOR.join(message_id for message_id, _ in taken)

    def _before(self, sending: Sending) -> tuple[Sending, int, list[datetime]]:
        """The message, marked as a repeat where a part of it may have been shown so long ago that WeCom would show it
        once more; its place in the conversation; and when messages went to the same address, by whichever process."""
        if sending.claim_no > 1 and sending.id not in self._taken and not _is_marked(sending):
            begun = platform_values.kept(self._app.db, self._begun(sending))
            if begun is not None and BEGUN_HOLDS - begun[1] > RECOGNISED:
                sending = replace(sending, text=f"{REPEATED}{sending.text}")
        since = self._app.clock.now() - max(each.period for each in self.capabilities.quotas)
        with self._app.db.read() as session:
            lately = outbox.went_lately(session, sending.id, since)
            place = outbox.place(session, sending.id)
        return sending, place, [at for at, ids in lately for _ in (ids or "").split(ID_SEPARATOR)]

    async def _put_off(self, sending: Sending, refusal: NotSent, is_doubt: bool = False) -> NotSent:
        """A message goes later, or not at all. Since when a part of it may have been shown is kept for whichever
        process takes it up again; what is known of its pieces is not, once that of one is not known."""
        taken = self._taken[sending.id]
        if refusal.retry_after is None or is_doubt:
            del self._taken[sending.id]
        if refusal.retry_after is not None and (taken or is_doubt):
            await asyncio.to_thread(self._note_begun, sending)
        return refusal

    def _note_begun(self, sending: Sending) -> None:
        if platform_values.kept(self._app.db, self._begun(sending)) is None:
            platform_values.keep(self._app.db, self._begun(sending), "", BEGUN_HOLDS)

    def _begun(self, sending: Sending) -> str:
        return f"begun:{self._app_name}:{sending.id}"

    def _wait_for_quota(self, went: Sequence[datetime]) -> None:
        wait = quota.wait(went, self.capabilities.quotas, self._app.clock.now())
        if wait:
            raise NotSent("企业微信一分钟只让发 30 条,稍后接着发", wait, counts=False)

    async def _send_piece(self, sending: Sending, piece: Piece, there: Mapping[str, bytes], number: int) -> str:
        about: dict[str, Any] = {
            "touser": sending.address,
            "agentid": self._agent_id,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": KNOWN_SECONDS + number % PLACES,
        }
        try:
            answer = await self._api.post("message/send", {**about, **await self._content(sending, piece, there)})
        except Refused as refusal:
            if refusal.code != refusals.BAD_MEDIA or not isinstance(piece, File):
                raise
            await self._uploads.forget(piece.kind, piece.name, piece.key)
            answer = await self._api.post("message/send", {**about, **await self._content(sending, piece, there)})
        self._trouble.ends()
        if answer.get("invaliduser"):
            raise Unreachable("企业微信说没有这个人,或者应用看不见他", words.NOT_VISIBLE)
        return str(answer.get("msgid", ""))

    async def _content(self, sending: Sending, piece: Piece, there: Mapping[str, bytes]) -> Mapping[str, Any]:
        match piece:
            case Words(text=text):
                return {"msgtype": "text", "text": {"content": text}}
            case Card(text=text, buttons=buttons):
                task = task_id(sending.id, sending.at, REPEATED if _is_marked(sending) else "")
                card = cards.card(text, buttons, task)
                return {"msgtype": "template_card", "template_card": card}
            case File():
                return await self._file(piece, there)


def _is_marked(sending: Sending) -> bool:
    return sending.text.startswith(REPEATED)
