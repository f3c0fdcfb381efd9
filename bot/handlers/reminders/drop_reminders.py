"""Dropping the reminders about a customer whose deal has been closed, by a button under that receipt."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import SALES
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import DropReminders
from bot.wording.values import say_time
from sales import reminders
from sales.reminders import ReminderFact
from sales.scope import Actor
from scheduler import reminder_clock


async def drop_reminders(talk: Talk, opening: Opening) -> None:
    customer_id = DropReminders.of(opening.params).customer
    now = await talk.now()
    dropped = await talk.execute("drop", drop, customer_id, now)
    if isinstance(dropped, Stale):
        return await talk.say(dropped.text)
    if not dropped:
        return await talk.say("这家没有还没到点的提醒了。")
    lines = ";".join(f"{say_time(gone.named_at, now, talk.policy.zone)} {gone.text}" for gone in dropped)
    await talk.say(f"提醒撤掉了:{lines}。", [undo_button(opening.run)], kind="receipt")


def drop(session: Session, by: Actor, customer_id: int, now: datetime) -> tuple[ReminderFact, ...]:
    """Cancel the reminders of who acts about the customer that are still to come, with their timers."""
    found = reminders.still_set(session, by.member_id, customer_id, now)
    for reminder in found:
        reminder_clock.cancel(session, reminder.id)
        reminders.cancel(session, by, reminder.id, now)
    return found


FLOW = Flow("drop_reminders", version=1, roles=SALES, run=drop_reminders, offer=DropReminders)
