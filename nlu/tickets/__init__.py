"""What words say about tickets: which one, what is asked of it, and what a department answers.

In: a message's text. Out: plain values; who speaks, and what was shown to them, the bot knows. The words that decide
are in tickets.yml of rules.
"""

from nlu.tickets.reading import (
    Numbered,
    asked_back,
    asks,
    asks_list,
    asks_where,
    drops,
    is_seen,
    listed,
    not_needed,
    numbered,
    passes,
    says_what,
    shared_out,
    solved,
    urges,
    whose,
)

__all__ = [
    "Numbered",
    "asked_back",
    "asks",
    "asks_list",
    "asks_where",
    "drops",
    "is_seen",
    "listed",
    "not_needed",
    "numbered",
    "passes",
    "says_what",
    "shared_out",
    "solved",
    "urges",
    "whose",
]
