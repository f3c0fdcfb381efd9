"""陈静回来了 / 怎么让张伟再进来 / 有人离职怎么办: how people come into the company and leave it.

Who comes in is let in by an administrator, on the server; leaving is said (person_leaves).
"""

from __future__ import annotations

from bot.access import LEADERS
from bot.conversation import Flow, Intent
from bot.turn.opening import Opening, Talk
from bot.wording.admin import leaving as wording
from nlu import leading
from sales import slot_values
from sales.teamwork import people


async def membership(talk: Talk, opening: Opening) -> None:
    named = slot_values.word(opening.understanding.slots, "person")
    if named is None:
        return await talk.say(wording.HOW_IN if leading.joins(opening.text) else wording.HOW_OUT)
    found = await talk.query("member", people.find, named)
    gone = len(found) == 1 and not found[0].active
    await talk.say(wording.how_back(found[0].name) if gone else wording.HOW_IN)


FLOW = Flow("membership", version=1, starts=(Intent("membership"),), roles=LEADERS, run=membership, only_answers=True)
