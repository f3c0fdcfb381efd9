"""Whether Telegram knows the token, and gives its messages to nobody else."""

from __future__ import annotations

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.checkup import Fault
from bot.channels.telegram.channel import PUBLIC

WRONG_TOKEN = "Telegram 不认这个 token。到 @BotFather 那里再抄一次,写进 XIAOBAN_TELEGRAM_TOKEN。"
AWAY = "连不上 {place}。国内的服务器一般要设 XIAOBAN_TELEGRAM_PROXY;设了的话,看看代理开着没有。"
WEBHOOK = "这个机器人设过 webhook,消息都去了那边。打开 {place}/bot<token>/deleteWebhook 取消它。"


async def examine(token: str, base_url: str | None, proxy: str | None) -> str:
    """Raises Fault."""
    place = (base_url or PUBLIC).rstrip("/")
    bot = Bot(token, base_url=f"{place}/bot", request=HTTPXRequest(proxy=proxy))
    try:
        me = await bot.get_me()
        webhook = await bot.get_webhook_info()
    except InvalidToken:
        raise Fault(WRONG_TOKEN) from None  # what it came from holds the token
    except TelegramError:
        raise Fault(AWAY.format(place=place)) from None
    finally:
        await bot._request[1].shutdown()
    if webhook.url:
        raise Fault(WEBHOOK.format(place=place))
    return f"机器人 @{me.username}"
