"""Who is to be spoken to at a customer, in addition or from now on: 加个联系人樊主管, 换人了 现在是姓秦的经理负责.

No contact with the customer was reported: nothing is logged and no clock starts. Those known before stay; the part of
one who is gone (霍厂长离职了 新厂长姓游) is played by the new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.pointing_back import in_context
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from nlu.context import is_known_person, surname_with_title, who_is_gone
from nlu.entities.reach import puts_reach_right, reach, tells_only_reach
from nlu.statements.buying_roles import RoleClaim
from sales import customers, decision_chain, leads, slot_values
from sales.leads import LeadDraft
from sales.scope import Actor


async def add_contact(talk: Talk, opening: Opening) -> None:
    if tells_only_reach(opening.text):
        return await add_reach(talk, opening)
    slots = opening.understanding.slots
    chosen = (await choose_customer(talk, opening, slot_values.word(slots, "customer"))).customer
    if chosen is None:
        return
    told = LeadDraft.of(opening.understanding).contacts
    people = tuple(surname_with_title(opening.text, name) if len(name) == 1 else name for name in told)
    if is_known_person(opening.text):
        return await talk.say(f"好,就是{chosen.name}的{'、'.join(people)},没有新建。")
    at_customer = await talk.query("people", decision_chain.names_at, chosen.id)
    gone = who_is_gone(opening.text, at_customer)
    new = tuple(name for name in people if name != gone)
    draft, now = LeadDraft(contacts=new, said=opening.text), await talk.now()
    added = await talk.execute("add", added_for, chosen.id, draft, gone, now)
    if isinstance(added, Stale):
        return await talk.say(added.text)
    if not added.names:
        return await talk.say(f"{chosen.name}的联系人里已经有{'、'.join(people)}了,没有新建。")
    parts = f"{gone}的{'、'.join(added.parts)}改成{added.names[0]}。" if added.parts else ""
    text = f"好,{chosen.name}的联系人加上了{'、'.join(added.names)}。{parts}"
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


async def add_reach(talk: Talk, opening: Opening) -> None:
    """Keep how somebody is reached (王厂长电话不对 是139…), of the customer named or just spoken of."""
    meant = (await in_context(talk, opening, opening.understanding, at_all=True)).slots
    people = slot_values.words(meant, "contact")
    chosen = (await choose_customer(talk, opening, slot_values.word(meant, "customer"), people)).customer
    if chosen is None:
        return
    kept = await talk.execute("reach", reached_by, chosen.id, people[0] if people else None, opening.text)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    if kept is None:
        return await talk.say(f"{chosen.name}有几位联系人,这是谁的?连名字一起说,比如「李总电话……」。没记。")
    found = reach(opening.text)
    ways = ",".join(filter(None, (found.phone, f"微信 {found.weixin}" if found.weixin else None)))
    await talk.say(f"记下了,{chosen.name}{kept}:{ways}。", [undo_button(opening.run)], kind="receipt")


def reached_by(session: Session, by: Actor, customer_id: int, name: str | None, words: str) -> str | None:
    """Keep what the words tell; None where it is not clear whose it is. Raises Changed if the customer is out of
    scope."""
    customers.locked(session, customer_id, by.customers)
    found, instead = reach(words), puts_reach_right(words)
    name = leads.person_in(session, customer_id, words) or name
    return leads.set_reach(session, customer_id, name, found.phone, found.weixin, instead=instead)


@dataclass(frozen=True)
class Added:
    """Who is new at a customer, and which parts of somebody who is gone they play now."""

    names: tuple[str, ...]
    parts: tuple[str, ...] = ()


def added_for(
    session: Session, by: Actor, customer_id: int, draft: LeadDraft, gone: str | None, now: datetime
) -> Added:
    """Add the people; the only new one plays the parts of who is `gone`. Raises Changed as `leads.add_people`."""
    names = tuple(leads.add_people(session, by, customer_id, draft))
    parts = decision_chain.roles_of(session, customer_id, gone) if gone and len(names) == 1 else ()
    claims = [RoleClaim(gone or "", "role", role, holds=False) for role in parts]
    claims += [RoleClaim(names[0], "role", role) for role in parts]
    decision_chain.tell(session, by, customer_id, claims, draft.said, now)
    return Added(names, parts)


FLOW = Flow("add_contact", version=2, starts=(Intent("add_contact"),), roles=SALES, run=add_contact)
