"""The address that WeChat calls: verified, decrypted, kept, and answered with what is to be said, if that comes soon.

WeChat waits five seconds and calls three times more; its user is then told that the account is out of order. So an
answer that takes longer is not waited for, and whatever could not be kept is answered with 503 and comes again. What
WeChat has not signed has no effect at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.channels.base import Application
from bot.channels.official.envelope import Envelopes, text_reply
from bot.channels.official.intake import Intake
from bot.channels.official.messages import Taken, taken
from bot.channels.official.passive import Passive, Waiting
from bot.channels.tencent.door import Door, TooLarge, bounded
from bot.channels.tencent.envelope import NotOurs, Rubbish

PATH = "/official/callback"
SECONDS = 3.8
TAKEN = "success"  # WeChat shows nothing, and does not call again
log = structlog.get_logger(__name__)


class Callback:
    """`app_id` names the account. Closed, it lets WeChat call again."""

    def __init__(self, app: Application, envelopes: Envelopes, intake: Intake, passive: Passive, app_id: str) -> None:
        self._app = app
        self._envelopes = envelopes
        self._intake = intake
        self._passive = passive
        self._app_id = app_id
        self._door = Door(_advice)
        self.is_open = False

    def routes(self) -> Sequence[BaseRoute]:
        """Two: WeChat tries the address with GET."""
        return (Route(PATH, self._verify, methods=["GET"]), Route(PATH, self._take, methods=["POST"]))

    async def _verify(self, request: Request) -> Response:
        try:
            return PlainTextResponse(self._envelopes.echo(request.query_params, self._app.clock.now()))
        except (NotOurs, Rubbish) as error:
            return self._door.refused(error)

    async def _take(self, request: Request) -> Response:
        if not self.is_open:
            return Response(status_code=503)
        until = asyncio.get_running_loop().time() + SECONDS
        try:
            return await self._kept(request, until)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:  # its text may quote what was said
            log.error("a message is not kept; WeChat sends it again", reason=type(error).__name__)
            return Response(status_code=503)

    async def _kept(self, request: Request, until: float) -> Response:
        now = self._app.clock.now()
        try:
            async with asyncio.timeout_at(until):
                body = await bounded(request)
            found = taken(self._envelopes.message(body, request.query_params, now), self._app_id, now)
        except (NotOurs, Rubbish, TooLarge) as error:
            return self._door.refused(error)
        except ValueError as error:
            return self._door.refused(Rubbish(type(error).__name__))
        if found.inbound is None:
            text = await self._intake.answered(found)
            return PlainTextResponse(TAKEN) if text is None else self._reply(found, text)
        given = self._passive.given(found.inbound.event_id)
        return await self._answered(found, until) if given is None else self._reply(found, given)

    async def _answered(self, found: Taken, until: float) -> Response:
        """Kept, committed, and answered with the first thing that is to be said to its sender, if that comes soon."""
        assert found.inbound is not None
        with self._passive.waiting(found.sender, found.inbound.event_id) as waiting:
            async with asyncio.timeout_at(until):
                await asyncio.to_thread(self._app.receive, found.inbound)
            text = await waiting.wait(until)
        return PlainTextResponse(TAKEN) if text is None else self._reply(found, text, waiting)

    def _reply(self, found: Taken, text: str, waiting: Waiting | None = None) -> Response:
        now = self._app.clock.now()
        return Reply(self._envelopes.sealed(text_reply(text, found.sender, found.receiver, now), now), waiting)


class Reply(Response):
    """An answer with words; who gave them hears when it has been written out."""

    def __init__(self, xml: str, waiting: Waiting | None) -> None:
        super().__init__(xml, media_type="application/xml")
        self._waiting = waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = False
        try:
            await super().__call__(scope, receive, send)
            gone = True
        finally:
            if self._waiting is not None:
                self._waiting.ends(gone=gone)


def _advice(error: Exception) -> str:
    if isinstance(error, NotOurs) and str(error) == "time":
        return "set the clock of this machine"
    if isinstance(error, NotOurs):
        return "compare XIAOBAN_OFFICIAL_TOKEN with the Token of the account"
    return "compare XIAOBAN_OFFICIAL_AES_KEY and XIAOBAN_OFFICIAL_APP_ID with those of the account, and the mode"
