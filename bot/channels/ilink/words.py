"""What the edge says by itself, and what it tells an administrator."""

from __future__ import annotations

NOT_READABLE = "这种消息我看不了。文字、语音、图片、视频和文件都可以发给我。"
SOMETHING = "(一条看不了的消息)"
NOT_KEPT = "刚才这条我没存下来,麻烦再发一次。"
EXPIRED = "这个文件微信已经不给了。麻烦再发一次。"

AWAY = "连不上微信的 iLink 接口,个人微信那边收不到也发不出"
NOT_TAKEN_IN = "个人微信的消息到了,可是这边存不下来(不是微信的毛病,看日志),一直在重试"
OTHER_KEY = (
    "有 {count} 个个人微信的登录打不开:XIAOBAN_ILINK_KEY 跟当时的不一样了,那边收不到也发不出。"
    "把它换回来再重启;换不回来,就说「登录个人微信」,请他们再扫一次"
)
NO_KEY = (
    "有 {count} 个个人微信的登录闲着,那边收不到也发不出:XIAOBAN_ILINK_KEY 没设。"
    "把当时的设回去再重启;当时的找不到了,设个新的,请他们再扫一次。"
)
ENDED = (
    "{who}的个人微信断开了(登录到期,或者他在别处扫了码),那边收不到也发不出。说「登录个人微信」,把我给的码发给他再扫一次"
)
SOMEBODY = "一个还没加入的人"


def whose(name: str | None, bot: str) -> str:
    """A person, and which of their logins."""
    return f"{name or SOMEBODY}({bot.partition('@')[0]})"
