"""Setting a reminder at a time that the person names. 明早九点提醒我给李总回电话

A time in quiet time is kept if the person insists. The message at that time is bot/notices/reminders's.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Asked, Command, Flow, Intent, NotAnAnswer
from bot.handlers.shared.named_time import moment, out_of_quiet, read_time
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import SetReminder
from bot.wording.values import say_time
from config.policy import Policy
from nlu.understanding import Understanding
from sales import customers, reminders, slot_values
from sales.reminders import ReminderFact
from scheduler import reminder_clock


async def set_reminder(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    time_said, length = slot_values.word(slots, "next_time"), slot_values.duration(slots)
    zone = talk.policy.zone
    if time_said:
        named = moment(time_said, opening.at.astimezone(zone))
    elif length is not None:
        named = opening.at + length
    else:
        named = await talk.ask("when", "什么时候提醒你?比如「明早九点」「两小时后」。", parse=read_when)
    now = await talk.now()
    if named <= now:
        return await talk.say(f"{say_time(named, now, zone)}已经过了,换个时间再说一次吧。")
    what = slot_values.word(slots, "next_action") or slot_values.word(slots, "contact") or "你定的事"
    named = await out_of_quiet(talk, named, f"「{what}」")
    customer = await talk.query("customer", customer_meant, talk.speaker, slot_values.word(slots, "customer"))
    kept = await talk.execute("keep", keep, talk.policy, talk.speaker.member_id, named, what, customer, now)
    await talk.say(
        f"好,{say_time(kept.named_at, now, zone)}提醒你:{kept.text}。", [undo_button(opening.run)], kind="receipt"
    )


def read_when(text: str, understanding: Understanding, asked: Asked) -> datetime | NotAnAnswer:
    """A time. Words for another reminder, with what it is for, are no answer to this one."""
    if understanding.intent == "set_reminder" and understanding.slots.get("next_action"):
        return NotAnAnswer()
    return read_time(text, understanding, asked)


def customer_meant(session: Session, speaker: Speaker, words: str | None) -> int | None:
    """The one customer in scope that the words name."""
    found = customers.find(session, access.customers(speaker), words) if words else ()
    return found[0].id if len(found) == 1 and not found[0].near else None


def keep(
    session: Session, policy: Policy, member_id: int, named: datetime, what: str, customer_id: int | None, now: datetime
) -> ReminderFact:
    """Save the reminder and plan its timer."""
    reminder = reminders.add(session, member_id, named, what, customer_id, now)
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
