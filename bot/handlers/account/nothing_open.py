"""A confirmation or a cancellation when no question waits for it."""

from __future__ import annotations

from bot.access import ANY_MEMBER, SALES
from bot.conversation import Flow, Intent
from bot.turn.opening import Opening, Talk
from bot.wording import buttons, turn


async def nothing_open(talk: Talk, opening: Opening) -> None:
    if (small_talk := turn.small_talk(opening.text)) is not None:
        return await talk.say(small_talk)
    hint = "要记跟进直接说就行。" if opening.speaker.role in SALES else ""
    await talk.say(f"现在没有等你确认的事。{hint}", [buttons.HELP])


FLOW = Flow("nothing_open", version=1, starts=(Intent("confirm"), Intent("cancel")), roles=ANY_MEMBER, run=nothing_open)
