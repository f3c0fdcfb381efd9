"""What makes a clock run: what started a deal's and what did not count for it, reports that are not complete yet, and
customers without an open deal, which have a clock of their own.

In: a Session, a deal, a promise or a member, policy, the time. Out: facts (`ClockStory`, `Silent`).
"""

__all__ = ["clock_story", "silence", "steps", "unfinished"]
