"""Open deals told apart by product, stage, month or people. 邓凯的单子按产品分 / 谁的单子总额最大"""

from __future__ import annotations

from analytics.funnel.open_parts import open_parts
from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking.spans import slice_of
from bot.turn.opening import Opening, Talk
from bot.wording.overviews import parts as wording
from nlu.asking import overviews

FLOW_NAME = "parts_of_deals"
OF_OTHERS = ("team", "person", "region")  # parts that only leaders have several of


async def parts_of_deals(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, FLOW_NAME, anew=True)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    by = overviews.part_asked(opening.text)
    if by in OF_OTHERS and not opening.speaker.leads:
        by = "stage"
    scope = slice_of(view).within(access.own_deals(talk.speaker))
    found = await talk.query("found", open_parts, scope, by)
    await talk.say(wording.part_lines(talk.policy, await said.whose(talk, view), by, found))


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent(FLOW_NAME),),
    roles=SALES,
    run=parts_of_deals,
    title="把单子分开看",
    only_answers=True,
)
