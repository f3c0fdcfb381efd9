"""How long each department takes to answer tickets, in working hours: docs/process-figures.md, 跨部门协同响应时长, by
department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics.process_figures import HOUR, mean_response_hours
from analytics.process_rows import worked
from config.policy import Policy
from sales import tickets
from sales.period import Period


@dataclass(frozen=True)
class Longest:
    """The ticket that took, or has waited, longest."""

    ticket_id: int
    hours: float


@dataclass(frozen=True)
class AnswerTimes:
    """A department's answers of a period, and what waits for one at its end or by now."""

    department: str
    answers: int
    mean_hours: float | None
    slowest: Longest | None
    waiting: int
    longest_wait: Longest | None


def answer_times(
    session: Session, owners: ColumnElement[bool], policy: Policy, period: Period, now: datetime
) -> tuple[AnswerTimes, ...]:
    """Of tickets whose owner is one of `owners` (a condition on Member); the slowest department first, by its mean."""
    end = period.end(policy.zone)
    answered, waiting = dict[str, list[Longest]](), dict[str, list[Longest]]()
    for step in tickets.steps_answered(session, owners, period.start(policy.zone), end):
        if step.answered_at is not None or not step.waits_for_owner:
            took = Longest(step.ticket_id, worked(policy, step, step.answered_at or min(end, now)) / HOUR)
            (waiting if step.answered_at is None else answered).setdefault(step.department, []).append(took)
    found = [
        _of_department(key, answered.get(key, ()), waiting.get(key, ())) for key in dict.fromkeys([*answered, *waiting])
    ]
    return tuple(sorted(found, key=lambda one: -(one.mean_hours or 0)))


def _of_department(key: str, answered: Sequence[Longest], waiting: Sequence[Longest]) -> AnswerTimes:
    mean = mean_response_hours([timedelta(hours=one.hours) for one in answered])
    return AnswerTimes(key, len(answered), mean, _longest(answered), len(waiting), _longest(waiting))


def _longest(of: Sequence[Longest]) -> Longest | None:
    return max(of, key=lambda one: one.hours, default=None)
