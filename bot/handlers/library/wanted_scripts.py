"""悬赏清单: the questions that the company most wants answered."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.library import wanted as wording
from bot.wording.offers import ShowWanted
from knowledge.trust import wanted
from nlu import library as said


async def wanted_scripts(talk: Talk, opening: Opening) -> None:
    found = await talk.query("wanted", wanted.most_wanted, wording.LISTED)
    if not found:
        return await talk.say(wording.EMPTY)
    await talk.say(wording.most_wanted(found), wording.write_buttons(found))


FLOW = Flow(
    "wanted_scripts",
    version=1,
    starts=(Phrase("asks_wanted", said.asks_wanted),),
    roles=ANY_MEMBER,
    run=wanted_scripts,
    only_answers=True,
    offer=ShowWanted,
)
