"""再给两天 under an alert: a leader holds a deal for two days, during which nobody is reminded of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, Speaker
from bot.conversation import Flow
from bot.handlers.shared.attempts import Stale, attempt
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import HoldDeal
from bot.wording.values import say_time
from config.policy import Policy
from sales import stages
from sales.stages import Held
from scheduler import stage_clock

HOLD = timedelta(days=2)


async def hold_deal(talk: Talk, opening: Opening) -> None:
    deal_id = HoldDeal.of(opening.params).deal
    now = await talk.now()
    held = await talk.execute("hold", attempt, hold, talk.policy, talk.speaker, deal_id, now)
    if isinstance(held, Stale):
        return await talk.say(held.text)
    until = say_time(held.until, now, talk.policy.zone)
    await talk.say(f"{held.deal.customer}先缓到{until},之后重新计时。", [undo_button(opening.run)], kind="receipt")
    if held.deal.owner_id != talk.speaker.id:
        text = f"{talk.speaker.name}给{held.deal.customer}多留了两天,到{until}。"
        await talk.say(text, kind="receipt", to=held.deal.owner_id)


def hold(session: Session, policy: Policy, speaker: Speaker, deal_id: int, now: datetime) -> Held:
    """Hold the deal until HOLD from now, and plan its nudge anew."""
    held = stages.hold(session, deal_id, now + HOLD, speaker.member_id, now, access.deals(speaker))
    stage_clock.watch(session, policy, deal_id, now)
    return held


FLOW = Flow("hold_deal", version=1, roles=LEADERS, run=hold_deal, offer=HoldDeal)
