"""The board: what is said of it in the chat, and the words on it that come from facts. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.wording.reports import forecast
from bot.wording.reports.spans import say_days
from bot.wording.values import WEEKDAYS
from config.policy import Policy
from sales.period import Period

AGAIN = "再要一个链接"
FAILED = "链接没做成,过一会儿再说一次「看板」。"
LACKING = {
    "page": ("网页没开", "XIAOBAN_SECRET(签名密钥)和 XIAOBAN_WEB_URL(大家打开网页用的网址)"),
    "address": ("网页只有这台服务器自己能打开", "XIAOBAN_WEB_URL(大家打开网页用的网址)"),
}
EXPIRED = "这个链接过期了。回到聊天里说「看板」,再要一个。"
USED = "这个链接已经在别处打开过了,一个链接只能在一台设备上用。回到聊天里说「看板」,再要一个。"
NOT_OURS = "这个链接不对。回到聊天里说「看板」,再要一个。"
NOT_FOR_YOU = "看板现在对你不开放。有疑问找你的主管。"
NO_SESSION = "看板要从聊天里打开:跟销伴说「看板」,点回来的链接。"


def link(url: str, whose: str, policy: Policy) -> str:
    """The link, how long it is good for, and for whom."""
    of = "你自己的" if whose == "你" else f"{whose}的"
    return (
        f"{of}看板:\n{url}\n"
        f"{policy.board.link_minutes} 分钟内点开,只给你一个人、一台设备用;"
        f"打开后能看 {policy.board.session_hours} 小时,自己会更新。"
    )


def lacking(what: str, administrators: Sequence[str], *, is_one: bool) -> str:
    """Why there is no link, and who has to do what."""
    why, settings = LACKING[what]
    who = "你" if is_one else f"请管理员{'、'.join(administrators)}"
    return f"看板还打不开:{why}。{who}在 .env 里设 {settings},重启就行。"


def whose_board(whose: str) -> str:
    """我的看板, 华东一部看板, 全公司看板."""
    return "我的看板" if whose == "你" else f"{whose}看板"


def day_line(day: date) -> str:
    """11月23日 周一."""
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def clock(at: datetime) -> str:
    """17:40; in the zone it is to be said in."""
    return f"{at:%H:%M}"


def period_name(period: Period, today: date) -> str:
    """本月, 这个季度."""
    return forecast.say_period(period.first, period.last, today)


def too_little(closed: int, least: int) -> str:
    """Why the forecast is a rough one."""
    return f"{forecast.too_little(closed, least)}先粗估,给不出区间。"


def days(period: Period, today: date) -> str:
    """四季度(还没过完)."""
    return say_days(period, today) + ("(还没过完)" if today < period.last else "")
