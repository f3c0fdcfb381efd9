"""A leader decides by one tap whether a customer goes to the colleague that its owner asked for.

Who may decide is seen when it is tapped, not when it was asked.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow
from bot.handlers.shared.leading.colleagues import why_not_a_seller
from bot.handlers.shared.leading.passing_on import (
    Passed,
    deal_asked_for,
    deal_handed_over,
    handed_over,
    may_hand_over,
    tell_everybody,
    tell_superiors,
)
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import handovers
from bot.wording.buttons import undo_button
from bot.wording.offers import DecideHandover
from config.policy import Policy
from sales import customers
from sales.scope import Actor
from sales.teamwork import handover, people
from sales.teamwork.handover import RequestFact
from sales.teamwork.people import MemberFact


async def decide_handover(talk: Talk, opening: Opening) -> None:
    offer = DecideHandover.of(opening.params)
    asked = await talk.query("asked", handover.request, offer.request)
    if asked is None:
        return await talk.say("这条请求已经撤回了,不用定了。")
    to = await talk.query("to", people.get, asked.to_id)
    refusal = await talk.query("refusal", why_not, talk.policy, talk.speaker, asked, to)
    if to is None or refusal is not None:
        return await talk.say(refusal or f"{asked.to}已经不在公司了,没有转。")
    now = await talk.now()
    done = await talk.execute("decide", decide, talk.policy, asked, offer.granted, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    undo = [undo_button(opening.run)]
    if done is None:
        await talk.say(f"好,{asked.customer}不转,已经告诉{asked.asked_by}了。", undo, kind="receipt")
        why = f"原话:「{opening.text.strip()[:60]}」" if opening.text else ""
        text = f"{talk.speaker.name}没同意把{asked.customer}转给{asked.to},还是原来的人跟。{why}"
        return await talk.say(text, kind="receipt", to=asked.asked_by_id)
    await tell_everybody(talk, done, to, now)
    above = handovers.to_superior(done.done, talk.speaker.name, to.name)
    await tell_superiors(talk, opening, (done.done.former_id, to.id), above, asked_by=asked.asked_by_id)
    receipt = handovers.to_decider(talk.policy, done.done, talk.speaker.name, to.name, done.reminders, now)
    await talk.say(receipt, undo, kind="receipt")
    if asked.asked_by_id not in (done.done.former_id, to.id):
        what = handovers.name_of(asked.customer, done.done.deals[0] if done.done.stays else None)
        text = f"{talk.speaker.name}同意了:{what}转给{asked.to}跟。"
        await talk.say(text, kind="receipt", to=asked.asked_by_id)


def why_not(
    session: Session, policy: Policy, speaker: Speaker, asked: RequestFact, to: MemberFact | None
) -> str | None:
    """Why this speaker can't decide it (any more); None if nothing is in the way."""
    if asked.granted is not None:
        return f"这件事{asked.decided_by}已经定过了:{'转给' + asked.to if asked.granted else '没有转'}。"
    if to is None or not to.active:
        return f"{asked.to}已经不在公司了,没有转。"
    seen = customers.get(session, access.customers(speaker), asked.customer_id)
    if seen is None or not may_hand_over(speaker, to):
        return "这件事现在不归你定,没有动。"
    return why_not_a_seller(policy, to)


def decide(
    session: Session, by: Actor, policy: Policy, asked: RequestFact, granted: bool, now: datetime
) -> Passed | None:
    """Keep the decision; where it is granted, hand the customer over, or the only deal that was asked for."""
    handover.undecided(session, by, asked.request_id)
    deal = deal_asked_for(session, by, asked) if granted else None
    passed = None
    if deal is not None:
        passed = deal_handed_over(session, by, policy, deal.id, asked.to_id, now)
    elif granted:
        passed = handed_over(session, by, policy, asked.customer_id, asked.to_id, now)
    handover.decide(session, by, asked.request_id, granted, now)
    return passed


FLOW = Flow("decide_handover", version=1, roles=ANY_MEMBER, run=decide_handover, offer=DecideHandover)
