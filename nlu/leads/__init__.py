"""What words say about new leads: how they are to be handed out, to whom, and what is asked about them.

In: a message's text, names of colleagues as M where that is said. Out: plain values. The words that decide are in
leads.yml of rules.
"""

from nlu.leads.reading import (
    How,
    Topic,
    announced,
    asked,
    how_shared,
    in_turn_among,
    listed,
    opens_deal,
    set_apart,
    shares,
    to_colleague,
)

__all__ = [
    "How",
    "Topic",
    "announced",
    "asked",
    "how_shared",
    "in_turn_among",
    "listed",
    "opens_deal",
    "set_apart",
    "shares",
    "to_colleague",
]
