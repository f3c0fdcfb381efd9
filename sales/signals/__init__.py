"""Signals: what in a deal's history somebody is to be told of, by rules that are data (`config/signals.yml`).

In: a Session and the rules, the deals to look at and when. Out: `Occurrence`s, each with the rows that first made its
rule true. `conditions` and `evaluation` are pure: a history and a moment in, whether it holds, by what, until when. An
occurrence begins when its rule becomes true by rows that no earlier one rests on, and ends when it is false again.
"""

from sales.signals.conditions import Calendar
from sales.signals.contacts import add_contact
from sales.signals.evaluation import Holding, changes_next, holding
from sales.signals.history import History, histories, new_history
from sales.signals.occurrences import (
    Evidence,
    Occurrence,
    forget,
    get,
    mark_told,
    open_in,
    open_of,
    review,
    rule_of,
)

__all__ = [
    "Calendar",
    "Evidence",
    "History",
    "Holding",
    "Occurrence",
    "add_contact",
    "changes_next",
    "forget",
    "get",
    "histories",
    "holding",
    "mark_told",
    "new_history",
    "open_in",
    "open_of",
    "review",
    "rule_of",
]
