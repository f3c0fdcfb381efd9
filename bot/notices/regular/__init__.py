"""What comes by the calendar: the list of the morning, the question of the evening, the weekly brief, the monthly
review of scripts, reports that somebody wants again and again.

In: due timers. Out: messages in the outbox.
"""

__all__ = ["daily", "morning", "reports", "script_review", "weekly"]
