"""过程健康度简报: the process figures of a period and of the one before it, and the deals that are worst off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from analytics import groups
from analytics.groups import Group
from analytics.process_figures import Figures, figures
from analytics.process_rows import person_days, responses_of, touches_of
from config.policy import Policy
from sales import limits
from sales.limits import Longest
from sales.period import Period

WORST = 3


@dataclass(frozen=True)
class Part:
    """The figures of a part of the group, a team of the company, in the period and in the one before."""

    name: str
    now: Figures
    before: Figures


@dataclass(frozen=True)
class Brief:
    """The figures of a group in [first, last] and in the period before, or that from `before_first` to `before_last`;
    its deals longest over their limits."""

    name: str
    first: date
    last: date
    now: Figures
    before: Figures
    worst: Longest
    parts: tuple[Part, ...] = ()
    before_first: date | None = None
    before_last: date | None = None


def brief(session: Session, group: Group, period: Period, before: Period, policy: Policy, now: datetime) -> Brief:
    """The brief of a group; that of the company says the figures of its teams too."""
    parts = groups.teams(session) if group.is_company else ()
    return Brief(
        group.name,
        period.first,
        period.last,
        figures_of(session, group, period, policy, now),
        figures_of(session, group, before, policy, now),
        limits.longest(session, group.deals, policy, now, WORST),
        tuple(
            Part(
                part.name,
                figures_of(session, part, period, policy, now),
                figures_of(session, part, before, policy, now),
            )
            for part in parts
        ),
        before.first,
        before.last,
    )


def figures_of(session: Session, group: Group, period: Period, policy: Policy, now: datetime) -> Figures:
    """The three figures of a group in a period."""
    reported, asked = person_days(session, group, period, policy, now)
    answered, waiting = responses_of(session, group, period, policy, now)
    return figures(touches_of(session, group, period, policy), reported, asked, answered, waiting)
