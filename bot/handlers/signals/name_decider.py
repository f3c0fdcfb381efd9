"""写上谁拍板: who decides about a deal, one of those known there or a new one."""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow
from bot.handlers.shared.followup_record import still_open
from bot.handlers.shared.signals.deal_button import open_deal
from bot.handlers.shared.signals.person import known_people, read_person
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import NameDecider
from sales import signals


async def name_decider(talk: Talk, opening: Opening) -> None:
    deal = await open_deal(talk, NameDecider.of(opening.params).deal)
    if deal is None:
        return
    known = await talk.query("known", known_people, talk.speaker, deal.customer_id)
    name = await talk.ask(
        "who",
        f"{deal.customer}这一单谁拍板?{'点一个,或者' if known else ''}说个称呼。",
        known,
        read_person(deal.customer),
        about=(deal.customer,),
        matters=still_open(talk, deal),
    )
    noted = await talk.execute("note", signals.name_decider, deal.id, name)
    if isinstance(noted, Stale):
        return await talk.say(noted.text)
    if not noted:
        return await talk.say(f"{deal.customer}的拍板人本来就写着{name},没有动。")
    await talk.say(f"记下了,{deal.customer}拍板的是{name}。", [undo_button(opening.run)], kind="receipt")


FLOW = Flow("name_decider", version=1, roles=SALES, run=name_decider, offer=NameDecider)
