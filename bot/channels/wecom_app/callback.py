"""The address that WeCom calls: verified, decrypted, kept, and answered with an empty 200 once it is committed.

WeCom waits five seconds and calls three times more. So nothing is fetched or understood before the answer, and whatever
could not be kept is answered with 503 and comes again. What WeCom has not signed has no effect at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.tencent.door import Door, TooLarge, bounded
from bot.channels.tencent.envelope import NotOurs, Rubbish, Signature
from bot.channels.wecom_app.envelope import Envelopes
from bot.channels.wecom_app.intake import Intake
from bot.channels.wecom_app.messages import taken
from scheduler.clock import Clock

PATH = "/wecom/callback"
SECONDS = 4.0
log = structlog.get_logger(__name__)


class Callback:
    """`app` names corp and agent, `agent_id` is the agent whose messages are ours. Closed, it lets WeCom call again."""

    def __init__(self, clock: Clock, envelopes: Envelopes, intake: Intake, app: str, agent_id: int) -> None:
        self._clock = clock
        self._envelopes = envelopes
        self._intake = intake
        self._app = app
        self._agent_id = str(agent_id)
        self._door = Door(_advice)
        self.is_open = False

    def routes(self) -> Sequence[BaseRoute]:
        """Two: WeCom tries the address with GET."""
        return (Route(PATH, self._verify, methods=["GET"]), Route(PATH, self._take, methods=["POST"]))

    async def _verify(self, request: Request) -> Response:
        echostr = request.query_params.get("echostr", "")
        try:
            return PlainTextResponse(
                self._envelopes.echo(echostr, Signature.of(request.query_params), self._clock.now())
            )
        except (NotOurs, Rubbish) as error:
            return self._door.refused(error)

    async def _take(self, request: Request) -> Response:
        if not self.is_open:
            return Response(status_code=503)
        try:
            async with asyncio.timeout(SECONDS):
                return await self._kept(request)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:  # its text may quote what was said
            log.error("a message is not kept; WeCom sends it again", reason=type(error).__name__)
            return Response(status_code=503)

    async def _kept(self, request: Request) -> Response:
        now = self._clock.now()
        try:
            body = await bounded(request)
            fields = self._envelopes.message(body, Signature.of(request.query_params), now)
            if str(fields.get("AgentID") or self._agent_id) != self._agent_id:
                raise Rubbish("of another app")
            found = taken(fields, self._app, now)
        except (NotOurs, Rubbish, TooLarge) as error:
            return self._door.refused(error)
        except ValueError as error:
            return self._door.refused(Rubbish(type(error).__name__))
        await self._intake.take(found)
        return Response()


def _advice(error: Exception) -> str:
    if isinstance(error, NotOurs) and str(error) == "time":
        return "set the clock of this machine"
    if isinstance(error, NotOurs):
        return "compare XIAOBAN_WECOM_CALLBACK_TOKEN with the Token of the app"
    return "compare XIAOBAN_WECOM_CALLBACK_AES_KEY and XIAOBAN_WECOM_CORP_ID with those of the app"
