"""What a form has kept of a report while it still asks for a forced field, taken away with the form."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.policy import Policy
from sales.cadence import unfinished
from scheduler import signal_clock, step_clock
from storage.changes import recording, unrecorded


def withdraw(session: Session, member_id: int | None, run_id: int, policy: Policy, now: datetime) -> None:
    """Take away what the member's run has kept, if anything, with its reminder and what began with it. It is no change
    of its own: nothing of it is ever brought back."""
    if member_id is None:
        return
    with unrecorded(session):
        with recording(session) as changes:
            key = unfinished.take(session, member_id, run_id, now)
            if key is not None:
                step_clock.dropped(session, key)
        signal_clock.derive_anew(session, policy, changes, now)
