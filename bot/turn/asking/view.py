"""What an answer with figures was about, kept in the journal of the run that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.conversation import decode, standing
from bot.turn.asking.asked import IN_FULL, RUNS_READ, WITHOUT_VIEW
from bot.turn.references.topic import FRESH
from storage.conversations import ChangeSet, Run

STORED_NAME = "asked_view"
BEFORE = "before"  # under which a flow reads what was asked before it
TARGET_SET = "set"  # the aspect of a view of targets that were set just now


@dataclass(frozen=True)
class View:
    """The flow that answered; which of its figures (`aspect`), by what dimension; of which deals: a region's, a team's,
    a member's, about a product, an industry's, a customer's, in a stage; of which days, compared with which."""

    flow: str
    aspect: str = ""
    by: str | None = None
    region: str | None = None
    team_id: int | None = None
    member_id: int | None = None
    product: str | None = None
    industry: str | None = None
    customer_id: int | None = None
    stage: str | None = None
    first: date | None = None
    last: date | None = None
    against_first: date | None = None
    against_last: date | None = None


def last(session: Session, conversation_id: int, now: datetime, before_run: int | None = None) -> View | None:
    """What the last answer of a conversation was about; None where none was given lately, something has been changed
    since, or something else was asked: then it is the subject no more."""
    where = [col(Run.conversation_id) == conversation_id, col(Run.opened_at) >= now - FRESH]
    if before_run is not None:
        where.append(col(Run.id) < before_run)
    newest = (
        select(col(Run.id), col(Run.flow), col(Run.journal)).where(*where).order_by(col(Run.id).desc()).limit(RUNS_READ)
    )
    for run_id, flow, journal in session.exec(newest):
        if flow in IN_FULL:
            return None
        for _tag, key, value in reversed(standing(journal)):
            if key != BEFORE and isinstance(value, dict) and value.get("$") == STORED_NAME:
                view = decode(value)
                return view if isinstance(view, View) else None
        if flow in WITHOUT_VIEW:
            return None
        if session.exec(select(ChangeSet.id).where(col(ChangeSet.run_id) == run_id)).first() is not None:
            return None
    return None


def kept(_session: Session, view: View) -> View:
    """The view, for the journal: the next question goes on from it."""
    return view


def before(session: Session, own_run: int, now: datetime) -> View | None:
    """What was asked before the run `own_run`, in its conversation."""
    conversation = session.exec(select(Run.conversation_id).where(col(Run.id) == own_run)).one()
    return last(session, conversation, now, own_run)
