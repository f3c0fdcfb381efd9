"""Conversations about reminders, and about snoozing nudges and reminders.

In: an opening (words or a button). Out: `FLOWS`, the conversations of this room.
"""

from bot.handlers.reminders import (
    answer_step,
    cancel_reminder,
    change_reminder,
    days_off_too,
    drop_reminders,
    my_reminders,
    plan_step,
    set_reminder,
    snooze,
    weigh_snooze,
)

__all__ = ["FLOWS"]

FLOWS = (
    set_reminder.FLOW,
    plan_step.FLOW,
    answer_step.FLOW,
    my_reminders.FLOW,
    cancel_reminder.FLOW,
    change_reminder.FLOW,
    days_off_too.FLOW,
    drop_reminders.FLOW,
    snooze.FLOW,
    weigh_snooze.FLOW,
)
