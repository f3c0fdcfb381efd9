"""Conversations about reminders, and about snoozing nudges and reminders.

In: an opening (words or a button). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = [
    "answer_step",
    "cancel_reminder",
    "change_reminder",
    "days_off_too",
    "drop_reminders",
    "my_reminders",
    "plan_step",
    "set_reminder",
    "snooze",
]
