"""Tickets: requests of sales to other departments, who serves them, and how they walk from step to step.

In: a Session, who acts, and words. Out: `TicketFact` with its newest step, what was said at the steps (`Note`), and how
long departments took to answer (`Answered`).
"""

from sales.tickets.answered import Answered, answered_by, steps_answered
from sales.tickets.facts import (
    Note,
    NoteFile,
    StepFact,
    TicketFact,
    at_department,
    get,
    involved,
    last_word_of,
    lately_of,
    notes_of,
    of_step,
    open_after,
    open_of,
    with_member,
)
from sales.tickets.raising import Request, like, raise_ticket
from sales.tickets.relied_on import check_not_relied_on
from sales.tickets.serving import Served, StandIn, departments_beside, next_served, people_of, served
from sales.tickets.steps import (
    answer,
    ask_again,
    ask_back,
    close,
    follow_customer,
    give_owned,
    in_hand,
    mark,
    move,
    note_urged,
    owned,
    pass_on,
    reply,
)

__all__ = [
    "Answered",
    "Note",
    "NoteFile",
    "Request",
    "Served",
    "StandIn",
    "StepFact",
    "TicketFact",
    "answer",
    "answered_by",
    "ask_again",
    "ask_back",
    "at_department",
    "check_not_relied_on",
    "close",
    "departments_beside",
    "follow_customer",
    "get",
    "give_owned",
    "in_hand",
    "involved",
    "last_word_of",
    "lately_of",
    "like",
    "mark",
    "move",
    "next_served",
    "note_urged",
    "notes_of",
    "of_step",
    "open_after",
    "open_of",
    "owned",
    "pass_on",
    "people_of",
    "raise_ticket",
    "reply",
    "served",
    "steps_answered",
    "with_member",
]
