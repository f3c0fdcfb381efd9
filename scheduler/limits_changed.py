"""What a limit holds for is planned anew once it is another one: deals in a stage, or a department's tickets."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.policy import Policy
from config.ticket_policy import OF_DEPARTMENT
from scheduler import stage_clock, ticket_clock


def plan_anew(session: Session, policy: Policy, key: str, member_id: int, now: datetime) -> None:
    """Plan by the limit as it is in `policy`; `key` is a stage, or a department behind OF_DEPARTMENT."""
    if key.startswith(OF_DEPARTMENT):
        ticket_clock.plan_department(session, policy, key.removeprefix(OF_DEPARTMENT), now)
    else:
        stage_clock.plan_stage(session, policy, key, member_id, now)
