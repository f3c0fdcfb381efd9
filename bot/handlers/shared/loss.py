"""Why a deal was lost: saving the reason, and recognising words that say nothing else."""

from __future__ import annotations

import re

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.turn.references.belonging import PUTS_RIGHT
from bot.wording.buttons import undo_button
from bot.wording.records import say_objections
from nlu import following
from sales import deals, slot_values, stages
from sales.deals import DealFact
from sales.stages import Closed

ANOTHER = re.compile("又|另|还有|也")


async def explain(talk: Talk, opening: Opening, deal_id: int, reason: tuple[str, ...]) -> None:
    """Save why the deal was lost (keys of policy's objections, and words), and confirm it. To whom it was lost stays
    with it, whichever class is named then, unless that was wrong."""
    before = await talk.query("why_before", stages.closed, access.deals(talk.speaker), deal_id)
    known = {objection.key for objection in talk.policy.objections}
    said = () if before is None or PUTS_RIGHT.match(opening.text.strip()) else before.reason
    words = [words for words in said if words not in known]
    if following.lost_to(opening.text) and not any(map(following.lost_to, words)):
        words.append(opening.text.strip())
    reason = tuple(dict.fromkeys((*reason, *words)))
    if before is not None and set(reason) == set(before.reason):
        return await talk.say(f"好,{before.deal.customer}丢单的原因还是:{say_objections(talk.policy, before.reason)}。")
    deal = await talk.execute("why", stages.explain, deal_id, reason)
    if isinstance(deal, Stale):
        return await talk.say(deal.text)
    why = say_objections(talk.policy, reason)
    was = f"{say_objections(talk.policy, before.reason)} → " if before is not None and before.reason else ""
    receipt = f"{'改好了' if was else '记下了'},{deal.customer}丢单的原因:{was}{why}。"
    await talk.say(receipt, [undo_button(opening.run)], kind="receipt")


def names_another(opening: Opening) -> bool:
    """Whether the words may mean another deal than the one just closed: they name something, or say so (又签了一单)."""
    named = not opening.understanding.slots.keys().isdisjoint({"customer", "contact", "product", "amount"})
    return named or ANOTHER.search(opening.text) is not None


def closed_just_now(session: Session, speaker: Speaker, opening: Opening) -> Closed | None:
    """The won or lost deal that is the current topic: what is told of it again (对 丢了) closes no other one."""
    about = topic.last(session, opening.run, opening.at)
    return stages.closed(session, access.deals(speaker), about.deal_id) if about and about.deal_id else None


def unexplained(session: Session, speaker: Speaker, opening: Opening) -> DealFact | None:
    """The lost deal that is the current topic, if `opening` gives an objection and names no customer or contact."""
    slots = opening.understanding.slots
    names_somebody = slot_values.words(slots, "customer") or slot_values.words(slots, "contact")
    if names_somebody or not slot_values.words(slots, "objection"):
        return None
    about = topic.last(session, opening.run, opening.at)
    deal = deals.get(session, access.deals(speaker), about.deal_id) if about and about.deal_id else None
    return deal if deal is not None and deal.stage == deals.LOST else None
