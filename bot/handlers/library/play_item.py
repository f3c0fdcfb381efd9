"""发给我语音: what belongs to an item of the library is sent as what it is. Who is sent it hears when it changes."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.handlers.shared.library.upkeep import show
from bot.turn.opening import Opening, Talk
from bot.wording.library import playing as wording
from bot.wording.offers import PlayItem
from knowledge.trust import care


async def play_item(talk: Talk, opening: Opening) -> None:
    fact = await talk.query("fact", care.get, PlayItem.of(opening.params).code)
    if fact is None:
        return await talk.say(wording.GONE)
    if not wording.PLAYABLE.fullmatch(fact.media or ""):
        return await talk.say(wording.NOTHING)
    now = await talk.now()
    await talk.execute("shown", show, [fact.code], now)
    await talk.say(wording.words(fact), attachments=wording.attached(fact))


FLOW = Flow("play_item", version=1, roles=ANY_MEMBER, run=play_item, only_answers=True, offer=PlayItem)
