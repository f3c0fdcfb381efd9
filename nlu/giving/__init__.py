"""Words about giving scripts to the library and earning points.

In: the words as typed. Out: what is asked about (`asked_about`), that a reward is wanted, a script `offered`
outright, a decision on what a colleague gave (`verdict`), what came back better (`resubmitted`), and what is to be
changed in a draft (`changes_draft`: `new_title`, `whom`, `for_anybody`).
"""

from nlu.giving.reading import (
    About,
    Verdict,
    asked_about,
    asks_rules,
    asks_waiting,
    changes_draft,
    for_anybody,
    new_title,
    offered,
    offers,
    only_asks,
    postpones,
    resubmitted,
    rewords,
    titled,
    verdict,
    verdict_on_all,
    wants_reward,
    whom,
)

__all__ = [
    "About",
    "Verdict",
    "asked_about",
    "asks_rules",
    "asks_waiting",
    "changes_draft",
    "for_anybody",
    "new_title",
    "offered",
    "offers",
    "only_asks",
    "postpones",
    "resubmitted",
    "rewords",
    "titled",
    "verdict",
    "verdict_on_all",
    "wants_reward",
    "whom",
]
