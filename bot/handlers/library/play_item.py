"""放给我听: what belongs to an item of the library is sent as what it is."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.turn.opening import Opening, Talk
from bot.wording.library import playing as wording
from bot.wording.offers import PlayItem
from knowledge import importing


async def play_item(talk: Talk, opening: Opening) -> None:
    item = await talk.query("item", importing.get, PlayItem.of(opening.params).code)
    if item is None:
        return await talk.say(wording.GONE)
    if not wording.PLAYABLE.fullmatch(item.media or ""):
        return await talk.say(wording.NOTHING)
    await talk.say(wording.words(item), attachments=wording.attached(item))


FLOW = Flow("play_item", version=1, roles=ANY_MEMBER, run=play_item, only_answers=True, offer=PlayItem)
