"""What a leader wants done once something has come about, or at a later time: 周五还没动就转给王芳.

No condition is watched and nothing is done by itself, which is said; that day the leader may be reminded by one tap.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot.conversation.messages import Choice
from bot.handlers.shared.leading.spoken_of import customer_spoken_of
from bot.handlers.shared.named_time import moment
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import handovers as wording
from bot.wording.buttons import undo_button
from bot.wording.values import say_time, time_label
from config.policy import Policy
from nlu.time.times import find_times
from sales import reminders, slot_values
from sales.reminders import ReminderFact
from sales.scope import Actor
from scheduler import reminder_clock
from scheduler.working_time import WorkingTime

DAY_STARTS, DAY_ENDS = time(9), time(17)
DAY = timedelta(days=1)


async def on_condition(talk: Talk, opening: Opening) -> None:
    named = slot_values.word(opening.understanding.slots, "customer")
    customer = await customer_spoken_of(talk, opening, named)
    if customer is None:
        return
    here = opening.at.astimezone(talk.policy.zone)
    at = day_to_look(talk.policy, opening.text, here)
    choices = [Choice(f"{time_label(at, here)}提醒我", True), Choice("不用", False)]
    question = wording.no_conditions(customer.name, at, here)
    if not await talk.ask("remind", question, choices, about=(customer.name,)):
        return await talk.say("好,没动。要换人随时说,比如「把某某转给某某」。")
    now = await talk.now()
    text = wording.condition_reminder(customer.name, opening.text)
    kept = await talk.execute("kept", remind, talk.policy, at, text, customer.id, now)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    when = say_time(kept.named_at, now, talk.policy.zone)
    await talk.say(f"好,{when}提醒你看{customer.name}。现在没动。", [undo_button(opening.run)], kind="receipt")


def day_to_look(policy: Policy, text: str, now: datetime) -> datetime:
    """When the leader is to look whether it has come about: the time named, after the length named, or tomorrow; in
    the morning of that day, of today before the day's work ends. `now` is in the company's zone."""
    at = _named(text, now) or datetime.combine(now.date() + DAY, DAY_STARTS, now.tzinfo)
    if at <= now:
        ends = datetime.combine(now.date(), DAY_ENDS, now.tzinfo)
        at = (
            ends
            if at.date() == now.date() and ends > now
            else datetime.combine(now.date() + DAY, DAY_STARTS, now.tzinfo)
        )
    working = WorkingTime(policy)
    return working.quiet_alternatives(at)[-1].astimezone(now.tzinfo) if working.is_quiet(at) else at


def _named(text: str, now: datetime) -> datetime | None:
    for found in find_times(text, now):
        if found.next_time and found.is_point:
            return moment(found.next_time, now)
        length = slot_values.duration({"duration": found.duration}) if found.duration else None
        if length is not None:
            end = now + length
            return datetime.combine(end.date(), DAY_STARTS, now.tzinfo) if length >= DAY else end
    return None


def remind(
    session: Session, by: Actor, policy: Policy, at: datetime, text: str, customer_id: int | None, now: datetime
) -> ReminderFact:
    """Remind who acts at that time."""
    kept = reminders.add(session, by, at, text, customer_id, now)
    reminder_clock.plan(session, policy, kept, now)
    return kept
