"""The customers of one's own, and those that were played before, as one practises on them."""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from coaching.casting import Wish
from coaching.drills import DrillDetail
from coaching.scenarios import GENERAL, scripts
from nlu.context import NO_OBJECTION
from sales import customers, deals, decision_chain, followup_history


def wish_of(
    session: Session, speaker: Speaker, customer_id: int, deal_id: int | None, contacts: tuple[str, ...]
) -> Wish:
    """A customer of one's own as they are: the contact and their post, the product, the sum and the last objection of
    the deal, which is the last to enter its stage where none is named."""
    scope = access.customers(speaker)
    known = customers.get(session, scope, customer_id)
    of_customer = deals.open_of(session, access.deals(speaker), customer_id)
    deal = next((each for each in of_customer if each.id == deal_id), next(iter(of_customer), None))
    contact = next(iter(contacts), "") or next(iter(decision_chain.names_at(session, customer_id)), "")
    _, titles = decision_chain.profile(session, scope, customer_id, (contact,))
    last = followup_history.latest_of_deals(session, [deal.id]).get(deal.id) if deal is not None else None
    objections = last.objections if last is not None else ()
    return Wish(
        roles=titles,
        objection=next((objection for objection in objections if objection != NO_OBJECTION), None),
        budget=deal.amount_fen // 100 if deal is not None and deal.amount_fen else None,
        customer=known.name if known is not None else "",
        contact=contact,
        product=(deal.product_line or "") if deal is not None else "",
    )


def as_played(detail: DrillDetail | None) -> Wish:
    """The customer as they were played in a drill before."""
    if detail is None:
        return Wish()
    persona = detail.persona
    script = scripts().get(detail.fact.scenario)
    of_no_trade = script is not None and script.industry == GENERAL and persona["industry"] != GENERAL
    return Wish(
        industries=() if script is None or script.industry == GENERAL else (script.industry,),
        roles=(persona["buyer_role"],),
        temper=persona["temper"],
        budget=persona["budget"],
        called=persona["industry"] if of_no_trade and not persona.get("customer") else "",
        customer=persona.get("customer", ""),
        contact=persona.get("contact", ""),
        product=persona.get("product", ""),
    )
