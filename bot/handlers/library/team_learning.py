"""阿新学到哪了 / 新人学习进度: how far the new hires are whom the speaker leads."""

from __future__ import annotations

from bot import access
from bot.access import LEADERS
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.library import learning as wording
from knowledge.trust import learning
from nlu import library as said
from sales.teamwork import people


async def team_learning(talk: Talk, opening: Opening) -> None:
    if not await talk.query("items", learning.path):
        return await talk.say(wording.NOTHING_SET)
    hires = await talk.query("hires", learning.of_new_hires, access.members(talk.speaker))
    name = said.whose_path(opening.text)
    if name is not None:
        meant = await talk.query("meant", people.find, name)
        theirs = [hire for hire in hires if hire.member_id in {member.id for member in meant}]
        if not theirs:
            return await talk.say(wording.nobody(name))
        return await talk.say(wording.progress(talk.policy, theirs, opening.at))
    await talk.say(wording.progress(talk.policy, hires, opening.at) if hires else wording.NO_HIRES)


FLOW = Flow(
    "team_learning",
    version=1,
    starts=(Phrase("asks_team_path", said.asks_team_path),),
    roles=LEADERS,
    run=team_learning,
    only_answers=True,
)
