"""Conversations about reminders, and about snoozing nudges and reminders.

In: an opening (words or a button). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = [
    "drop_reminders",
    "set_reminder",
    "snooze",
]
