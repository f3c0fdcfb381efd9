"""缓一缓: snoozing a nudge or a reminder, by its button or in words (这个先缓两小时); moving a reminder.

A deal's nudge can be snoozed at most twice per limit (policy); its alert moves with it. A leader's words about a deal
of the team (新锐再给两天) hold it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Command, Flow, Intent
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.handover import no_longer_theirs
from bot.handlers.shared.leading.holding import held_in_words
from bot.handlers.shared.named_time import after, moment, out_of_quiet, read_until, waits
from bot.handlers.shared.reminding.moved_reminder import later, move_reminder
from bot.handlers.shared.reminding.reminders_meant import Meant, meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.turn.references.reference import Candidate, Reference
from bot.turn.references.shown import limits_shown
from bot.wording.buttons import undo_button
from bot.wording.offers import SetReminder, Snooze
from bot.wording.stages import deal_name
from bot.wording.tasks import nothing_late
from bot.wording.values import say_time
from config.policy import Policy
from sales import breaches, customers, deals, limits, reminders, slot_values
from sales.limits import LimitDue, Overdue
from sales.reminders import ReminderFact
from sales.scope import Actor
from scheduler import reminder_clock, stage_clock
from scheduler.working_time import WorkingTime

SOON, LONGEST_LIMIT, MOST_COMING = timedelta(days=2), timedelta(days=366), 50
MOST_SHOWN, WHOLE_DAY = 3, timedelta(days=1)
SAYS_REMINDER = re.compile("提醒|闹钟|闹铃")


@dataclass(frozen=True)
class Target:
    """What is snoozed: a deal's nudge or a reminder; `spent` if it may not be snoozed once more. `pending`: a reminder
    that is still to come, which is moved. `limit_at`: when a limit comes that is not passed yet. `supported`: its rep
    asked for support."""

    name: str
    deal_id: int | None = None
    reminder_id: int | None = None
    spent: bool = False
    pending: ReminderFact | None = None
    limit_at: datetime | None = None
    supported: bool = False


async def snooze(talk: Talk, opening: Opening) -> None:
    if await held_in_words(talk, opening):
        return
    found = await talk.query("targets", targets, talk.policy, opening)
    lost = None if found else await talk.query("lost", no_longer_theirs, talk.speaker, Snooze.of(opening.params))
    if lost is not None:
        return await talk.say(lost.text)
    if not found:
        later = [Choice("到时提醒我", opens=SaidWords(SetReminder.flow, opening.text))] if opening.text else []
        soon = await talk.query("soon", limits_ahead, talk.policy, opening)
        return await talk.say(nothing_late(talk.policy, soon, opening.at), later)
    target: Target = found[0]
    if len(found) > 1:
        question = "缓哪一单?" if all(target.deal_id for target in found) else "是哪一个?"
        target = await talk.ask("which", question, [Choice(target.name, target) for target in found])
    if target.pending is not None:
        return await move_reminder(talk, opening, target.pending)
    no_more = f"{target.name}这次已经缓过 {talk.policy.snooze_most} 回了,不能再缓。今天跟一下,或者点「需要支持」。"
    if target.supported:
        return await talk.say(f"{target.name}已经请主管支持了,不用再缓,等他回话。")
    if target.spent:
        return await talk.say(no_more)
    until, named = await until_when(talk, opening, target)
    now = await talk.now()
    if target.limit_at is not None and until <= target.limit_at:
        return await talk.say(too_early(talk.policy, target, now))
    next_at = await talk.execute("later", snooze_target, talk.policy, target, until, now, named)
    if isinstance(next_at, Stale):
        return await talk.say(next_at.text)
    if next_at is None:
        return await talk.say(no_more)
    whole_days = named and slot_values.duration(opening.understanding.slots) is not None
    when = say_time(until if whole_days else next_at, now, talk.policy.zone)  # not the minute by which it is spread
    still = "" if target.limit_at is None else f"时限还是{say_time(target.limit_at, now, talk.policy.zone)}。"
    await talk.say(f"好,{target.name}{when}再提醒你。{still}", [undo_button(opening.run)], kind="receipt")


def limits_ahead(session: Session, policy: Policy, opening: Opening) -> tuple[LimitDue, ...]:
    """The speaker's deals whose limits come next."""
    own, now = deals.owned_by(opening.speaker.member_id), opening.at
    return limits.coming(session, own, policy, now, now + LONGEST_LIMIT, MOST_SHOWN)[1]


def too_early(policy: Policy, target: Target, now: datetime) -> str:
    """Why a limit that comes later than that need not be put off."""
    assert target.limit_at is not None
    when = say_time(target.limit_at, now, policy.zone)
    return f"{target.name}{when}才到时限,在那之前我不会催。想多留几天,请主管说一声就行。"


async def until_when(talk: Talk, opening: Opening, target: Target) -> tuple[datetime, bool]:
    """Until when to snooze, and whether the person named that time; a named time may be in quiet time, if the person
    insists."""
    slots = opening.understanding.slots
    length, time_said = slot_values.duration(slots), slot_values.word(slots, "next_time")
    if length is not None:
        until = after(opening.at, length)
        if target.limit_at is not None and until <= target.limit_at:
            until = after(target.limit_at, length)  # 缓两小时 can only mean beyond the limit
        return until, length >= WHOLE_DAY and not WorkingTime(talk.policy).is_quiet(until)
    if time_said:
        until, named = moment(time_said, opening.at.astimezone(talk.policy.zone)), True
    else:
        until, named = await ask_until(talk, target, opening.at)
    return (await out_of_quiet(talk, until, target.name) if named else until), named


async def ask_until(talk: Talk, target: Target, at: datetime) -> tuple[datetime, bool]:
    """Ask until when. Returns the time, and whether the person named it."""
    at = target.limit_at or at
    morning = await talk.query("morning", next_morning, talk.policy, at)
    hours = talk.policy.snooze_hours
    later = f"到时限再过 {hours:g} 小时" if target.limit_at is not None else f"{hours:g} 小时后"
    choices = [
        Choice(later, "hours"),
        Choice(morning_label(morning, at, target), "morning"),
    ]
    answer = await talk.ask(
        "until",
        f"{target.name}缓到什么时候?",
        choices,
        read_until,
        about=(target.name,) if target.deal_id is not None else (),
        matters=partial(still_matters, talk.policy, target, at),
        claims=waits,
    )
    if answer == "hours":
        return at + timedelta(hours=hours), False
    return (morning, False) if answer == "morning" else (answer, True)


def morning_label(morning: datetime, at: datetime, target: Target) -> str:
    """明天早上, 下个工作日早上; 到时限的第二天早上 of a limit that is still to come."""
    if target.limit_at is not None:
        return "到时限后的早上"
    return "明天早上" if morning - at < timedelta(hours=36) else "下个工作日早上"


def still_matters(policy: Policy, target: Target, at: datetime, session: Session) -> bool:
    """Whether what was over at `at` still is: a deal that was followed up meanwhile needs no snoozing."""
    if target.deal_id is None or target.limit_at is not None:
        return True
    return limits.overdue_fact(session, target.deal_id, at, policy) is not None


def next_morning(_session: Session, policy: Policy, at: datetime) -> datetime:
    """When the quiet time before the next working day ends."""
    return WorkingTime(policy).next_morning(at)


def targets(session: Session, policy: Policy, opening: Opening) -> tuple[Target, ...]:
    """What may be snoozed: what the button belongs to; in words, the reminders or overdue deals that they refer to;
    where they name nothing, the latest nudge or reminder, or whoever was spoken of since."""
    offer = Snooze.of(opening.params)
    if offer.reminder is not None:
        lost = no_longer_theirs(session, opening.speaker, offer)
        return () if lost is not None else reminder_target(session, offer.reminder)
    own = deals.own(opening.speaker)
    if offer.deal is not None:
        found = limits.overdue_fact(session, offer.deal, opening.at, policy, scope=own)
        return (deal_target(policy, found),) if found else ()
    known = meant(session, policy, opening)
    if SAYS_REMINDER.search(opening.text) and known.found and not known.names_none:
        return tuple(pending_target(reminder) for reminder in known.found)
    overdue = limits.overdue(session, own, policy, opening.at)
    reference = thing_named(session, policy, opening)
    if not reference.is_empty:
        return named_targets(policy, reference, overdue, known) or coming_targets(session, policy, opening, reference)
    last = max((found.nudged_at for found in overdue if found.nudged_at), default=None)
    reminder = reminders.last_reminded(session, opening.speaker.member_id)
    if reminder is not None and (last is None or reminder[1] > last):
        return reminder_target(session, reminder[0])
    if last is None and SAYS_REMINDER.search(opening.text):
        return tuple(pending_target(reminder) for reminder in known.pending)
    about = topic.under_discussion(session, opening.run, opening.at)
    nudged = [found for found in overdue if last is not None and found.nudged_at == last]
    if about is not None and not about.is_nudged:
        nudged = [found for found in overdue if found.deal.customer_id == about.customer_id]
    targets_found = tuple(deal_target(policy, found, several=len(nudged) > 1) for found in nudged)
    return targets_found or coming_targets(session, policy, opening, reference)


def coming_targets(session: Session, policy: Policy, opening: Opening, reference: Reference) -> tuple[Target, ...]:
    """The deals of the speaker that are not over their limit yet which the words refer to; where they name nothing,
    those under discussion, or where what is due was listed, those whose limit comes SOON."""
    own, now = deals.owned_by(opening.speaker.member_id), opening.at
    spoken_of = topic.under_discussion(session, opening.run, now) if reference.is_empty else None
    if reference.is_empty and spoken_of is None and not limits_shown(session, opening.run, now):
        return ()
    until = now + (LONGEST_LIMIT if spoken_of or not reference.is_empty else SOON)
    _, due = limits.coming(session, own, policy, now, until, MOST_COMING)
    if spoken_of is not None:
        due = tuple(found for found in due if found.deal.customer_id == spoken_of.customer_id)
    candidates = [
        Candidate(found, found.deal.customer, (), found.deal.product_line, size=found.deal.amount_fen) for found in due
    ]
    return tuple(coming_target(found) for found in reference.among(candidates))


def coming_target(due: LimitDue) -> Target:
    """A deal whose limit is still to come as a target."""
    return Target(deal_name(due.deal), due.deal.id, limit_at=due.at)


def thing_named(session: Session, policy: Policy, opening: Opening) -> Reference:
    """What the words name besides times, which say until when; a contact alone names the customers that have it."""
    reference = replace(Reference.of(opening.understanding, opening.at.astimezone(policy.zone)), times=())
    if reference.customers:
        return replace(reference, people=())  # 台州精工缓两天 柳经理出差
    if not reference.people:
        return reference
    scope = access.customers(opening.speaker)
    theirs = [known.name for person in reference.people for known in customers.by_contact(session, scope, person)]
    return replace(reference, customers=tuple(theirs), people=()) if theirs else reference


def named_targets(policy: Policy, reference: Reference, overdue: Sequence[Overdue], known: Meant) -> tuple[Target, ...]:
    """The overdue deals that the words refer to; if there are none, the reminders."""
    late = [
        Candidate(found, found.deal.customer, found.contacts, found.deal.product_line, size=found.deal.amount_fen)
        for found in overdue
    ]
    if found := reference.among(late):
        return tuple(deal_target(policy, late_deal, several=len(found) > 1) for late_deal in found)
    coming = [Candidate(reminder, reminder.customer, words=reminder.text) for reminder in known.pending]
    return tuple(pending_target(reminder) for reminder in reference.among(coming))


def pending_target(reminder: ReminderFact) -> Target:
    """A reminder that is still to come as a target."""
    return Target(f"「{reminder.text}」", reminder_id=reminder.id, pending=reminder)


def deal_target(policy: Policy, found: Overdue, *, several: bool = False) -> Target:
    """An overdue deal as a target; of several with what is sold."""
    spent, supported = found.snoozes >= policy.snooze_most, found.support_at is not None
    name = deal_name(found.deal) if several else found.deal.customer
    return Target(name, found.deal.id, spent=spent, supported=supported)


def reminder_target(session: Session, reminder_id: int) -> tuple[Target, ...]:
    """A reminder as a target; () if it is gone."""
    reminder = reminders.get(session, reminder_id)
    return (Target(f"「{reminder.text}」", reminder_id=reminder.id),) if reminder else ()


def snooze_target(
    session: Session, by: Actor, policy: Policy, target: Target, until: datetime, now: datetime, named: bool
) -> datetime | None:
    """Snooze the target until `until`. Returns when it comes again; None if it may not be snoozed once more."""
    if target.reminder_id is not None:
        reminder = later(session, by, target.reminder_id, until, now)
        reminder_clock.plan(session, policy, reminder, now)
        return until
    assert target.deal_id is not None
    if target.limit_at is not None:
        if not breaches.put_off_ahead(session, by, target.deal_id, until, now, policy):
            return None
        return stage_clock.snoozed(session, policy, target.deal_id, until, now, named=named)
    found = breaches.locked(session, by, target.deal_id, now, policy)
    if not breaches.snooze(session, by, found.breach_id or 0, policy):
        return None
    at = stage_clock.snoozed(session, policy, target.deal_id, until, now, named=named)
    breaches.put_off(session, by, found.breach_id or 0, at)
    return at


FLOW = Flow(
    "snooze",
    version=1,
    starts=(Command("缓一缓"), Intent("snooze")),
    roles=ANY_MEMBER,
    run=snooze,
    title="缓一缓",
    offer=Snooze,
)
