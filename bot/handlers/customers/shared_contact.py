"""A contact of one customer who is one of another too, a consultant say: 恒泰的周顾问也是宏远的顾问

Each customer keeps what the person is there; the chain of each says where else they are.
"""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from sales import customers, decision_chain, slot_values
from sales.customers import CustomerFact


async def shared_contact(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    person, named = slot_values.words(slots, "contact")[0], slot_values.words(slots, "customer")
    chosen: list[CustomerFact] = []
    for number, words in enumerate(named):
        customer = (await choose_customer(talk.part(f"customer{number}"), opening, words)).customer
        if customer is None:
            return
        chosen.append(customer)
    if len(chosen) == 1:
        known = await talk.query("known", customers.by_contact, access.customers(talk.speaker), person)
        chosen += [customer for customer in known if customer.id != chosen[0].id]
    if len({customer.id for customer in chosen}) != 2:
        return await talk.say(f"{person}是哪两家的联系人?一起说一遍,比如「恒泰的{person}也是宏远的顾问」。")
    done = await talk.execute("link", decision_chain.belongs_also, person, [customer.id for customer in chosen])
    if isinstance(done, Stale):
        return await talk.say(done.text)
    both = "和".join(customer.name for customer in chosen)
    text = f"好,{person}是{both}两边的联系人,在哪家是什么角色各记各的。"
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


FLOW = Flow("shared_contact", version=1, starts=(Intent("shared_contact"),), roles=SALES, run=shared_contact)
