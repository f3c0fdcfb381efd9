"""Whether WeCom lets the app in. Asking disturbs nobody: a second request for a token is given the same one."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from bot.channels.checkup import Fault
from bot.channels.tencent.api import TIME_LIMIT, NoAnswer, NotReached, Refused, call
from bot.channels.wecom_app import refusals, words
from bot.channels.wecom_app.api import get_token
from bot.channels.wecom_app.callback import PATH
from bot.channels.wecom_app.credentials import Credentials

LOCAL = ("127.0.0.1", "localhost", "::1", "0.0.0.0")
ADVICE = {
    words.BAD_SECRET: "企业 ID 在管理后台「我的企业」最下面,Secret 在应用页面上,重新复制到 .env,别带空格",
    words.BAD_AGENT: "AgentId 和 Secret 要是同一个应用页面上的",
    words.STOPPED: "在管理后台的应用页面上启用它",
}
AWAY = "连不上 {place}。看看这台机器能不能上外网、443 端口放没放行。"
REFUSED = "企业微信拒绝了:{reason}"
CLOSED = "应用「{name}」在管理后台被停用了,启用它才能收发消息。"
NOT_PUBLIC = (
    "企业微信要能从外网打到回调地址,而现在的网址是 {home}。在 .env 里把 XIAOBAN_WEB_URL 写成公网网址(https),"
    "由反向代理转到这里。"
)
WELL = "应用「{name}」能用;回调地址填 {home}{path}"


async def examine(credentials: Credentials, home: str) -> str:
    """Raises Fault. `home` is the address by which people open the page."""
    async with httpx.AsyncClient(timeout=TIME_LIMIT) as client:
        try:
            token, _ = await get_token(client, credentials.base_url, credentials.corp_id, credentials.secret)
            agent = await call(client, credentials.base_url, "agent/get", token, agentid=str(credentials.agent_id))
        except Refused as refusal:
            sentence = refusals.trouble(refusal) or REFUSED.format(reason=refusal)
            advice = f"{ADVICE[sentence]}。" if sentence in ADVICE else ""
            raise Fault(f"{sentence}({refusal.code})。{advice}") from None
        except (NotReached, NoAnswer):
            raise Fault(AWAY.format(place=urlsplit(credentials.base_url).netloc)) from None
    name = str(agent.get("name", ""))
    if agent.get("close"):
        raise Fault(CLOSED.format(name=name))
    if (urlsplit(home).hostname or "") in LOCAL:
        raise Fault(NOT_PUBLIC.format(home=home))
    return WELL.format(name=name, home=home, path=PATH)
