"""The deals of the alert that a leader was shown last: what 我来跟 and 再给两天 refer to."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.messaging import offers
from bot.wording.offers import HoldDeal
from storage.conversations import Run

FRESH = timedelta(hours=24)


def last_alert(session: Session, own_run: int, now: datetime) -> tuple[tuple[int, ...], datetime] | None:
    """The ids of the deals that the newest alert has buttons for, and when it was shown; None if none is FRESH."""
    conversation = session.get_one(Run, own_run).conversation_id
    shown = offers.newest_of_kind(session, conversation, "alert", now - FRESH)
    if shown is None:
        return None
    held = [choice["params"]["deal"] for choice in shown.choices if choice.get("opens") == HoldDeal.flow]
    return tuple(dict.fromkeys(held)), shown.at
