"""Moving a reminder to another time: 周五那个提醒改到后天, 明天九点的提醒改成十点, 不对,改成下午三点."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.handlers.shared.attempts import Stale, attempt
from bot.handlers.shared.named_time import by_day, moment, out_of_quiet, read_time
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.reminders import reminder_when
from bot.wording.values import say_time
from config.policy import Policy
from nlu import corrections
from nlu.context import said_time
from nlu.time.times import TimeMention, find_times
from sales import reminders, slot_values
from sales.reminders import ReminderFact
from scheduler import reminder_clock

EARLIER = ("提早", "早点", "往前")


async def move_reminder(talk: Talk, opening: Opening, reminder: ReminderFact) -> None:
    """Move it to the time that the words name, or ask for one; a receipt says from when to when."""
    zone = talk.policy.zone
    before = reminder.named_at.astimezone(zone)
    exchange = corrections.exchange(opening.text)
    said = exchange.right if exchange is not None else opening.text
    named = new_time(said, opening.at.astimezone(zone), before)
    if named is None:
        named = await talk.ask("moved_to", f"「{reminder.text}」改到什么时候?", parse=read_time)
    now = await talk.now("moved_at")
    if named <= now:
        return await talk.say(f"{say_time(named, now, zone)}已经过了,「{reminder.text}」没动。换个时间再说一次。")
    named = await out_of_quiet(talk, named, f"「{reminder.text}」")
    for_good = reminder.repeats is not None and named.astimezone(zone).date() == before.date()
    moved = await talk.execute("move", attempt, move, talk.policy, reminder.id, named, now, for_good=for_good)
    if isinstance(moved, Stale):
        return await talk.say(f"「{reminder.text}」这个提醒已经不在了。")
    when = reminder_when(talk.policy, moved, now) if for_good else say_time(moved.named_at, now, zone)
    once = "这一次" if reminder.repeats is not None and not for_good else ""
    was = reminder_when(talk.policy, reminder, now)
    await talk.say(f"改好了,{once}{when}提醒你:{moved.text}(原来是{was})。", [undo_button(opening.run)], kind="receipt")


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
    session: Session, policy: Policy, reminder_id: int, named: datetime, now: datetime, *, for_good: bool
) -> ReminderFact:
    """Move it, `for_good` its repetitions too, and plan its timer anew. Raises Changed if it is gone."""
    known = reminders.locked(session, reminder_id)
    if known.repeats is not None:
        before = known.named_at.astimezone(policy.zone)
        repeats = replace(known.repeats, clock=f"{named.astimezone(policy.zone):%H:%M}")
        if not for_good:
            repeats = replace(known.repeats, skipped=(*known.repeats.skipped, before.date().isoformat()))
        moved = reminders.change_repeats(session, reminder_id, repeats, named)
    else:
        moved = reminders.move(session, reminder_id, named)
    reminder_clock.plan(session, policy, moved, now)
    return moved
