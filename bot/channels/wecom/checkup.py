"""Whether WeCom lets the bot in. Connecting pushes out whoever is connected: it is done only while nobody is."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from websockets.exceptions import WebSocketException

from bot.channels.base import Lease
from bot.channels.checkup import Fault
from bot.channels.wecom.connection import PUBLIC, Connection, open_connection
from bot.channels.wecom.frames import BAD_CREDENTIALS, Incoming, NoAnswer, NotConnected, Refused

WRONG = "企业微信不认这对 Bot ID 和 Secret(853000)。到机器人的设置里重新复制,别带空格;Secret 重新生成过,旧的就作废了。"
REFUSED = "企业微信拒绝了:{reason}。看看机器人是不是开着「API 模式 · 使用长连接」。"
AWAY = "连不上 {place}。看看这台机器能不能上外网、443 端口放没放行;私有部署的,用 XIAOBAN_WECOM_URL 写管理端给的地址。"
BUSY = "另一个销伴进程正连着,没再连一次(再连会把它挤下来)"


async def examine(bot_id: str, secret: str, url: str | None, lease: Lease | None) -> str:
    """Raises Fault. `lease` is the right to connect; None: a process of ours is running."""
    if lease is None or not await asyncio.to_thread(lease.take):
        return BUSY
    place = url or PUBLIC
    try:
        connection = await open_connection(place, _ignore)
        await _subscribed(connection, bot_id, secret)
    except Refused as refusal:
        raise Fault(WRONG if refusal.code == BAD_CREDENTIALS else REFUSED.format(reason=refusal)) from None
    except (OSError, TimeoutError, WebSocketException, NoAnswer, NotConnected):
        raise Fault(AWAY.format(place=urlsplit(place).netloc)) from None
    finally:
        await asyncio.to_thread(lease.give_up)
    return "连得上,Bot ID 和 Secret 对"


async def _subscribed(connection: Connection, bot_id: str, secret: str) -> None:
    serving = asyncio.create_task(connection.serve())
    try:
        await connection.subscribe(bot_id, secret)
    finally:
        await connection.close()
        await asyncio.gather(serving, return_exceptions=True)


async def _ignore(_incoming: Incoming) -> None:
    """Nothing is taken in: what comes within that moment is lost, as it is while nobody is connected."""
