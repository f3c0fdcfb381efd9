"""Messages that are sent because a timer fired, not because somebody wrote: the table of contents.

In: due timers, from the scheduler's sweep (`timer_kinds` says which function handles each kind), the start of a day
(`calendar`), a message that cannot be delivered (`unreachable`), a channel that delivers nothing (`channel_trouble`).
Out: messages in the outbox, whose buttons open conversations.
"""

from __future__ import annotations

from bot.notices import (
    calendar,
    channel_trouble,
    covers,
    customer_limits,
    giving,
    instructions,
    reminders,
    signals,
    stage_limits,
    steps,
    tickets,
    unreachable,
)
from bot.notices.regular import daily, morning, reports, script_review, weekly
from bot.turn.rules import Rules
from scheduler.sweep import Kinds

__all__ = ["calendar", "channel_trouble", "timer_kinds", "unreachable"]


def timer_kinds(rules: Rules) -> Kinds:
    """What happens when a timer of each kind is due."""
    kinds: Kinds = {}
    asked_for = (instructions, giving, tickets, covers)
    listed = (morning, daily, weekly, script_review)
    timed = (stage_limits, reminders, steps, *listed, customer_limits, signals, reports, *asked_for)
    for notice in timed:
        kinds = {**kinds, **notice.kinds(rules)}
    return kinds
