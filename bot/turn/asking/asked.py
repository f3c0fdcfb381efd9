"""The question about figures that was asked last, in its words, from the journal of the run that answered it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.turn.opening import Opening
from bot.turn.references.topic import FRESH
from bot.turn.undo.how_it_began import opening_of
from storage.conversations import ChangeSet, Run

RUNS_READ = 6  # the newest of a conversation
BY_SIZE = "deals_by_size"
OF_MANY = frozenset(
    {"undecided_deals", "refused_meetings", "quiet_deals", "people_figures", "compare_teams", "counted_acts"}
    | {"parts_of_deals"}
)
IN_FULL = OF_MANY | {BY_SIZE}  # the next question goes on from the words of these: a view does not know all of them
WITHOUT_VIEW = IN_FULL | {"own_figures", "query_team", "query_overdue", "query_forecast", "my_progress"}
QUESTIONS = WITHOUT_VIEW | {"query_funnel", "show_deals", "targets_met", "query_health"}


class Asked(NamedTuple):
    """The flow that answered, and what it was opened with."""

    flow: str
    opening: Opening


def last_question(session: Session, conversation_id: int, now: datetime, before_run: int | None = None) -> Asked | None:
    """The question about figures that was asked last in words, before the run `before_run` if one is given; None where
    none was lately, or something has been changed since."""
    where = [col(Run.conversation_id) == conversation_id, col(Run.opened_at) >= now - FRESH]
    if before_run is not None:
        where.append(col(Run.id) < before_run)
    newest = select(Run).where(*where).order_by(col(Run.id).desc()).limit(RUNS_READ)
    for run in session.exec(newest):
        if run.flow in QUESTIONS:
            opening = opening_of(run)
            return Asked(run.flow, opening) if opening is not None and opening.text else None
        if session.exec(select(ChangeSet.id).where(col(ChangeSet.run_id) == run.id)).first() is not None:
            return None
    return None


def asked_before(session: Session, own_run: int, now: datetime) -> Asked | None:
    """The question that was asked last before the run `own_run`, in its conversation."""
    conversation = session.exec(select(Run.conversation_id).where(col(Run.id) == own_run)).one()
    return last_question(session, conversation, now, own_run)
