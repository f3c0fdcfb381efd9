"""How the deals of a view are called to whoever asks, and why some are not for them."""

from __future__ import annotations

from bot.handlers.shared.asking.meant import Beyond
from bot.turn.asking import View, funnel
from bot.turn.opening import Talk
from bot.wording.reports import spans


async def whose(talk: Talk, view: View) -> str:
    """张伟, 华东一部, 全公司, 你: whose deals a view is of, and which of them."""
    name: str = await talk.query("whose", funnel.whose_of, talk.speaker, view)
    return name


async def say_beyond(talk: Talk, beyond: Beyond) -> None:
    """Say why something is not for the speaker."""
    mine = await talk.query("own", funnel.own, talk.speaker)
    await talk.say(spans.beyond(beyond.what, beyond.name, "你自己" if mine == "你" else mine))
