"""Setting a reminder at a time that the person names. 明早九点提醒我给李总回电话 / 每周三提醒我交周报

A time in quiet time is kept if the person insists. One that repeats leaves days off alone, unless they are named or the
person taps 休息日也提醒. The message at that time is bot/notices/reminders's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Asked, Command, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.named_time import DAY_STARTS, by_day, moment, out_of_quiet, read_time
from bot.handlers.shared.reminding.spoken_step import Step, lead_of, says_nothing, step_spoken_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import DaysOffToo, SetReminder
from bot.wording.reminders import days_off_note, event_lead, say_repeats
from bot.wording.values import say_time
from config.policy import Policy
from nlu import following
from nlu.time.recurrence import Recurrence, find_recurrence, recurs_otherwise
from nlu.time.times import find_times
from nlu.understanding import Understanding
from sales import customers, reminders, slot_values
from sales.reminders import ReminderFact, Repeats
from sales.scope import Actor
from scheduler import reminder_clock

GOING = re.compile("再去|再来")  # says something even where no step was spoken of
LONGEST_OBJECT = 16  # characters of what something is done with: 首付30% 到账 … 查一下
BEFORE_STEP = timedelta(hours=1)  # 到时候提醒我: so long before the step


async def set_reminder(talk: Talk, opening: Opening) -> None:
    recurrence = find_recurrence(opening.text, opening.at.astimezone(talk.policy.zone).date())
    if recurrence is not None:
        return await set_repeating(talk, opening, recurrence)
    zone = talk.policy.zone
    named = time_named(opening, opening.at.astimezone(zone))
    lead, step = lead_of(opening.text, opening.at.astimezone(zone)), None
    at_step = named is None and following.at_that_time(opening.text)
    if at_step:
        lead = lead or BEFORE_STEP
    if (named is None and lead is not None) or says_nothing(
        slot_values.word(opening.understanding.slots, "next_action") or "-"
    ):
        step = await talk.query("step", step_spoken_of, opening)
        if named is None and step is not None and lead is not None:
            named = step.ahead(lead, talk.policy) or (step.starts(talk.policy) if at_step else None)
    whose = slot_values.words(opening.understanding.slots, "customer")
    when, about = partial(read_when, whose), (*whose, *slot_values.words(opening.understanding.slots, "contact"))
    if named is None:
        named = await talk.ask("when", "什么时候提醒你?比如「明早九点」「两小时后」。", parse=when, about=about)
    now = await talk.now()
    tries = 0
    while named <= now:
        tries += 1
        question = f"{say_time(named, now, zone)}已经过了,改到什么时候提醒你?"
        named = await talk.ask(f"when_instead{tries}", question, parse=when, about=about)
        now = await talk.now(f"now{tries}")
    what = await purpose(talk, opening, named, step)
    named = await out_of_quiet(talk, named, f"「{what}」")
    customer = await talk.query("customer", customer_meant, talk.speaker, opening.understanding)
    customer = customer or (step.customer_id if step is not None else None)
    if await talk.query("same", reminders.same, talk.speaker.member_id, named, what, None):
        return await talk.say(f"这条已经设过了:{say_time(named, now, zone)}提醒你:{what}。到时只提醒一次。")
    kept = await talk.execute("keep", keep, talk.policy, named, what, customer, now)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    once = "\n这种重复我还不会,先提醒这一次。每天、每周、每月的可以一直重复。" if recurs_otherwise(opening.text) else ""
    await talk.say(
        f"好,{say_time(kept.named_at, now, zone)}提醒你:{kept.text}。{once}", [undo_button(opening.run)], kind="receipt"
    )


async def set_repeating(talk: Talk, opening: Opening, recurrence: Recurrence) -> None:
    """A reminder that comes again and again, at nine where no hour is named."""
    zone = talk.policy.zone
    local = opening.at.astimezone(zone)
    named = clock_named(opening, local)
    what = await purpose(talk, opening, None)
    first = await talk.query("first", first_at, talk.policy, recurrence, named, opening.at)
    first = await out_of_quiet(talk, first, f"「{what}」") if in_quiet_hours(talk.policy, first) else first
    repeats = Repeats(recurrence, f"{first.astimezone(zone):%H:%M}")
    customer = await talk.query("customer", customer_meant, talk.speaker, opening.understanding)
    now = await talk.now()
    known = await talk.query("known", reminders.pending, talk.speaker.member_id)
    if any((other.text, other.repeats) == (what, repeats) for other in known):
        return await talk.say(f"这条已经设过了:{say_repeats(repeats)}提醒你:{what}。不会重复提醒。")
    kept = await talk.execute("keep", keep, talk.policy, None, what, customer, now, repeats=repeats)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    more = [Choice("休息日也提醒", opens=DaysOffToo(kept.id))] if recurrence.working_only else []
    await talk.say(
        f"好,{say_repeats(repeats)}提醒你:{kept.text}({days_off_note(recurrence)})。"
        f"第一次是{say_time(kept.named_at, now, zone)}。",
        [undo_button(opening.run), *more],
        kind="receipt",
    )


def time_named(opening: Opening, local: datetime) -> datetime | None:
    """When the words want to be reminded; None if they do not say, or only that it is today."""
    slots = opening.understanding.slots
    time_said, length = slot_values.word(slots, "next_time"), slot_values.duration(slots)
    if time_said == local.date().isoformat() and local.time() >= DAY_STARTS:
        return None
    if time_said:
        return by_day(moment(time_said, local), opening.text)
    return opening.at + length if length is not None else None


def clock_named(opening: Opening, local: datetime) -> datetime:
    """A moment with the hour that the words name; nine where they name none."""
    time_said = slot_values.word(opening.understanding.slots, "next_time")
    return moment(time_said, local) if time_said else datetime.combine(local.date(), DAY_STARTS, local.tzinfo)


async def purpose(talk: Talk, opening: Opening, named: datetime | None, step: Step | None = None) -> str:
    """What to be reminded of, with the hour of an event that comes after it; asked where the words do not say."""
    understanding = opening.understanding
    what = slot_values.word(understanding.slots, "next_action") or slot_values.word(understanding.slots, "contact")
    if what is not None:
        what = following.with_object(what, said_before(opening, talk.policy))
    if what is not None and says_nothing(what):
        going = what if GOING.search(what) else None
        what = going if step is None or named is None else step.words(named, talk.policy)
    if what is None and understanding.intent == "set_reminder":
        what = await talk.ask("what", "到时候提醒你做什么?一句话就行。", parse=read_what)
    if what is None:
        return "你定的事"
    event = None if named is None else event_after(opening, named.astimezone(talk.policy.zone), talk.policy)
    return what if event is None or named is None else f"{event_lead(event, named.astimezone(talk.policy.zone))}{what}"


def said_before(opening: Opening, policy: Policy) -> str:
    """The words before the time of the reminder, without times of the same day: 首付30% 下周一到账 下周一下午提醒我.
    None where they are too long to be what something is done with."""
    understanding = opening.understanding
    places = understanding.spans_of("next_time")
    if not places:
        return ""
    said = opening.text[: places[0][0]]
    day = (slot_values.word(understanding.slots, "next_time") or "")[:10]
    for found in reversed(find_times(said, opening.at.astimezone(policy.zone))):
        if found.next_time is not None and found.next_time[:10] == day:
            said = said[: found.start] + said[found.end :]
    return said if len(said) <= LONGEST_OBJECT else ""


def event_after(opening: Opening, named: datetime, policy: Policy) -> datetime | None:
    """When the event is that the person is to be reminded of before it: 明天下午三点跟纪总开会,提前半小时提醒我."""
    spans = opening.understanding.spans_of("next_action")
    if not spans:
        return None
    for found in find_times(opening.text, opening.at.astimezone(policy.zone)):
        if found.end != spans[0][0] or found.next_time is None or "T" not in found.next_time:
            continue
        at = datetime.fromisoformat(found.next_time)
        return at if named < at else None
    return None


def first_at(_session: Session, policy: Policy, recurrence: Recurrence, named: datetime, now: datetime) -> datetime:
    """When it comes first, at the hour of `named`."""
    repeats = Repeats(recurrence, f"{named.astimezone(policy.zone):%H:%M}")
    return reminder_clock.next_time(policy, repeats, now + timedelta(minutes=1))


def in_quiet_hours(policy: Policy, at: datetime) -> bool:
    """Whether the hour is one of the quiet ones; that a day is off was decided with the days."""
    return not policy.quiet.end <= at.astimezone(policy.zone).time() < policy.quiet.start


def read_when(about: Sequence[str], text: str, understanding: Understanding, asked: Asked) -> datetime | NotAnAnswer:
    """A time. Words for another reminder, with what it is for, or of another customer than this one is `about` are no
    answer to this one (明德下周三开会)."""
    if not {*slot_values.words(understanding.slots, "customer")} <= {*about}:
        return NotAnAnswer()
    if understanding.intent == "set_reminder" and understanding.slots.get("next_action"):
        return NotAnAnswer()
    return read_time(text, understanding, asked)


def read_what(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """What to be reminded of, in the person's words."""
    what = slot_values.word(understanding.slots, "next_action") if understanding.intent == "set_reminder" else None
    return what or text.strip("。.!！ ") or NotAnAnswer()


def customer_meant(session: Session, speaker: Speaker, understanding: Understanding) -> int | None:
    """The one customer in scope that the words name, else the one with such a contact."""
    scope = access.customers(speaker)
    words, contact = (slot_values.word(understanding.slots, slot) for slot in ("customer", "contact"))
    found = customers.find(session, scope, words) if words else ()
    if not words and contact:
        found = customers.by_contact(session, scope, contact)
    return found[0].id if len(found) == 1 and not found[0].near else None


def keep(
    session: Session,
    by: Actor,
    policy: Policy,
    named: datetime | None,
    what: str,
    customer_id: int | None,
    now: datetime,
    repeats: Repeats | None = None,
) -> ReminderFact:
    """Save the reminder and plan its timer; without a time, for the first one at which it repeats."""
    if repeats is not None:
        named = reminder_clock.next_time(policy, repeats, now)
    assert named is not None
    reminder = reminders.add(session, by, named, what, customer_id, now, repeats)
    reminder_clock.plan(session, policy, reminder, now)
    return reminder


FLOW = Flow(
    "set_reminder",
    version=1,
    starts=(Command("提醒"), Intent("set_reminder")),
    roles=ANY_MEMBER,
    run=set_reminder,
    title="设个提醒",
    offer=SetReminder,
)
