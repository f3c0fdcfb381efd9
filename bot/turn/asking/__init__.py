"""The question that was answered last, and words that lean on it (那华北呢, 跟上个月比, 按人看).

In: what the last answers of a conversation were about (`View`, in their journals), words. Out: whether such words were
answered, and for a flow, the view that it goes on from; the answer to a view of the `funnel`; questions that come again
(`scheduled`).
"""

from bot.turn.asking import funnel, scheduled, spans
from bot.turn.asking.asked import asked_before
from bot.turn.asking.following import answered
from bot.turn.asking.spans import period_at, period_of
from bot.turn.asking.view import TARGET_SET, View, before, kept

__all__ = [
    "TARGET_SET",
    "View",
    "answered",
    "asked_before",
    "before",
    "funnel",
    "kept",
    "period_at",
    "period_of",
    "scheduled",
    "spans",
]
