"""陪练一下, by its button: drills are not there yet, which is said as it is to words that ask for one."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.turn.opening import Opening, Talk
from bot.wording.library.scripts import NO_DRILL
from bot.wording.offers import Practise


async def practise(talk: Talk, opening: Opening) -> None:
    await talk.say(NO_DRILL)


FLOW = Flow("practise", version=1, roles=ANY_MEMBER, run=practise, only_answers=True, offer=Practise)
