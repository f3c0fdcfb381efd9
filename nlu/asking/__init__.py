"""Questions about figures: by what, which, compared with what; words that lean on the question before; and what no
intent of `parse` is for (`figures`): targets, files to take along, reports that come by themselves.

In: a text, or its Understanding. Out: what it asks for, by rules/asking.yml and rules/figures.yml.
"""

from nlu.asking import figures, targets
from nlu.asking.reading import (
    against,
    asks_not_followed,
    aspect,
    begins_anew,
    by_what,
    duration_said,
    leans,
    may_lean,
    not_followed,
    span_compared,
    wants_deals,
    whose,
)

__all__ = [
    "against",
    "asks_not_followed",
    "aspect",
    "begins_anew",
    "by_what",
    "duration_said",
    "figures",
    "leans",
    "may_lean",
    "not_followed",
    "span_compared",
    "targets",
    "wants_deals",
    "whose",
]
