"""Conversations about reminders and nudges put off. Each module gives its FLOW to the table of contents."""

__all__ = [
    "set_reminder",
    "snooze",
]
