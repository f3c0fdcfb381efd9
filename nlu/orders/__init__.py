"""What is said to what a colleague wanted: that it is done, heard, in the way, asked about.

In: words, and what was wanted. Out: what they say of it; what waits for whom, the bot knows.
"""

from nlu.orders.answers import (
    OrderAnswer,
    asks_back,
    asks_for_answer,
    cannot,
    is_news,
    may_answer,
    not_reached,
    order_answer,
    says_more_than_done,
    says_yes_or_no,
    to_others,
)

__all__ = [
    "OrderAnswer",
    "asks_back",
    "asks_for_answer",
    "cannot",
    "is_news",
    "may_answer",
    "not_reached",
    "order_answer",
    "says_more_than_done",
    "says_yes_or_no",
    "to_others",
]
