"""更换对接人: somebody else is to be spoken to about a deal, one of those known there or a new
one, also named at once (换成唐工吧)."""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.chain.person import offered, read_contact
from bot.handlers.shared.followup_record import still_open
from bot.handlers.shared.signals.deal_button import open_deal
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import ChangeContact, PlanStep
from sales import signals


async def change_contact(talk: Talk, opening: Opening) -> None:
    deal = await open_deal(talk, ChangeContact.of(opening.params).deal)
    if deal is None:
        return
    named = opening.text or None
    known = await talk.query("known", offered, talk.speaker, deal.customer_id, but_not_of=deal.id)
    name = named or await talk.ask(
        "who",
        f"{deal.customer}接下来找谁?{'点一个,或者' if known else ''}说个新的称呼。",
        known,
        read_contact(deal.customer),
        about=(deal.customer,),
        matters=still_open(talk, deal),
    )
    added = await talk.execute("add", signals.add_contact, deal.id, name)
    if isinstance(added, Stale):
        return await talk.say(added.text)
    plan = Choice("安排下一步", opens=PlanStep(deal=deal.id))
    if not added:
        return await talk.say(f"好,{deal.customer}接下来找{name}。什么时候约?", [plan])
    await talk.say(
        f"好,{deal.customer}的联系人加上了{name},接下来找他。", [plan, undo_button(opening.run)], kind="receipt"
    )


FLOW = Flow("change_contact", version=1, roles=SALES, run=change_contact, offer=ChangeContact)
