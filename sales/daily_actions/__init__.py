"""今日最有效客户动作: what each seller reports as the most effective customer action of a day, one a day.

In: words, a day, who reports. Out: `DailyActionFact`, who has not reported, what may be reported (`suggestions`), and
words cut to a length that is counted as people count (`length`).
"""

from sales.daily_actions.actions import (
    DailyActionFact,
    Kept,
    Reporter,
    get,
    keep,
    kept_at,
    of_day,
    reporters,
    urge,
)
from sales.daily_actions.length import count, cut
from sales.daily_actions.suggestions import Suggestion, suggestions

__all__ = [
    "DailyActionFact",
    "Kept",
    "Reporter",
    "Suggestion",
    "count",
    "cut",
    "get",
    "keep",
    "kept_at",
    "of_day",
    "reporters",
    "suggestions",
    "urge",
]
