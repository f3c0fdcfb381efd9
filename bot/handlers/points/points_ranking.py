"""积分排行: who has earned most points."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Command, Flow
from bot.turn.opening import Opening, Talk
from bot.wording.library import points as wording
from knowledge.points import ledger


async def points_ranking(talk: Talk, _opening: Opening) -> None:
    places = await talk.query("ranking", ledger.ranking)
    await talk.say(wording.ranking(places, talk.speaker.member_id))


FLOW = Flow(
    "points_ranking",
    version=1,
    starts=(Command("积分排行"), Command("积分排名"), Command("积分榜")),
    roles=ANY_MEMBER,
    run=points_ranking,
    only_answers=True,
)
