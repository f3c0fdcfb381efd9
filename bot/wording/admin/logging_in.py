"""What is said while somebody logs in with a WeChat of their own. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts import Code

MOST_CODES = 3
LACKING = (
    "个人微信这个入口还没开:在 .env 里设 XIAOBAN_ILINK_KEY(自己编一串至少 16 个字符的),重启再说「登录个人微信」。"
    "见 docs/channel-ilink.md。"
)
FAILED = "微信现在不给登录的码,过一会儿说「登录个人微信」再试。"
NO_LONGER = "你现在不是管理员了,这次登录停在这里。要接着登录,请管理员来。"
SEEN = "扫到了,请他在手机上点「确认」。"
DIGITS = "他手机上会显示一串数字,发给我。"
WRONG_DIGITS = "这串数字不对,看一眼手机上的,再发一次。"
NO_DIGITS = "发手机上显示的那串数字就行。"
BOUND = "这个微信已经接着,不用再扫。"
TOO_OFTEN = f"{MOST_CODES} 张码都过期了,没人扫。要用的时候说「登录个人微信」,我再发。"
TITLE = "用微信扫一扫,接上销伴"
SUBTITLE = "几分钟内有效;谁扫,就接谁的个人微信"


def only_administrators(administrators: Sequence[str]) -> str:
    """Who lets people log in."""
    return f"登录个人微信由管理员来,找{'、'.join(administrators) or '管理员'}。"


def scan(number: int) -> str:
    """What is to be done with the code, the first or a new one."""
    again = "上一张过期了,这是新的。" if number > 1 else ""
    return (
        f"{again}让要用个人微信的同事用微信扫这张码(你自己用就自己扫),几分钟内有效。"
        "谁扫就接谁的微信,一人一张;他在别处接过的机器人会断开。"
    )


def picture(content: str) -> Code:
    """The code."""
    return Code(TITLE, SUBTITLE, content)


def done(name: str | None) -> str:
    """Somebody has logged in: a colleague who was there before, or somebody who has to say who they are."""
    if name is not None:
        return f"{name}的个人微信接上了。请{name}在微信里跟我说一句话,后面的提醒才发得过去。"
    return (
        "个人微信接上了。请他在微信里打开新出来的「微信 ClawBot」,发「加入 邀请码」。"
        "还没有邀请码的话,跟我说「给某某发个邀请码」。"
    )
