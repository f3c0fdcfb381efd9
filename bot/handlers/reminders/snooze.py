"""缓一缓: snoozing a nudge or a reminder, by its button or in words. 这个先缓两小时

A deal's nudge can be snoozed at most twice per limit (policy); its alert moves with it. A leader's words about a deal
of the team (新锐再给两天) hold it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Command, Flow, Intent
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.attempts import Stale, attempt
from bot.handlers.shared.handover import HANDED_AWAY, handed_away
from bot.handlers.shared.leading.holding import held_in_words
from bot.handlers.shared.named_time import moment, out_of_quiet, read_time
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import SetReminder, Snooze
from bot.wording.values import say_time
from config.policy import Policy
from sales import breaches, deals, limits, reminders, slot_values
from sales.limits import Overdue
from scheduler import reminder_clock, stage_clock
from scheduler.working_time import WorkingTime


@dataclass(frozen=True)
class Target:
    """What is snoozed: a deal's nudge or a reminder; `spent` if it may not be snoozed once more."""

    name: str
    deal_id: int | None = None
    reminder_id: int | None = None
    spent: bool = False


async def snooze(talk: Talk, opening: Opening) -> None:
    if await held_in_words(talk, opening):
        return
    found = await talk.query("targets", targets, talk.policy, opening)
    offered = Snooze.of(opening.params).deal
    if not found and offered is not None and await talk.query("lost", handed_away, talk.speaker, offered):
        return await talk.say(HANDED_AWAY)
    if not found:
        later = [Choice("到时提醒我", opens=SaidWords(SetReminder.flow, opening.text))] if opening.text else []
        return await talk.say("现在没有要缓的提醒。", later)
    target: Target = found[0]
    if len(found) > 1:
        target = await talk.ask("which", "缓哪一单?", [Choice(target.name, target) for target in found])
    no_more = f"{target.name}这次已经缓过 {talk.policy.snooze_most} 回了,不能再缓。今天跟一下,或者点「需要支持」。"
    if target.spent:
        return await talk.say(no_more)
    until, named = await until_when(talk, opening, target)
    now = await talk.now()
    next_at = await talk.execute("later", attempt, snooze_target, talk.policy, talk.speaker, target, until, now, named)
    if isinstance(next_at, Stale):
        return await talk.say(next_at.text)
    if next_at is None:
        return await talk.say(no_more)
    when = say_time(next_at, now, talk.policy.zone)
    await talk.say(f"好,{target.name}{when}再提醒你。", [undo_button(opening.run)], kind="receipt")


async def until_when(talk: Talk, opening: Opening, target: Target) -> tuple[datetime, bool]:
    """Until when to snooze, and whether the person named that time; a named time may be in quiet time, if the person
    insists."""
    slots = opening.understanding.slots
    length, time_said = slot_values.duration(slots), slot_values.word(slots, "next_time")
    if length is not None:
        return opening.at + length, False
    if time_said:
        until, named = moment(time_said, opening.at.astimezone(talk.policy.zone)), True
    else:
        until, named = await ask_until(talk, target, opening.at)
    return (await out_of_quiet(talk, until, target.name) if named else until), named


async def ask_until(talk: Talk, target: Target, at: datetime) -> tuple[datetime, bool]:
    """Ask until when. Returns the time, and whether the person named it."""
    morning = await talk.query("morning", next_morning, talk.policy, at)
    hours = talk.policy.snooze_hours
    choices = [
        Choice(f"{hours:g} 小时后", "hours"),
        Choice("明天早上" if is_tomorrow(morning, at) else "下个工作日早上", "morning"),
    ]
    answer = await talk.ask(
        "until",
        f"{target.name}缓到什么时候?",
        choices,
        read_time,
        about=(target.name,) if target.deal_id is not None else (),
        matters=partial(still_matters, talk.policy, target, at),
    )
    if answer == "hours":
        return at + timedelta(hours=hours), False
    return (morning, False) if answer == "morning" else (answer, True)


def still_matters(policy: Policy, target: Target, at: datetime, session: Session) -> bool:
    """Whether what was over at `at` still is: a deal that was followed up meanwhile needs no snoozing."""
    return target.deal_id is None or limits.overdue_fact(session, target.deal_id, at, policy) is not None


def is_tomorrow(morning: datetime, at: datetime) -> bool:
    """Whether the next working day is tomorrow."""
    return morning - at < timedelta(hours=36)


def next_morning(_session: Session, policy: Policy, at: datetime) -> datetime:
    """When the quiet time before the next working day ends."""
    return WorkingTime(policy).next_morning(at)


def targets(session: Session, policy: Policy, opening: Opening) -> tuple[Target, ...]:
    """What may be snoozed: what the button belongs to; in words without one, the overdue deals of the customer named,
    else the latest nudge or reminder."""
    offer = Snooze.of(opening.params)
    if offer.reminder is not None:
        return reminder_target(session, offer.reminder)
    if offer.deal is not None:
        own_scope = access.deals(opening.speaker)
        found = limits.overdue_fact(session, offer.deal, opening.at, policy, scope=own_scope)
        return (deal_target(policy, found),) if found else ()
    own = deals.owned_by(opening.speaker.member_id)
    overdue = limits.overdue(session, own, policy, opening.at)
    customer = slot_values.word(opening.understanding.slots, "customer")
    if customer:
        return tuple(deal_target(policy, found) for found in overdue if found.deal.customer == customer)
    last = max((found.nudged_at for found in overdue if found.nudged_at), default=None)
    reminder = reminders.last_reminded(session, opening.speaker.member_id)
    if reminder is not None and (last is None or reminder[1] > last):
        return reminder_target(session, reminder[0])
    return tuple(deal_target(policy, found) for found in overdue if last is not None and found.nudged_at == last)


def deal_target(policy: Policy, found: Overdue) -> Target:
    """An overdue deal as a target."""
    return Target(found.deal.customer, found.deal.id, spent=found.snoozes >= policy.snooze_most)


def reminder_target(session: Session, reminder_id: int) -> tuple[Target, ...]:
    """A reminder as a target; () if it is gone."""
    reminder = reminders.get(session, reminder_id)
    return (Target(f"「{reminder.text}」", reminder_id=reminder.id),) if reminder else ()


def snooze_target(
    session: Session, policy: Policy, speaker: Speaker, target: Target, until: datetime, now: datetime, named: bool
) -> datetime | None:
    """Snooze the target until `until`. Returns when it comes again; None if it may not be snoozed once more."""
    if target.reminder_id is not None:
        reminder = reminders.move(session, target.reminder_id, until)
        reminder_clock.plan(session, policy, reminder, now)
        return until
    assert target.deal_id is not None
    found = breaches.locked(session, target.deal_id, now, policy, access.deals(speaker))
    if not breaches.snooze(session, found.breach_id or 0, policy):
        return None
    return stage_clock.snoozed(session, policy, target.deal_id, until, now, named=named)


FLOW = Flow(
    "snooze",
    version=1,
    starts=(Command("缓一缓"), Intent("snooze")),
    roles=ANY_MEMBER,
    run=snooze,
    title="缓一缓",
    offer=Snooze,
)
