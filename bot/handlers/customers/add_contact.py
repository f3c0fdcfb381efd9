"""Who is to be spoken to at a customer, in addition or from now on: 加个联系人樊主管, 换人了 现在是姓秦的经理负责.

No contact with the customer was reported: nothing is logged and no clock starts. Those known before stay.
"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from nlu.context import is_known_person, surname_with_title
from sales import leads, slot_values
from sales.leads import LeadDraft


async def add_contact(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    chosen = (await choose_customer(talk, opening, slot_values.word(slots, "customer"))).customer
    if chosen is None:
        return
    told = LeadDraft.of(opening.understanding).contacts
    people = tuple(surname_with_title(opening.text, name) if len(name) == 1 else name for name in told)
    if is_known_person(opening.text):
        return await talk.say(f"好,就是{chosen.name}的{'、'.join(people)},没有新建。")
    draft = LeadDraft(contacts=people, said=opening.text)
    added = await talk.execute("add", leads.add_people, chosen.id, draft)
    if isinstance(added, Stale):
        return await talk.say(added.text)
    if not added:
        return await talk.say(f"{chosen.name}的联系人里已经有{'、'.join(people)}了,没有新建。")
    await talk.say(f"好,{chosen.name}的联系人加上了{'、'.join(added)}。", [undo_button(opening.run)], kind="receipt")


FLOW = Flow("add_contact", version=1, starts=(Intent("add_contact"),), roles=SALES, run=add_contact)
