"""What is said about drills: how the customer is to be, that a drill is over, what one wants of one's results.

In: the words as typed. Out: what they say. The words that decide are in
drills.yml and exams.yml of rules; `exam` reads what is said in and about an exam,
`deciding` what who leads people decides and asks.
"""

from nlu.drills import deciding, exam
from nlu.drills.reading import (
    appeals,
    asks_hint,
    asks_ranking,
    asks_results,
    ends,
    erases,
    is_far_fetched,
    keeps_recordings,
    speaks_of_keeping,
    speaks_of_weights,
    temper,
    wants_again,
    wants_another,
    wants_default_weights,
    wants_on,
    whose_history,
)

__all__ = [
    "appeals",
    "asks_hint",
    "asks_ranking",
    "asks_results",
    "deciding",
    "ends",
    "erases",
    "exam",
    "is_far_fetched",
    "keeps_recordings",
    "speaks_of_keeping",
    "speaks_of_weights",
    "temper",
    "wants_again",
    "wants_another",
    "wants_default_weights",
    "wants_on",
    "whose_history",
]
