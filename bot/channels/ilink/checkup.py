"""Whether iLink can be reached. A code that nobody scans disturbs nobody."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from bot.channels.checkup import Fault
from bot.channels.ilink import words
from bot.channels.ilink.api import TIME_LIMIT, Api
from bot.channels.ilink.credentials import Credentials
from bot.channels.ilink.logins import Logins
from bot.channels.tencent.api import NoAnswer, NotReached, Refused
from storage.engine import Database

AWAY = "连不上 {place}。看看这台机器能不能上外网、443 端口放没放行。"
ALONE = (
    "个人微信要先有别的入口:第一张登录的码要在那里发给管理员看。"
    "设 XIAOBAN_SECRET(网页聊天)就行,见 docs/channel-ilink.md。"
)
REFUSED = "微信不给登录的码:{reason}"
WELL = "连得上,能登录;开起来以后,管理员在聊天里说「登录个人微信」,用微信扫我发的码"


def logins_kept(db: Database) -> int:
    """How many there are, whatever key they are sealed with."""
    return Logins(db, "").sealed_otherwise()


async def examine(credentials: Credentials, db: Database | None, *, is_alone: bool) -> str:
    """Raises Fault. `is_alone`: the company has no other channel; `db`: its database, where there is one."""
    if db is not None and not credentials.key:
        raise Fault(words.NO_KEY.format(count=logins_kept(db)))
    if is_alone:
        raise Fault(ALONE)
    if db is not None and (count := Logins(db, credentials.key).sealed_otherwise()):
        raise Fault(f"{words.OTHER_KEY.format(count=count)}。")
    async with httpx.AsyncClient(timeout=TIME_LIMIT) as client:
        try:
            await Api(client, credentials.base_url).code([])
        except Refused as refusal:
            raise Fault(REFUSED.format(reason=refusal)) from None
        except (NotReached, NoAnswer):
            raise Fault(AWAY.format(place=urlsplit(credentials.base_url).netloc)) from None
    return WELL
