"""Where somebody is written to, and how a colleague gets in. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.charts import Code

NAMES = {
    "wecom": "企业微信",
    "wecom_app": "企业微信",
    "telegram": "Telegram",
    "official": "微信公众号",
    "ilink": "个人微信",
    "web": "网页聊天",
}
HERE = "这里"
WHOM = "给谁发邀请码?发我名字就行;还不在公司名单里的,先在服务器上加(xiaoban invite 姓名 --role …)。"
OWN = "好,以后主动发你的,你最近在哪儿跟我说话就发到哪儿。"


def name_of(channel: str) -> str:
    """What people call a channel."""
    return NAMES.get(channel, HERE)


def preferred(channel: str, seen: Sequence[str]) -> str:
    """That they are written to there from now on; `seen`: the channels on which they have written."""
    name = name_of(channel)
    back = "、".join(dict.fromkeys(name_of(other) for other in seen if name_of(other) != name))
    fallback = f";那边发不到的时候,我改发{back}" if back else ""
    return f"好,以后提醒、预警这些主动发你的,都发到{name}{fallback}。你在哪儿问我,我还在哪儿回。"


def not_there(channel: str) -> str:
    """They have never written from there."""
    name = name_of(channel)
    return f"我在{name}还没见过你,现在发不过去。先用{name}跟我说句话(没加入过的,向管理员要个邀请码),再说一次就行。"


def listed(seen: Sequence[str], wanted: str | None) -> str:
    """On which channels they have written, most lately first, and on which they want to be written to."""
    if not seen:
        return "你还没在别处跟我说过话,就在这里。"
    names = "、".join(dict.fromkeys(name_of(channel) for channel in seen))
    how = f"主动发你的都发到{name_of(wanted)}" if wanted else f"主动发你的发到{name_of(seen[0])}(你最近用的)"
    return f"你在{names}跟我说过话,{how}。要换,说「以后发我{name_of(seen[-1])}」就行。"


def invitation(name: str, code: str, ways: Mapping[str, str]) -> str:
    """A colleague's code, and how it is used; `ways` are the addresses that it opens, by channel."""
    links = "".join(f"\n或者点开({name_of(channel)}):{address}{code}" for channel, address in ways.items())
    return (
        f"{name}的邀请码:{code}\n七天内有效,只能用一次,只发给本人:谁用了它,谁就是{name}。"
        f"让他打开跟我的聊天,发「加入 {code}」{links and ';'}{links}"
    )


def picture(name: str, code: str, ways: Mapping[str, str]) -> Code:
    """The same for a camera: the first address, else the words to be sent."""
    content = next((f"{address}{code}" for address in ways.values()), f"加入 {code}")
    return Code(f"{name}的邀请码", "七天内有效,只能用一次,只给本人", content)


def only_administrators(administrators: Sequence[str]) -> str:
    """Who gives codes."""
    return f"邀请码由管理员发,找{'、'.join(administrators) or '管理员'}。"
