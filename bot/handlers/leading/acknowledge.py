"""我来处理 under an alert, or the same in words (鼎新我来处理): it is kept that the leader will see to it, and the
owners hear. Whose the deal is does not change. 知道了 is kept nowhere: it is no promise, and the owners hear nothing.

Neither ends anything: nothing has been done about the deal yet, so that the manager still hears of it, which is said.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import LEADERS, Speaker
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
from nlu import replies
from sales import breaches, limits
from sales.limits import Overdue
from sales.scope import Actor


async def acknowledge(talk: Talk, opening: Opening) -> None:
    if opening.params or not opening.text:  # 知道了 of a button has neither
        offer = Acknowledge.of(opening.params)
        handles = replies.takes_in_hand(opening.text) if opening.text else offer.deal is not None
        return await (note if handles else see)(talk, opening, offer.deal)
    deal = await deal_spoken_of(talk, opening)
    if deal is None:
        return
    late = await talk.query("late", limits.overdue_facts, (deal.id,), opening.at, talk.policy)
    if late:
        return await (note if replies.takes_in_hand(opening.text) else see)(talk, opening, deal.id)
    name, mine = deal_name(deal), deal.owner_id == talk.speaker.id
    choices = [] if mine else [Choice("由我来跟", opens=Assign(deal.id, talk.speaker.member_id))]
    await talk.say(wording.not_late(name, deal.owner, mine=mine), choices)


async def see(talk: Talk, opening: Opening, deal_id: int | None) -> None:
    """Say how it stands with this late deal, or with all, that was seen."""
    found = await talk.query("seen", alerted, talk.speaker, talk.policy, deal_id, opening.at)
    if not found:
        return await talk.say(wording.NOTHING_TO_ACKNOWLEDGE)
    choices = []
    if len(found) == 1:
        deal = found[0].deal
        choices = [
            Choice("我来处理", opens=Acknowledge(deal.id)),
            Choice("再给两天", opens=HoldDeal(deal.id)),
            Choice("换人跟", opens=Assign(deal.id)),
        ]
    await talk.say(wording.seen(found, supervises=opening.speaker.role == "supervisor"), choices)


def alerted(
    session: Session, speaker: Speaker, policy: Policy, deal_id: int | None, now: datetime
) -> tuple[Overdue, ...]:
    """This deal of the speaker's people if it is over its limit, else all that they were told of."""
    if deal_id is None:
        return breaches.not_acknowledged(session, speaker.deals, now, policy)
    return tuple(limits.overdue_facts(session, [deal_id], now, policy, scope=speaker.deals))


async def note(talk: Talk, opening: Opening, deal_id: int | None) -> None:
    """The speaker will see to this late deal, or to all."""
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
    """Keep that who acts will see to this deal, else to all late deals that they lead."""
    return breaches.acknowledge(session, by, deal_id, now, policy)


FLOW = Flow(
    "acknowledge",
    version=2,
    starts=(Intent("takes_note"),),
    roles=LEADERS,
    run=acknowledge,
    offer=Acknowledge,
)
