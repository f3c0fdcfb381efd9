"""A new lead, said in one sentence. 新线索:佛山恒泰瓷砖,王经理,预算大概30万

A customer that is the rep's own already gets another deal, if wanted. One that is a colleague's is not shown: the rep
hears only that somebody follows it, and whoever leads both decides by one tap (see decide_claim).
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES
from bot.conversation.flow import Command, Flow, Intent
from bot.conversation.messages import Choice
from bot.conversation.talk import Opening, Talk
from bot.handlers.shared.choosing import read_customer
from bot.wording.buttons import undo_button
from bot.wording.offers import DecideClaim
from bot.wording.records import lead_lines
from config.policy import Policy
from nlu.understanding import Understanding
from sales import leads
from sales.leads import AlreadyMine, LeadDraft, Registered, Taken
from scheduler import stage_clock


async def log_lead(talk: Talk, opening: Opening) -> None:
    registered: list[Registered] = []
    for number, told in enumerate(opening.records, 1):
        lead = await register_lead(talk.part(f"lead{number}"), told)
        if lead is not None:
            registered.append(lead)
    if not registered:
        return
    lines = "\n\n".join(lead_lines(talk.policy, lead) for lead in registered)
    await talk.say(f"新线索记好了:\n{lines}", [undo_button(opening.run)], kind="receipt")


async def register_lead(talk: Talk, told: Understanding) -> Registered | None:
    """Register one lead; None where it was not to be, which has been said."""
    draft = LeadDraft.of(told)
    if not draft.customer:
        draft = draft.fill("customer", await talk.ask("name", "新客户叫什么名字?", parse=read_customer))
    now = await talk.now("lead_now")
    outcome: Registered | AlreadyMine | Taken = await talk.execute(
        "register", register, talk.policy, talk.speaker.member_id, draft, now
    )
    if isinstance(outcome, AlreadyMine):
        again = [Choice("再开一单", True), Choice("不用,是同一单", False)]
        if not await talk.ask("again", f"{outcome.customer}已经在你名下了。是新的一单吗?", again):
            await talk.say(f"好,没有新建。要给{outcome.customer}记跟进,直接说就行。")
            return None
        more: Registered = await talk.execute(
            "another", another, talk.policy, talk.speaker.member_id, outcome, draft, now
        )
        return more
    if isinstance(outcome, Taken):
        await tell_decider(talk, outcome)
        return None
    return outcome


async def tell_decider(talk: Talk, taken: Taken) -> None:
    """The rep hears no more than that; both sides go to whoever leads both."""
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
    outcome = leads.register(session, author_id, draft, now, policy.zone)
    if isinstance(outcome, Registered):
        stage_clock.watch(session, policy, outcome.deal.id, now)
    return outcome


def another(
    session: Session, policy: Policy, author_id: int, mine: AlreadyMine, draft: LeadDraft, now: datetime
) -> Registered:
    lead = leads.another_deal(session, author_id, mine.customer_id, draft, now, policy.zone)
    stage_clock.watch(session, policy, lead.deal.id, now)
    return lead


FLOW = Flow(
    "log_lead",
    version=1,
    starts=(Command("新线索"), Intent("log_lead")),
    roles=SALES,
    run=log_lead,
    title="记一条新线索",
)
