"""我来处理 and 知道了 under an alert, or the same in words (鼎新我来处理): it is kept that the leader knows, and the
owners hear. Whose the deal is does not change.

That ends nothing: nothing has been done about the deal yet, so that the manager still hears of it, which is said.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import LEADERS
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.spoken_of import deal_spoken_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.deals import alerts as wording
from bot.wording.offers import Acknowledge, Assign, HoldDeal
from bot.wording.stages import deal_name
from config.policy import Policy
from sales import breaches, limits
from sales.limits import Overdue
from sales.scope import Actor


async def acknowledge(talk: Talk, opening: Opening) -> None:
    if opening.params:
        return await note(talk, opening, Acknowledge.of(opening.params).deal)
    deal = await deal_spoken_of(talk, opening)
    if deal is None:
        return
    late = await talk.query("late", limits.overdue_facts, (deal.id,), opening.at, talk.policy)
    if late:
        return await note(talk, opening, deal.id)
    name, mine = deal_name(deal), deal.owner_id == talk.speaker.id
    choices = [] if mine else [Choice("由我来跟", opens=Assign(deal.id, talk.speaker.member_id))]
    await talk.say(wording.not_late(name, deal.owner, mine=mine), choices)


async def note(talk: Talk, opening: Opening, deal_id: int | None) -> None:
    """Take note of this late deal, or of all."""
    now = await talk.now()
    found = await talk.execute("acknowledge", acknowledged, talk.policy, deal_id, now)
    if isinstance(found, Stale):
        return await talk.say(found.text)
    if not found:
        return await talk.say(wording.NOTHING_TO_ACKNOWLEDGE)
    for owner_id in dict.fromkeys(late.deal.owner_id for late in found):
        theirs = [late for late in found if late.deal.owner_id == owner_id]
        if owner_id != talk.speaker.id:
            text = wording.acknowledged_to_owner(talk.speaker.name, theirs)
            await talk.say(text, kind="receipt", to=owner_id)
    choices = [undo_button(opening.run)]
    if len(found) == 1:
        deal = found[0].deal
        choices = [
            Choice("再给两天", opens=HoldDeal(deal.id)),
            Choice("换人跟", opens=Assign(deal.id)),
            *choices,
        ]
    await talk.say(
        wording.acknowledged(found, supervises=opening.speaker.role == "supervisor"), choices, kind="receipt"
    )


def acknowledged(
    session: Session, by: Actor, policy: Policy, deal_id: int | None, now: datetime
) -> tuple[Overdue, ...]:
    """Keep that who acts has taken note of the alert about this deal, else about all deals that they lead."""
    return breaches.acknowledge(session, by, deal_id, now, policy)


FLOW = Flow(
    "acknowledge",
    version=2,
    starts=(Intent("takes_note"),),
    roles=LEADERS,
    run=acknowledge,
    offer=Acknowledge,
)
