"""An item of the library in full, opened by its button; or its words alone, or the first of them, to be said."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.handlers.shared.library.upkeep import show
from bot.turn.opening import Opening, Talk
from bot.wording.library import scripts as wording
from bot.wording.offers import ShowScript
from knowledge.trust import care
from nlu.library import hits


async def show_script(talk: Talk, opening: Opening) -> None:
    offer = ShowScript.of(opening.params)
    fact = await talk.query("fact", care.get, offer.code)
    if fact is None:
        return await talk.say(wording.GONE)
    now = await talk.now()
    await talk.execute("shown", show, [fact.code], now)
    said = hits.of_hit(opening.text)
    if said is not None and said.what in ("whole", "shorter"):
        text = fact.body if said.what == "whole" else wording.speakable(fact)
        return await talk.say(text, wording.play_buttons([fact]))
    path = [wording.path_button(fact)] if opening.speaker.leads else []
    await talk.say(wording.block(talk.policy, fact), [*wording.play_buttons([fact]), *path])


FLOW = Flow("show_script", version=1, roles=ANY_MEMBER, run=show_script, only_answers=True, offer=ShowScript)
