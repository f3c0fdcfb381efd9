"""What is said about drills: how the customer is to be, that a drill is over, what one wants of one's results.

In: the words as typed. Out: what they say. The words that decide are in
drills.yml and exams.yml of rules; `customers` reads whom one wants to practise on, `during` what is said to the bot
in the middle of a drill, `exam` what is said in and about an exam, `deciding` what who leads people decides and asks,
`asking` what is asked and ordered beside (practice.yml).
"""

from nlu.drills import asking, customers, deciding, during, exam
from nlu.drills.reading import (
    appeals,
    asked_of_card,
    asks_about_card,
    asks_after,
    asks_hint,
    asks_ranking,
    asks_results,
    ends,
    erases,
    gives_reason,
    is_far_fetched,
    keeps_recordings,
    part_meant,
    speaks_of_drill,
    speaks_of_keeping,
    speaks_of_weights,
    temper,
    wants_again,
    wants_another,
    wants_default_weights,
    wants_on,
    whose_history,
    why_appealed,
)

__all__ = [
    "appeals",
    "asked_of_card",
    "asking",
    "asks_about_card",
    "asks_after",
    "asks_hint",
    "asks_ranking",
    "asks_results",
    "customers",
    "deciding",
    "during",
    "ends",
    "erases",
    "exam",
    "gives_reason",
    "is_far_fetched",
    "keeps_recordings",
    "part_meant",
    "speaks_of_drill",
    "speaks_of_keeping",
    "speaks_of_weights",
    "temper",
    "wants_again",
    "wants_another",
    "wants_default_weights",
    "wants_on",
    "whose_history",
    "why_appealed",
]
