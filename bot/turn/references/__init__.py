"""What words refer to: the topic of the conversation, a choice that was offered, a thing that is there already.

In: words as they were understood, and what they could mean. Out: all that they do mean: the caller asks where that is
none or several, and never takes the newest where something else was named.
"""

__all__ = [
    "adding",
    "alerted",
    "belonging",
    "deal_said",
    "in_full",
    "just_done",
    "labels",
    "notified",
    "nudged",
    "prompted",
    "reference",
    "shown",
    "standing",
    "topic",
]
