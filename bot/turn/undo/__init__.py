"""撤回: what a person's messages have recorded lately, what of it the words name, and reversing it.

In: the opening of a flow, or a record. Out: what would be undone (`finding`), thing by thing (`recorded`), which of the
things words name (`named`), and its reversal (`reversing`).
"""

__all__ = [
    "correctable",
    "finding",
    "follow_on",
    "handling",
    "how_it_began",
    "instead",
    "lately",
    "named",
    "pointed",
    "put_right",
    "recorded",
    "reversing",
    "unfinished",
]
