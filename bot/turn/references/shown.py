"""What was listed to the person lately, so that 第二个 and a bare number mean one of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from bot.conversation import decode, standing
from bot.turn.references.topic import FRESH
from nlu.context import place_in_list
from sales.reminders import ReminderFact
from storage.conversations import Outbox, Run

LISTING_LIMITS = ("query_overdue", "my_tasks")
PUTTING_OFF = ("snooze", "undo")
OF_ONE = ("log_followup", "customer_info")  # flows that the buttons under a list of deals open
DOT, OWN_TASKS = "·", "件事"  # before the customer's name on them; in a brief that lists other things first
LIST, READ = 2, 6  # customers that make a list, messages looked through for one
LISTING = "my_reminders"  # the flow that lists reminders


def reminders_shown(session: Session, conversation_id: int, now: datetime) -> tuple[int, ...]:
    """The reminders (ids) listed last in the conversation, as they were numbered; () if none were lately."""
    where = (col(Run.conversation_id) == conversation_id, col(Run.flow) == LISTING, col(Run.opened_at) >= now - FRESH)
    journal = session.execute(select(col(Run.journal)).where(*where).order_by(col(Run.id).desc()).limit(1)).scalar()
    for _tag, key, value in standing(journal or []):
        if key == "found":
            found = decode(value)
            return tuple(known.id for known in found if isinstance(known, ReminderFact))
    return ()


def limits_shown(session: Session, own_run: int, now: datetime) -> bool:
    """Whether the deals near their limit were listed in the conversation of a run lately, and nothing else since."""
    conversation = session.get_one(Run, own_run).conversation_id
    where = (col(Run.conversation_id) == conversation, col(Run.id) < own_run, col(Run.opened_at) >= now - FRESH)
    flows = session.execute(select(col(Run.flow)).where(*where).order_by(col(Run.id).desc())).scalars()
    return next((flow for flow in flows if flow not in PUTTING_OFF), None) in LISTING_LIMITS


def reminder_at(session: Session, own_run: int, place: int, now: datetime) -> int | None:
    """The reminder at this place (from 1, -1 the last) of the list shown in the conversation of a run."""
    conversation = session.get_one(Run, own_run).conversation_id
    shown = reminders_shown(session, conversation, now)
    index = place - 1 if place > 0 else place
    return shown[index] if -len(shown) <= index < len(shown) else None


def said_of_place(session: Session, conversation_id: int, text: str, now: datetime) -> str | None:
    """Words about one of several customers by its place in the list shown last (第二个下午跟), with the customer's name
    instead; None for other words, or where no such list was shown lately."""
    said = place_in_list(text)
    if said is None:
        return None
    lately = select(col(Outbox.text), col(Outbox.choices)).where(
        col(Outbox.conversation_id) == conversation_id, col(Outbox.at) >= now - FRESH
    )
    for shown, choices in session.execute(lately.order_by(col(Outbox.id).desc()).limit(READ)):
        labels = [str(one["label"]) for one in choices if one.get("opens") in OF_ONE and DOT in str(one["label"])]
        if len(labels) >= LIST:
            known = OWN_TASKS not in shown and said.place <= len(labels)
            return f"{labels[said.place - 1].split(DOT)[-1]}{said.rest}" if known else None
    return None
