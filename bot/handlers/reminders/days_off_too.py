"""休息日也提醒 under the receipt of a reminder that repeats: it comes on days off too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import DaysOffToo
from bot.wording.reminders import about, say_repeats
from bot.wording.values import say_time
from config.policy import Policy
from sales import reminders
from sales.errors import Changed
from sales.reminders import ReminderFact
from sales.scope import Actor
from scheduler import reminder_clock


async def days_off_too(talk: Talk, opening: Opening) -> None:
    now = await talk.now()
    wanted = DaysOffToo.of(opening.params).reminder
    changed = await talk.execute("change", change, talk.policy, wanted, now)
    if isinstance(changed, Stale):
        return await talk.say(changed.text)
    assert changed.repeats is not None
    first = say_time(changed.named_at, now, talk.policy.zone)
    text = f"好,{say_repeats(changed.repeats)}提醒你:{about(changed)}。休息日照常,下一次是{first}。"
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


def change(session: Session, by: Actor, policy: Policy, reminder_id: int, now: datetime) -> ReminderFact:
    """Let the reminder come on days off too. Raises Changed if it is gone or does not repeat."""
    known = reminders.locked(session, by, reminder_id)
    if known.repeats is None or known.cancelled_at is not None:
        raise Changed("reminder", reminder_id, "reminder_gone")
    repeats = replace(known.repeats, recurrence=replace(known.repeats.recurrence, working_only=False))
    next_at = reminder_clock.next_time(policy, repeats, now)
    changed = reminders.change_repeats(session, by, reminder_id, repeats, next_at)
    reminder_clock.plan(session, policy, changed, now)
    return changed


FLOW = Flow("days_off_too", version=1, roles=ANY_MEMBER, run=days_off_too, offer=DaysOffToo)
