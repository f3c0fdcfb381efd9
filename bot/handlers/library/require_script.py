"""设为新人必学 under an item, and taking it out again: by supervisors and the manager."""

from __future__ import annotations

from bot.access import LEADERS
from bot.conversation import Flow
from bot.handlers.shared.library import upkeep
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import learning as wording
from bot.wording.library.scripts import GONE
from bot.wording.offers import RequireScript
from knowledge.trust import care


async def require_script(talk: Talk, opening: Opening) -> None:
    offer = RequireScript.of(opening.params)
    fact = await talk.query("fact", care.get, offer.code)
    if fact is None:
        return await talk.say(GONE)
    if not offer.wanted:
        released = await talk.execute("release", upkeep.release, offer.code)
        if isinstance(released, Stale):
            return await talk.say(released.text)
        text = wording.released(fact.title) if released else wording.released_before(fact.title)
        return await talk.say(text, [undo_button(opening.run)] if released else [], kind="receipt")
    now = await talk.now()
    place = await talk.execute("require", upkeep.require, offer.code, now)
    if isinstance(place, Stale):
        return await talk.say(place.text)
    text = wording.required(fact.title, place) if place else wording.required_before(fact.title)
    await talk.say(text, [undo_button(opening.run)] if place else [], kind="receipt")


FLOW = Flow("require_script", version=1, roles=LEADERS, run=require_script, offer=RequireScript)
