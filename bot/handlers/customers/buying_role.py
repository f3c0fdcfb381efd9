"""What part somebody plays in a purchase, told by itself: 拍板的是陈院长 / 赵主任挺支持我们 / 林总影响力8分

No contact with the customer was reported: no clock starts. In a follow-up the same words are written down with it.
"""

from __future__ import annotations

from datetime import datetime

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.chain.shown_and_told import note_words
from bot.handlers.shared.gates.going_on import go_on_moving
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.buttons import undo_button
from bot.wording.deals.chain import claims_in_words, heard_lines
from bot.wording.offers import ShowChain
from nlu.statements.buying_roles import DECIDES, INFLUENCES, RoleClaim, listened_to, role_claims
from sales import decision_chain, slot_values
from sales.customers import CustomerFact
from sales.decision_chain import Heard

NOT_NOTED = "好,先不记。"


async def buying_role(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    named, people = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    known: tuple[str, ...] = ()
    if not named:
        known = await talk.query("known", decision_chain.known_people, access.customers(talk.speaker), people)
    customer = (await choose_customer(talk, opening, named, known)).customer  # new people are the current topic's
    if customer is None:
        return
    about = None if people else await talk.query("about", topic.under_discussion, opening.run, opening.at)
    spoken_of = about.topic.contact or "" if about is not None and about.customer_id == customer.id else ""
    listened = listened_to(opening.text, people)
    if listened is not None and not role_claims(opening.text, people, spoken_of):
        return await ask_weight(talk, opening, customer, listened)
    now = await talk.now()
    heard = await talk.execute("note", note_words, customer.id, opening.text, people, spoken_of, now)
    if isinstance(heard, Stale):
        return await talk.say(heard.text)
    if not heard.claims:
        return await talk.say("没听准是谁、怎么说的,再说一句,比如「拍板的是陈院长」。")
    await confirm(talk, opening, customer, heard, now)


async def ask_weight(talk: Talk, opening: Opening, customer: CustomerFact, person: str) -> None:
    """Ask whether somebody to whom another listens decides or has a say (邢总听裘姐的), and note it."""
    choices = [Choice(f"{person}拍板", DECIDES), Choice(f"{person}只是有影响", INFLUENCES), Choice("先不记", "")]
    value = await talk.ask("weight", f"{person}是拍板的,还是只是说话有分量?", choices, about=(customer.name, person))
    if not value:
        return await talk.say(NOT_NOTED)
    now = await talk.now()
    claims = (RoleClaim(person, "role", value),)
    heard = await talk.execute("tell", decision_chain.tell, customer.id, claims, opening.text, now)
    if isinstance(heard, Stale):
        return await talk.say(heard.text)
    await confirm(talk, opening, customer, heard, now)


async def confirm(talk: Talk, opening: Opening, customer: CustomerFact, heard: Heard, now: datetime) -> None:
    """Say what was noted, and go on with a move that waited for it."""
    lines = [f"记到{customer.name}的决策链了:{claims_in_words(heard.claims)}。"]
    lines += [f"新联系人:{'、'.join(heard.new_contacts)}"] if heard.new_contacts else []
    lines += heard_lines(talk.policy, heard)[1:]
    buttons = [undo_button(opening.run), Choice("决策链", opens=ShowChain(customer.id))]
    await talk.say("\n".join(lines), buttons, kind="receipt")
    await go_on_moving(talk, opening, customer.id, heard.claims, now)


FLOW = Flow("buying_role", version=1, starts=(Intent("buying_role"),), roles=SALES, run=buying_role)
