"""A leader's leads that nobody has yet go to whoever's turn it is. 这几条线索轮流分给组里 /
轮流分给小周和小吴 / 按区域分"""

from __future__ import annotations

from bot import access
from bot.access import LEADERS
from bot.conversation import Flow, Intent
from bot.handlers.shared.leading.assigning import given_in_turn
from bot.handlers.shared.leading.colleagues import colleague_meant, why_not_a_seller
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.deals import lead_lists as wording
from nlu import leaders
from nlu.leads import how_shared
from sales import leads, slot_values

MOST_AT_ONCE = 30


async def share_leads(talk: Talk, opening: Opening) -> None:
    found = await talk.query("unassigned", leads.unassigned, access.deals(talk.speaker))
    if not found:
        return await talk.say(wording.NONE_WAITING)
    among: list[int] = []
    for number, name in enumerate(slot_values.words(opening.understanding.slots, "person")):
        member = await colleague_meant(talk.part(f"to{number}"), name, wording.TO_WHOM)
        if member is None:
            return
        if (refusal := why_not_a_seller(talk.policy, member)) is not None:
            return await talk.say(refusal)
        among.append(member.id)
    meant = found[: min(leaders.leads_counted(opening.text) or MOST_AT_ONCE, MOST_AT_ONCE)]
    lines = await given_in_turn(talk, opening, meant[::-1], how_shared(opening.text) or "round_robin", tuple(among))
    left = len(found) - len(lines)
    await talk.say(wording.shared(lines, left), [undo_button(opening.run)] if lines else [], kind="receipt")


FLOW = Flow("share_leads", version=1, starts=(Intent("share_leads"),), roles=LEADERS, run=share_leads)
