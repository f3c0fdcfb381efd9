"""Registering one lead: a new customer, another deal of the speaker's own customer, or a colleague's customer.

Where the name is only like a customer's, the person says whether it is another company, which is entered with all that
was said. A colleague's customer is not shown: the rep learns only that a colleague follows it, and the superior of both
decides by one tap (see decide_claim).
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice
from bot.handlers.shared.customer_answers import read_customer
from bot.handlers.shared.other_company import (
    ANOTHER_DEAL,
    OTHER,
    OTHER_COMPANY,
    SAME_DEAL,
    read_name,
    read_which_company,
)
from bot.turn.effects import Stale
from bot.turn.opening import Talk
from bot.wording.offers import DecideClaim
from config.policy import Policy
from nlu.context import adds_contact
from nlu.understanding import Understanding
from sales import followups, leads
from sales.leads import AlreadyMine, LeadDraft, Registered, Similar, Taken
from sales.scope import Actor
from scheduler import stage_clock, step_clock

Outcome = TypeVar("Outcome", Registered, Registered | AlreadyMine | Taken, Registered | AlreadyMine | Taken | Similar)


async def register_lead(talk: Talk, report: Understanding, *, another: bool = False) -> Registered | None:
    """Register the reported lead, or `another` deal of the speaker's customer; None if nothing was registered, which
    the person has been told."""
    draft = LeadDraft.of(report)
    if not draft.customer:
        draft = draft.fill("customer", await talk.ask("name", "新客户叫什么名字?", parse=read_customer))
    now = await talk.now("lead_now")
    outcome = await talk.execute("register", register, talk.policy, draft, now)
    match outcome:
        case Similar():
            return await tell_apart(talk, outcome, draft, now)
        case AlreadyMine() if another:
            return await entered(talk, await talk.execute("another", another_deal, talk.policy, outcome, draft, now))
        case AlreadyMine():
            return await open_another(talk, outcome, draft, now)
    return await entered(talk, outcome)


async def entered(talk: Talk, outcome: Registered | Taken | Stale) -> Registered | None:
    """What was registered; None for a colleague's customer, which the person and the decider are told, and where
    nothing could be, which the person is told."""
    match outcome:
        case Registered():
            return outcome
        case Taken():
            await tell_decider(talk, outcome)
        case Stale():
            await talk.say(outcome.text)
    return None


async def open_another(talk: Talk, mine: AlreadyMine, draft: LeadDraft, now: datetime) -> Registered | None:
    """Open another deal of the speaker's own customer, or enter another company, as the person says."""
    if draft.contacts and adds_contact(draft.said):
        new_people = await talk.execute("more_people", leads.add_people, mine.customer_id, draft)
        if isinstance(new_people, Stale):
            await talk.say(new_people.text)
            return None
        people = "、".join(draft.contacts)
        done = (
            f"好,{mine.customer}的联系人加上了{people}。"
            if new_people
            else f"{mine.customer}的联系人里已经有{people}了。"
        )
        await talk.say(done)
        return None
    question = f"{mine.customer}已经在你名下了。是新的一单吗?"
    choices = [ANOTHER_DEAL, SAME_DEAL, OTHER_COMPANY]
    answer: bool | str | Understanding = await talk.ask("again", question, choices, read_which_company)
    if answer is True:
        return await entered(talk, await talk.execute("another", another_deal, talk.policy, mine, draft, now))
    if answer is False:
        added = await talk.execute("people", leads.add_people, mine.customer_id, draft)
        if isinstance(added, Stale):
            await talk.say(added.text)
            return None
        people = f"新联系人{'、'.join(added)}加上了。" if added else ""
        await talk.say(f"好,没有新建。{people}要给{mine.customer}记跟进,直接说就行。")
        return None
    if isinstance(answer, Understanding):
        return await enter_new(talk, draft.merge(answer), now)
    name = await talk.ask("other_name", "好,是另一家。那家公司全名叫什么?", parse=read_name)
    return await enter_new(talk, draft.fill("customer", name), now)


async def tell_apart(talk: Talk, like: Similar, draft: LeadDraft, now: datetime) -> Registered | None:
    """Enter another company, or a lead of the customer that has a name like it, as the person says."""
    whose = f"你名下有{like.customer}" if like.own else "有同事在跟一家名字很像的客户"
    choices = [Choice("是另一家,新建", OTHER), Choice("就是这家", False)]
    question = f"{whose},「{draft.customer}」是另一家吗?"
    answer: bool | str | Understanding = await talk.ask("alike", question, choices, read_which_company)
    if isinstance(answer, Understanding):
        return await enter_new(talk, draft.merge(answer), now)
    if answer == OTHER:
        return await enter_new(talk, draft, now)
    outcome = await talk.execute("known", known, talk.policy, like, draft, now)
    if isinstance(outcome, AlreadyMine):
        return await open_another(talk, outcome, draft, now)
    return await entered(talk, outcome)


async def enter_new(talk: Talk, draft: LeadDraft, now: datetime) -> Registered | None:
    """Enter a company of which the person has said that it is another one."""
    return await entered(talk, await talk.execute("new", new, talk.policy, draft, now))


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
    session: Session, by: Actor, policy: Policy, draft: LeadDraft, now: datetime
) -> Registered | AlreadyMine | Taken | Similar:
    """Enter the lead and start the limit of its first stage."""
    return _watched(session, policy, leads.register(session, by, draft, now, policy.zone), now)


def known(
    session: Session, by: Actor, policy: Policy, like: Similar, draft: LeadDraft, now: datetime
) -> Registered | AlreadyMine | Taken:
    """Enter the lead for a customer that is there already."""
    outcome = leads.register_known(session, by, like.customer_id, draft, now, policy.zone)
    return _watched(session, policy, outcome, now)


def new(session: Session, by: Actor, policy: Policy, draft: LeadDraft, now: datetime) -> Registered:
    """Enter the lead as a new customer, whatever others are called."""
    return _watched(session, policy, leads.register_new(session, by, draft, now, policy.zone), now)


def _watched(session: Session, policy: Policy, outcome: Outcome, now: datetime) -> Outcome:
    if isinstance(outcome, Registered):
        plan(session, policy, outcome, now)
    return outcome


def another_deal(
    session: Session, by: Actor, policy: Policy, mine: AlreadyMine, draft: LeadDraft, now: datetime
) -> Registered:
    """Enter another deal of the author's customer and start the limit of its first stage."""
    lead = leads.another_deal(session, by, mine.customer_id, draft, now, policy.zone)
    plan(session, policy, lead, now)
    return lead


def plan(session: Session, policy: Policy, lead: Registered, now: datetime) -> None:
    """Plan the nudge of the new deal's limit, and the reminder of the next step that was reported with it."""
    stage_clock.watch(session, policy, lead.deal.id, now)
    reported = None if lead.followup_id is None else followups.saved(session, lead.followup_id)
    if reported is not None:
        step_clock.plan(session, policy, reported.followup, now)
