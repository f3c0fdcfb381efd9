"""Why a deal was lost: a tap under the receipt of its loss, or what is said right after it. 价格太高,选了别家"""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation.flow import Flow
from bot.conversation.talk import Opening, Talk
from bot.handlers.shared.attempts import Stale, attempt
from bot.turn import topic
from bot.wording.buttons import undo_button
from bot.wording.offers import ExplainLoss
from bot.wording.records import say_objections
from sales import deals, slots, stages
from sales.deals import DealFact


async def loss_reason(talk: Talk, opening: Opening) -> None:
    offer = ExplainLoss.of(opening.params)
    await explain(talk, opening, offer.deal, (offer.reason,))


async def explain(talk: Talk, opening: Opening, deal_id: int, reason: tuple[str, ...]) -> None:
    """Keep why, and say so."""
    told = await talk.execute("why", attempt, stages.explain, deal_id, access.deals(talk.speaker), reason)
    if isinstance(told, Stale):
        return await talk.say(told.words)
    said = f"记下了,{told.customer}丢单的原因:{say_objections(talk.policy, reason)}。"
    await talk.say(said, [undo_button(opening.run)], kind="receipt")


def unexplained(session: Session, speaker: Speaker, opening: Opening) -> DealFact | None:
    """The lost deal that was spoken of last, where `opening` names nobody and says no more than why."""
    said = opening.understanding.slots
    if slots.words(said, "customer") or slots.words(said, "contact") or not slots.words(said, "objection"):
        return None
    about = topic.last(session, opening.run, opening.at)
    deal = deals.get(session, access.deals(speaker), about.deal_id) if about and about.deal_id else None
    return deal if deal is not None and deal.stage == deals.LOST else None


FLOW = Flow("loss_reason", version=1, roles=SALES, run=loss_reason, offer=ExplainLoss)
