"""The deals of the alert that a leader was shown last: what 我来跟 and 再给两天 refer to."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.wording.offers import HoldDeal
from storage.conversations import Outbox, Run

FRESH = timedelta(hours=24)


def last_alert(session: Session, own_run: int, now: datetime) -> tuple[tuple[int, ...], datetime] | None:
    """The ids of the deals that the newest alert has buttons for, and when it was shown; None if none is FRESH."""
    conversation = select(Run.conversation_id).where(col(Run.id) == own_run).scalar_subquery()
    row = session.exec(
        select(Outbox.choices, Outbox.at, Outbox.sent_at)
        .where(
            col(Outbox.conversation_id) == conversation,
            col(Outbox.kind) == "alert",
            col(Outbox.status).not_in(("pending", "cancelled")),
            col(Outbox.at) >= now - FRESH,
        )
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    choices, at, sent_at = row
    held = [choice["params"]["deal"] for choice in choices if choice.get("opens") == HoldDeal.flow]
    return tuple(dict.fromkeys(held)), sent_at or at
