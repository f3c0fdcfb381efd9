"""逐个处理: the overdue deals in the speaker's scope, one message each, with buttons."""

from __future__ import annotations

from bot import access
from bot.access import LEADERS, SALES
from bot.conversation import Command, Flow
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import leader_buttons, rep_buttons
from bot.wording.offers import OneByOne
from bot.wording.tasks import overdue_line
from sales import limits

AT_ONCE = 6


async def one_by_one(talk: Talk, opening: Opening) -> None:
    leads = opening.speaker.role in LEADERS
    found = await talk.query("overdue", limits.longest, access.deals(talk.speaker), talk.policy, opening.at, AT_ONCE)
    if not found.deals:
        return await talk.say("现在没有超时的单子了,都处理过了。")
    for overdue in found.deals:
        line = overdue_line(talk.policy, overdue, opening.at, with_owner=leads)
        await talk.say(line.removeprefix("·"), leader_buttons(overdue) if leads else rep_buttons(overdue))
    if found.count > AT_ONCE:
        await talk.say(f"先处理这 {AT_ONCE} 单,后面还有 {found.count - AT_ONCE} 单,发「逐个处理」接着来。")


FLOW = Flow(
    "one_by_one",
    version=1,
    starts=(Command("逐个处理"),),
    roles=SALES,
    run=one_by_one,
    title="逐个处理",
    offer=OneByOne,
)
