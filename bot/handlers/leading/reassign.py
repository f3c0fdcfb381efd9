"""A customer changes hands. 把正阳转给张伟 / 新锐我自己来跟 / 这家以后让王芳跟

A leader decides it; a rep's wish goes to who may decide (decide_handover).
"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.leading.passing_on import pass_on
from bot.turn.opening import Opening, Talk


async def reassign(talk: Talk, opening: Opening) -> None:
    await pass_on(talk, opening)


FLOW = Flow("reassign", version=1, starts=(Intent("reassign"),), roles=SALES, run=reassign, title="换人跟")
