"""Whether a drill was the last thing in a conversation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from nlu import drills
from storage.conversations import Inbox, Run

PRACTISE = "practise"
JUST = timedelta(minutes=10)  # in which words may still be meant for the customer who was played


def lately(session: Session, conversation_id: int, now: datetime) -> bool:
    """Whether the newest thing in the conversation is a drill, or words that asked for one."""
    mine = (col(Run.conversation_id) == conversation_id, col(Run.updated_at) >= now - JUST)
    newest = select(col(Run.flow)).where(*mine).order_by(col(Run.updated_at).desc(), col(Run.id).desc()).limit(1)
    flow: str | None = session.execute(newest).scalar()
    if flow is not None:
        return flow == PRACTISE
    said = (col(Inbox.conversation_id) == conversation_id, col(Inbox.handled_at) >= now - JUST)
    newest_said = select(col(Inbox.understanding)).where(*said).order_by(col(Inbox.id).desc()).limit(1)
    before: dict[str, Any] | None = session.execute(newest_said).scalar()
    return drills.speaks_of_drill(str((before or {}).get("text") or ""))


def is_newest(run_id: int, session: Session) -> bool:
    """Whether no drill was begun after this run, in its conversation."""
    conversation = select(col(Run.conversation_id)).where(col(Run.id) == run_id).scalar_subquery()
    later = (col(Run.conversation_id) == conversation, col(Run.flow) == PRACTISE, col(Run.id) > run_id)
    return session.execute(select(col(Run.id)).where(*later).limit(1)).first() is None
