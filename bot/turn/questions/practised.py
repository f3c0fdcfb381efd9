"""Words that may have been meant for the customer of a drill: said right after one, or where one was asked for and did
not begin. They are never logged of a real customer without a tap."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from bot.turn import names, router
from bot.turn.context import TurnContext
from bot.turn.references.belonging import PLAN, REPORT
from bot.wording.coaching import practice as wording
from nlu import drills
from nlu.understanding import Understanding
from storage.conversations import Inbox, Run

PRACTISE = "practise"
JUST = timedelta(minutes=10)  # in which words may still be meant for the customer who was played
RECORDS = frozenset({REPORT, PLAN, "log_lead", "add_to_record"})  # flows that would log them
TO_A_CUSTOMER = "您"  # so a customer is addressed, and nobody who logs something
SAYS_HOW = frozenset({"method", "occurred_on"})  # slots of what somebody tells the bot of a contact


def asked_about(context: TurnContext, route: router.Route, text: str, meant: Understanding) -> bool:
    """Whether the words were such, and it was asked what they are."""
    logs = isinstance(route, router.AddToRecord) or (isinstance(route, router.Open) and route.flow.name in RECORDS)
    if not logs or meant.slots.keys() & SAYS_HOW or router.opening_command(text, context.rules.table) is not None:
        return False
    if names.names_own_customer(context.session, context.speaker, meant):
        return False
    if names.customers_of_contact(context.session, context.speaker, meant):
        return False
    said_to_somebody = TO_A_CUSTOMER in text and drilled(context.session, context.conversation_id, context.now)
    if not said_to_somebody and not lately(context.session, context.conversation_id, context.now):
        return False
    context.say(wording.NOT_TO_A_CUSTOMER, wording.after_drill_buttons(text))
    return True


def lately(session: Session, conversation_id: int, now: datetime, also: Collection[str] = ()) -> bool:
    """Whether the newest thing in the conversation is a drill (or of the flows `also`), or words that asked for one."""
    mine = (col(Run.conversation_id) == conversation_id, col(Run.updated_at) >= now - JUST)
    newest = select(col(Run.flow)).where(*mine).order_by(col(Run.updated_at).desc(), col(Run.id).desc()).limit(1)
    flow: str | None = session.execute(newest).scalar()
    if flow is not None:
        return flow == PRACTISE or flow in also
    said = (col(Inbox.conversation_id) == conversation_id, col(Inbox.handled_at) >= now - JUST)
    newest_said = select(col(Inbox.understanding)).where(*said).order_by(col(Inbox.id).desc()).limit(1)
    before: dict[str, Any] | None = session.execute(newest_said).scalar()
    return drills.speaks_of_drill(str((before or {}).get("text") or ""))


def drilled(session: Session, conversation_id: int, now: datetime) -> bool:
    """Whether a drill was just held in the conversation, whatever came after it."""
    held = (col(Run.conversation_id) == conversation_id, col(Run.flow) == PRACTISE, col(Run.updated_at) >= now - JUST)
    return session.execute(select(col(Run.id)).where(*held).limit(1)).first() is not None


def is_newest(run_id: int, session: Session) -> bool:
    """Whether no drill was begun after this run, in its conversation."""
    conversation = select(col(Run.conversation_id)).where(col(Run.id) == run_id).scalar_subquery()
    later = (col(Run.conversation_id) == conversation, col(Run.flow) == PRACTISE, col(Run.id) > run_id)
    return session.execute(select(col(Run.id)).where(*later).limit(1)).first() is None
