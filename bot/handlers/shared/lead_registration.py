"""Registering one lead: a new customer, another deal of the speaker's own customer, or a colleague's customer.

A colleague's customer is not shown: the rep learns only that a colleague follows it, and the superior of both decides
by one tap (see decide_claim).
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice
from bot.handlers.shared.customer_answers import read_customer
from bot.turn.opening import Talk
from bot.wording.offers import DecideClaim
from config.policy import Policy
from nlu.understanding import Understanding
from sales import followups, leads
from sales.leads import AlreadyMine, LeadDraft, Registered, Taken
from scheduler import stage_clock, step_clock


async def register_lead(talk: Talk, report: Understanding) -> Registered | None:
    """Register the reported lead; None if nothing was registered, which the person has been told."""
    draft = LeadDraft.of(report)
    if not draft.customer:
        draft = draft.fill("customer", await talk.ask("name", "新客户叫什么名字?", parse=read_customer))
    now = await talk.now("lead_now")
    outcome: Registered | AlreadyMine | Taken = await talk.execute(
        "register", register, talk.policy, talk.speaker.member_id, draft, now
    )
    match outcome:
        case Registered():
            return outcome
        case AlreadyMine():
            return await open_another(talk, outcome, draft, now)
        case Taken():
            await tell_decider(talk, outcome)
            return None


async def open_another(talk: Talk, mine: AlreadyMine, draft: LeadDraft, now: datetime) -> Registered | None:
    """Open another deal of the speaker's own customer, if the person confirms it."""
    choices = [Choice("再开一单", True), Choice("不用,是同一单", False)]
    if not await talk.ask("again", f"{mine.customer}已经在你名下了。是新的一单吗?", choices):
        await talk.say(f"好,没有新建。要给{mine.customer}记跟进,直接说就行。")
        return None
    lead: Registered = await talk.execute("another", another, talk.policy, talk.speaker.member_id, mine, draft, now)
    return lead


async def tell_decider(talk: Talk, taken: Taken) -> None:
    """Tell the rep only that a colleague follows the customer, and ask the decider, with both names."""
    await talk.say("这个客户已有同事在跟,已请主管确认。")
    if not taken.first:
        return
    claim = await talk.query("claim", leads.claim_facts, taken.claim_id)
    decider = await talk.query("decider", access.decider, talk.speaker.member_id, taken.owner_id)
    if claim is None or decider is None:
        return
    text = (
        f"撞单,请你定:{claim.claimant}报了新线索「{claim.customer}」,原话「{claim.said[:60]}」。\n"
        f"这家现在是{claim.owner}在跟。"
    )
    choices = [
        Choice(f"转给{claim.claimant}", opens=DecideClaim(claim.claim_id, granted=True)),
        Choice(f"仍归{claim.owner}", opens=DecideClaim(claim.claim_id, granted=False)),
    ]
    await talk.say(text, choices, kind="alert", to=decider)


def register(
    session: Session, policy: Policy, author_id: int, draft: LeadDraft, now: datetime
) -> Registered | AlreadyMine | Taken:
    """Enter the lead and start the limit of its first stage."""
    outcome = leads.register(session, author_id, draft, now, policy.zone)
    if isinstance(outcome, Registered):
        plan(session, policy, outcome, now)
    return outcome


def another(
    session: Session, policy: Policy, author_id: int, mine: AlreadyMine, draft: LeadDraft, now: datetime
) -> Registered:
    """Enter another deal of the author's customer and start the limit of its first stage."""
    lead = leads.another_deal(session, author_id, mine.customer_id, draft, now, policy.zone)
    plan(session, policy, lead, now)
    return lead


def plan(session: Session, policy: Policy, lead: Registered, now: datetime) -> None:
    """Plan the nudge of the new deal's limit, and the reminder of the next step that was reported with it."""
    stage_clock.watch(session, policy, lead.deal.id, now)
    reported = None if lead.followup_id is None else followups.saved(session, lead.followup_id)
    if reported is not None:
        step_clock.plan(session, policy, reported.followup, now)
