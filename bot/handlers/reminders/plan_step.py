"""What a seller says they are going to do: 云海我下午打 / 明天去一趟新锐 / 晚点给李总回电话

Nothing has happened, so nothing is recorded and no clock starts anew. It is repeated in one line, and one tap sets a
reminder for it: an hour before an hour named, at the time of a part of the day, in the morning of a day. 安排下一步
under a signal asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Asked, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.followup_record import still_open
from bot.handlers.shared.named_time import by_day, moment, out_of_quiet
from bot.handlers.shared.signals.deal_button import open_deal
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.buttons import undo_button
from bot.wording.offers import PlanStep
from bot.wording.reminders import about, event_lead, plan_line, remind_label
from bot.wording.values import say_time
from config.policy import Policy
from nlu.plans import Plan, plan_of
from nlu.understanding import Understanding
from sales import customers, reminders, slot_values
from sales.reminders import ReminderFact
from sales.scope import Actor
from scheduler import reminder_clock
from scheduler.working_time import WorkingTime

AHEAD, SOON = timedelta(hours=1), timedelta(minutes=5)
NOT_SAID = Plan("跟进", "")


@dataclass(frozen=True)
class Whose:
    """A customer who may be meant, and what it is called on a button."""

    id: int
    name: str


async def plan_step(talk: Talk, opening: Opening) -> None:
    offer = PlanStep.of(opening.params)
    if offer.deal is not None:
        return await next_step(talk, opening, offer.deal)
    if offer.at is not None and offer.what is not None:
        return await remind(talk, opening, datetime.fromisoformat(offer.at), offer.what, offer.customer)
    zone = talk.policy.zone
    now = opening.at.astimezone(zone)
    said = slot_values.word(opening.understanding.slots, "next_action")
    plan = plan_of(opening.understanding, now) or (Plan(said, "") if said else NOT_SAID)
    known = await talk.query("whose", whose, talk.speaker, opening)
    choices = []
    for at in times_of(talk.policy, plan, opening.understanding, now):
        what = f"{event_lead(starts(opening.understanding, now) or at, at)}{plan.what}" if plan.has_hour else plan.what
        for one in known or (None,):
            label = remind_label(at, now) + (f"·{one.name}" if one is not None and len(known) > 1 else "")
            offered = PlanStep(at.isoformat(), what, one.id if one is not None else None)
            choices.append(Choice(label, opens=offered))
    await talk.say(plan_line(plan, known[0].name if len(known) == 1 else None, asks=bool(choices)), choices)


async def next_step(talk: Talk, opening: Opening, deal_id: int) -> None:
    """Ask what comes next with a deal and when, and set a reminder of it."""
    deal = await open_deal(talk, deal_id)
    if deal is None:
        return
    question = f"{deal.customer}下一步做什么、什么时候?比如「周五下午去演示」。"
    said = await talk.ask(
        "step", question, parse=partial(read_step, talk.policy), about=(deal.customer,), matters=still_open(talk, deal)
    )
    at, what = said
    await remind(talk, opening, datetime.fromisoformat(at), what, deal.customer_id)


def read_step(policy: Policy, text: str, understanding: Understanding, asked: Asked) -> tuple[str, str] | NotAnAnswer:
    """When to remind of what."""
    now = asked.now.astimezone(policy.zone)
    step_at = starts(understanding, now)
    if step_at is None:
        return NotAnAnswer("带上时间说一句,比如「周五下午去演示」。")
    plan = plan_of(understanding, now) or Plan(
        slot_values.word(understanding.slots, "next_action") or text.strip(), "", has_hour=names_hour(understanding)
    )
    at = times_of(policy, plan, understanding, now)[0]
    lead = event_lead(step_at, at) if plan.has_hour else ""
    return at.isoformat(), f"{lead}{plan.what}"


def names_hour(understanding: Understanding) -> bool:
    """Whether the step has a time of day."""
    return len(slot_values.word(understanding.slots, "next_time") or "") > len("2026-11-23")


async def remind(talk: Talk, opening: Opening, at: datetime, what: str, customer: int | None) -> None:
    """Set the reminder, at another time where this one has passed or is in quiet time."""
    now = await talk.now()
    if at <= now:
        at = now + AHEAD
    at = await out_of_quiet(talk, at, f"「{what}」")
    if await talk.query("same", reminders.same, talk.speaker.member_id, at, what, None):
        return await talk.say(f"这条已经设过了:{say_time(at, now, talk.policy.zone)}提醒你:{what}。")
    kept = await talk.execute("keep", keep, talk.policy, at, what, customer, now)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    text = f"好,{say_time(kept.named_at, now, talk.policy.zone)}提醒你:{about(kept)}。"
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


def starts(understanding: Understanding, now: datetime) -> datetime | None:
    """When the step is to be taken; a day without an hour begins at nine. None if that is not said."""
    said = slot_values.word(understanding.slots, "next_time")
    return by_day(moment(said, now), understanding.text) if said else None


def times_of(policy: Policy, plan: Plan, understanding: Understanding, now: datetime) -> tuple[datetime, ...]:
    """When a reminder makes sense; none for what is being done at once."""
    if plan.at_once:
        return ()
    at = starts(understanding, now)
    if at is not None and plan.has_hour and at - AHEAD > now + SOON:
        return (at - AHEAD,)
    if at is not None and at > now + SOON:
        return (at,)
    working_time = WorkingTime(policy)
    later = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + AHEAD
    morning = datetime.combine(working_time.next_morning(now).astimezone(policy.zone).date(), time(9), policy.zone)
    only_today = at is not None and at.date() == now.date()
    if working_time.is_quiet(later):
        return (morning,)
    return (later,) if only_today else (later, morning)


def whose(session: Session, speaker: Speaker, opening: Opening) -> tuple[Whose, ...]:
    """The customers who may be meant: named, with a contact called so, or under discussion."""
    scope, slots = access.customers(speaker), opening.understanding.slots
    words, contact = slot_values.word(slots, "customer"), slot_values.word(slots, "contact")
    if words or contact:
        found = customers.find(session, scope, words) if words else customers.by_contact(session, scope, contact or "")
        ids = [known.id for known in found if not known.near]
    else:
        about = topic.last(session, opening.run, opening.at)
        ids = [about.customer_id] if about is not None else []
    names = customers.short_names(session, ids) if ids else {}
    return tuple(Whose(key, names[key]) for key in ids[:2] if key in names)


def keep(
    session: Session, by: Actor, policy: Policy, at: datetime, what: str, customer_id: int | None, now: datetime
) -> ReminderFact:
    """Save the reminder and plan its timer."""
    reminder = reminders.add(session, by, at, what, customer_id, now)
    reminder_clock.plan(session, policy, reminder, now)
    return reminder


FLOW = Flow("plan_step", version=1, starts=(Intent("plan_step"),), roles=SALES, run=plan_step, offer=PlanStep)
