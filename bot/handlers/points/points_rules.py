"""积分怎么来的: what earns points."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Command, Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.library import points as wording
from nlu.giving import asks_rules


async def points_rules(talk: Talk, _opening: Opening) -> None:
    await talk.say(wording.rules(talk.policy.points), [wording.GIVE, wording.REWARDS])


FLOW = Flow(
    "points_rules",
    version=1,
    starts=(Command("积分规则"), Phrase("asks what earns points", asks_rules)),
    roles=ANY_MEMBER,
    run=points_rules,
    only_answers=True,
)
