"""Questions about figures: by what, which, compared with what; words that lean on the question before; and what no
intent of `parse` is for (`figures`): targets, files to take along, reports that come by themselves; of which size deals
are to be (`sizes`); the question before said again with something else in it (`again`); how a
figure is computed (`formulas`); what is asked of many deals or people at once (`overviews`); one of a list
just shown (`places`).

In: a text, or its Understanding. Out: what it asks for, by rules/asking.yml and rules/figures.yml.
"""

from nlu.asking import again, figures, formulas, overviews, places, sizes, targets
from nlu.asking.reading import (
    Ago,
    against,
    asks_in_full,
    asks_losses,
    asks_moves,
    asks_not_followed,
    asks_why_less,
    aspect,
    begins_anew,
    by_what,
    duration_said,
    judges,
    judges_forecast,
    leans,
    may_lean,
    not_followed,
    span_compared,
    turns,
    wants_deals,
    whose,
)

__all__ = [
    "Ago",
    "again",
    "against",
    "asks_in_full",
    "asks_losses",
    "asks_moves",
    "asks_not_followed",
    "asks_why_less",
    "aspect",
    "begins_anew",
    "by_what",
    "duration_said",
    "figures",
    "formulas",
    "judges",
    "judges_forecast",
    "leans",
    "may_lean",
    "not_followed",
    "overviews",
    "places",
    "sizes",
    "span_compared",
    "targets",
    "turns",
    "wants_deals",
    "whose",
]
