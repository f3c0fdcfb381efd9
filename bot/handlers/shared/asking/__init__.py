"""Which deals, and which days, a question about figures means: what its words name, and what it keeps of the question
before.

In: an opening's words, the view before. Out: the view that is asked for now, or why it is not for the speaker.
"""

from bot.handlers.shared.asking import said
from bot.handlers.shared.asking.listing import show_deals
from bot.handlers.shared.asking.meant import Beyond, period_said, this_month, view_meant
from bot.handlers.shared.asking.spans import against_of, deals_offer, funnel_offer, period_of, slice_of, span_of

__all__ = [
    "Beyond",
    "against_of",
    "deals_offer",
    "funnel_offer",
    "period_of",
    "period_said",
    "said",
    "show_deals",
    "slice_of",
    "span_of",
    "this_month",
    "view_meant",
]
