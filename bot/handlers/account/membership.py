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
    words = leading.without_name(opening.text, named) if named is not None else opening.text
    newcomer = leading.newcomer(words)
    if newcomer is not None or (named is None and leading.asks_how_in(opening.text)):
        admins = await talk.query("admins", people.administrators)
        return await talk.say(wording.how_in(admins, newcomer, named))
    if named is None:
        return await talk.say(wording.HOW_OUT)
    found = await talk.query("member", people.find, named)
    gone = len(found) == 1 and not found[0].active
    if found and not gone and not leading.lets_in(opening.text):
        return await talk.say(wording.never_gone(found[0].name))
    admins = await talk.query("administrators", people.administrators)
    await talk.say(wording.how_back(found[0].name, admins) if gone else wording.how_in(admins))


FLOW = Flow("membership", version=2, starts=(Intent("membership"),), roles=LEADERS, run=membership, only_answers=True)
