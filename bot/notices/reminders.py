"""When a reminder is due: one nudge with its text, and buttons to log a follow-up or snooze it."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox
from bot.turn.rules import Rules
from bot.wording.buttons import log_button
from bot.wording.offers import CancelReminder, Snooze
from bot.wording.reminders import say_repeats
from sales import reminders
from sales.reminders import ReminderFact
from scheduler import reminder_clock
from scheduler.deferral import not_deferred
from scheduler.reminder_clock import REMINDER
from scheduler.sweep import Due, Kinds


def kinds(rules: Rules) -> Kinds:
    """What happens when the timer of a reminder is due."""
    return {REMINDER: partial(remind, rules)}


def remind(rules: Rules, session: Session, due: Due) -> None:
    """Send the reminders whose timers are due (called by the sweep, in its transaction)."""
    for timer in not_deferred(session, rules.working_time, due):
        reminder = reminders.get(session, int(timer.payload["reminder"]))
        if reminder is None:
            continue
        next_at = None
        if reminder.repeats is not None:
            next_at = reminder_clock.next_time(rules.policy, reminder.repeats, max(reminder.named_at, due.now))
        again = reminders.mark_reminded(session, reminder.id, due.now, next_at)
        if next_at is not None:
            reminder_clock.plan(session, rules.policy, again, due.now)
        conversation = inbox.conversation_of_member(session, reminder.member_id)
        outbox.put(session, conversation, nudge(reminder), due.now, cause="timer")


def nudge(reminder: ReminderFact) -> Message:
    """The message of a reminder, with its buttons."""
    about = f"({reminder.customer})" if reminder.customer and reminder.customer not in reminder.text else ""
    repeats = f"({say_repeats(reminder.repeats)})" if reminder.repeats is not None else ""
    choices = [Choice("缓一缓", opens=Snooze(reminder=reminder.id))]
    if reminder.customer_id is not None:
        choices.insert(0, log_button(customer=reminder.customer_id))
    if reminder.repeats is not None:
        choices.append(Choice("不再提醒", opens=CancelReminder(reminder.id)))
    return Message(f"提醒:{reminder.text}{about}{repeats}", tuple(choices), "nudge")
