"""Where somebody is written to, and how a colleague gets in. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.admin.invitations import Address

NAMES = {
    "wecom": "企业微信",
    "wecom_app": "企业微信",
    "telegram": "Telegram",
    "official": "微信公众号",
    "web": "网页聊天",
}
HERE = "这里"
OWN = "好,以后主动发你的,你最近在哪儿跟我说话就发到哪儿。"


def name_of(channel: str) -> str:
    """What people call a channel."""
    return NAMES.get(channel, HERE)


def preferred(channel: str, others: Sequence[Address]) -> str:
    """That they are written to there from now on."""
    name = name_of(channel)
    back = "、".join(dict.fromkeys(name_of(a.channel) for a in others if a.seen and name_of(a.channel) != name))
    fallback = f";那边发不到的时候,我改发{back}" if back else ""
    return f"好,以后提醒、预警这些主动发你的,都发到{name}{fallback}。你在哪儿问我,我还在哪儿回。"


def not_there(channel: str) -> str:
    """They have never written from there."""
    name = name_of(channel)
    return f"我在{name}还没见过你,现在发不过去。先用{name}跟我说句话(没加入过的,向管理员要个邀请码),再说一次就行。"


def listed(addresses: Sequence[Address]) -> str:
    """Where they are, and where they are written to."""
    seen = [address for address in addresses if address.seen]
    if not seen:
        return "你还没在别处跟我说过话,就在这里。"
    wanted = next((address for address in seen if address.preferred), None)
    names = "、".join(dict.fromkeys(name_of(address.channel) for address in seen))
    how = (
        f"主动发你的都发到{name_of(wanted.channel)}"
        if wanted
        else f"主动发你的发到{name_of(seen[0].channel)}(你最近用的)"
    )
    return f"你在{names}跟我说过话,{how}。要换,说「以后发我{name_of(seen[-1].channel)}」就行。"
