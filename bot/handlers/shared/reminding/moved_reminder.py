"""Moving a reminder to another time: 周五那个提醒改到后天, 明天九点的提醒改成十点, 不对,改成下午三点."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.handlers.shared.named_time import by_day, moment, out_of_quiet, read_time
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.reminders import reminder_line, reminder_when, say_repeats
from bot.wording.values import say_time
from config.policy import Policy
from nlu import corrections
from nlu.context import said_time
from nlu.time.recurrence import Recurrence, find_recurrence
from nlu.time.times import TimeMention, find_times
from sales import reminders, slot_values
from sales.reminders import ReminderFact, Repeats
from sales.scope import Actor
from scheduler import reminder_clock

EARLIER = ("提早", "早点", "往前")


async def move_reminder(talk: Talk, opening: Opening, reminder: ReminderFact, text: str | None = None) -> None:
    """Move it to the time that the words name, or ask for one; a receipt says from when to when. With `text` it says
    that from now on."""
    zone = talk.policy.zone
    before = reminder.named_at.astimezone(zone)
    exchange = corrections.exchange(opening.text)
    said = exchange.right if exchange is not None else opening.text
    recurrence = find_recurrence(said, opening.at.astimezone(zone).date())
    if recurrence is not None:
        return await repeat(talk, opening, reminder, recurrence)
    named = new_time(said, opening.at.astimezone(zone), before) or (before if text is not None else None)
    if named is None:
        named = await talk.ask("moved_to", f"「{reminder.text}」改到什么时候?", parse=read_time)
    now = await talk.now("moved_at")
    if named <= now:
        return await talk.say(f"{say_time(named, now, zone)}已经过了,「{reminder.text}」没动。换个时间再说一次。")
    named = await out_of_quiet(talk, named, f"「{reminder.text}」")
    for_good = reminder.repeats is not None and named.astimezone(zone).date() == before.date()
    more = {"text": text} if text is not None else {}
    moved = await talk.execute("move", move, talk.policy, reminder.id, named, now, for_good=for_good, **more)
    if isinstance(moved, Stale):
        return await talk.say(moved.text)
    when = reminder_when(talk.policy, moved, now) if for_good else say_time(moved.named_at, now, zone)
    once = "这一次" if reminder.repeats is not None and not for_good else ""
    was = reminder_when(talk.policy, reminder, now) if text is None else reminder_line(talk.policy, reminder, now)
    await talk.say(f"改好了,{once}{when}提醒你:{moved.text}(原来是{was})。", [undo_button(opening.run)], kind="receipt")


async def repeat(talk: Talk, opening: Opening, reminder: ReminderFact, recurrence: Recurrence) -> None:
    """Let it come again and again, as the words say: at their hour, or at its own where they name none."""
    zone = talk.policy.zone
    before = reminder.named_at.astimezone(zone)
    once = opening.text.replace("每", " ")
    named = new_time(once, opening.at.astimezone(zone), before) or before
    repeats = Repeats(recurrence, f"{named:%H:%M}")
    now = await talk.now("moved_at")
    changed = await talk.execute("repeat", let_repeat, talk.policy, reminder.id, repeats, now)
    if isinstance(changed, Stale):
        return await talk.say(changed.text)
    await talk.say(
        f"改好了,{say_repeats(repeats)}提醒你:{changed.text}(原来是{reminder_when(talk.policy, reminder, now)})。"
        f"下一次是{say_time(changed.named_at, now, zone)}。",
        [undo_button(opening.run)],
        kind="receipt",
    )


def let_repeat(
    session: Session, by: Actor, policy: Policy, reminder_id: int, repeats: Repeats, now: datetime
) -> ReminderFact:
    """Let the reminder repeat so, and plan its timer anew. Raises Changed if it is gone."""
    reminders.locked(session, by, reminder_id)
    next_at = reminder_clock.next_time(policy, repeats, now + timedelta(minutes=1))
    changed = reminders.change_repeats(session, by, reminder_id, repeats, next_at)
    reminder_clock.plan(session, policy, changed, now)
    return changed


def new_time(text: str, now: datetime, before: datetime) -> datetime | None:
    """The time that words name for what was planned for `before` (both in the company's zone): a bare hour keeps the
    day, a bare day keeps the hour, 晚一小时 counts from `before`. None if they name none."""
    text = text.replace("提前", "提早")  # 前一小时 is an hour ago
    found = find_times(text, now)
    coming = sorted((time for time in found if time.next_time and time.is_point), key=lambda time: time.moved_to)
    if coming:
        return _read(coming[-1], text, now, before)
    shift = next((length for time in found if (length := slot_values.duration({"duration": time.duration}))), None)
    if shift is None:
        return None
    if found[0].next_time is not None:
        return moment(found[0].next_time, now)
    return before - shift if any(word in text for word in EARLIER) else before + shift


def _read(time: TimeMention, text: str, now: datetime, before: datetime) -> datetime:
    assert time.next_time is not None
    if "T" not in time.next_time:
        day = datetime.fromisoformat(time.next_time).date()
        return before.replace(year=day.year, month=day.month, day=day.day)
    on_its_day = said_time(text[time.start : time.end], now, before.date())
    words = text[time.start : time.end]
    at = by_day(moment(on_its_day or time.next_time, now), words)
    return at if at > now else by_day(moment(time.next_time, now), words)


def move(
    session: Session,
    by: Actor,
    policy: Policy,
    reminder_id: int,
    named: datetime,
    now: datetime,
    *,
    for_good: bool,
    text: str | None = None,
) -> ReminderFact:
    """Move it, `for_good` its repetitions too, let it say `text` if there is one, and plan its timer anew. Raises
    Changed if it is gone."""
    known = reminders.locked(session, by, reminder_id)
    if text is not None:
        reminders.reword(session, by, reminder_id, text)
    if known.repeats is not None:
        before = known.named_at.astimezone(policy.zone)
        repeats = replace(known.repeats, clock=f"{named.astimezone(policy.zone):%H:%M}")
        if not for_good:
            repeats = replace(known.repeats, skipped=(*known.repeats.skipped, before.date().isoformat()))
        moved = reminders.change_repeats(session, by, reminder_id, repeats, named)
    else:
        moved = reminders.move(session, by, reminder_id, named)
    reminder_clock.plan(session, policy, moved, now)
    return moved


def later(session: Session, by: Actor, reminder_id: int, until: datetime, now: datetime) -> ReminderFact:
    """The reminder that comes at `until`: this one, or where it repeats and goes on, another for this once."""
    known = reminders.locked(session, by, reminder_id)
    if known.repeats is None:
        return reminders.move(session, by, reminder_id, until)
    return reminders.add(session, by, until, known.text, known.customer_id, now)
