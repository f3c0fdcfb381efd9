"""Whether WeChat lets the account in. Asking disturbs nobody: the token is the same for all who ask."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from bot.channels.checkup import Fault
from bot.channels.official import refusals, words
from bot.channels.official.api import get_token
from bot.channels.official.callback import PATH
from bot.channels.official.credentials import Credentials
from bot.channels.tencent.api import TIME_LIMIT, NoAnswer, NotReached, Refused, post

LOCAL = ("127.0.0.1", "localhost", "::1", "0.0.0.0")
SERVICE = "/cgi-bin/message/custom/send"
ADVICE = {
    words.BAD_SECRET: "AppID 和 AppSecret 在公众号后台「基本配置」里,重新复制到 .env,别带空格;AppSecret 重置过要换新的",
    words.NO_RIGHT: "去公众号后台做微信认证;认证不了的,换企业微信",
}
AWAY = "连不上 {place}。看看这台机器能不能上外网、443 端口放没放行。"
REFUSED = "微信拒绝了:{reason}"
NOT_PUBLIC = (
    "微信要能从外网打到回调地址,而现在的网址是 {home}。在 .env 里把 XIAOBAN_WEB_URL 写成公网网址(https),"
    "由反向代理转到这里。"
)
WELL = "公众号能用;服务器地址(URL)填 {home}{path}"
IN_PLAIN = ";现在是明文模式,建议写上 XIAOBAN_OFFICIAL_AES_KEY,改成安全模式"


async def examine(credentials: Credentials, home: str) -> str:
    """Raises Fault. `home` is the address by which people open the page."""
    async with httpx.AsyncClient(timeout=TIME_LIMIT) as client:
        try:
            token, _ = await get_token(client, credentials)
            await post(client, credentials.base_url, "openapi/quota/get", token, {"cgi_path": SERVICE})
        except Refused as refusal:
            sentence = refusals.trouble(refusal) or REFUSED.format(reason=refusal)
            advice = f"{ADVICE[sentence]}。" if sentence in ADVICE else ""
            raise Fault(f"{sentence}({refusal.code})。{advice}") from None
        except (NotReached, NoAnswer):
            raise Fault(AWAY.format(place=urlsplit(credentials.base_url).netloc)) from None
    if (urlsplit(home).hostname or "") in LOCAL:
        raise Fault(NOT_PUBLIC.format(home=home))
    return WELL.format(home=home, path=PATH) + ("" if credentials.aes_key else IN_PLAIN)
