"""The process figures of each person of a group, in a period and in the one before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from analytics.groups import Group
from analytics.process_figures import Figures, Touch, figures
from analytics.process_rows import days_by_person, touches_of
from analytics.weekly_brief import Part
from config.policy import Policy
from sales.period import Period
from sales.teamwork import people

Each = Callable[[Period], Mapping[int, Figures]]  # the figures of a period, by member


def speeds(session: Session, group: Group, period: Period, before: Period, policy: Policy) -> tuple[Part, ...]:
    """How fast each follows up, the slowest first; who has no figure last."""

    def each(of: Period) -> Mapping[int, Figures]:
        found: dict[int, list[Touch]] = {}
        for touch in touches_of(session, group, of, policy):
            found.setdefault(touch.by, []).append(touch)
        return {member: figures(theirs, 0, 0, ()) for member, theirs in found.items()}

    parts = _parts(session, group, each, period, before)
    return tuple(sorted(parts, key=lambda part: -(part.now.followup_hours or 0)))


def effective(
    session: Session, group: Group, period: Period, before: Period, policy: Policy, now: datetime
) -> tuple[Part, ...]:
    """On which share of the days asked each reported an effective action, the least first; who was not asked last."""

    def each(of: Period) -> Mapping[int, Figures]:
        reported, asked = days_by_person(session, group, of, policy, now)
        return {member: figures((), reported[member], days, ()) for member, days in asked.items()}

    parts = _parts(session, group, each, period, before)
    return tuple(sorted(parts, key=lambda part: (part.now.effective_share is None, part.now.effective_share or 0)))


def _parts(session: Session, group: Group, each: Each, period: Period, before: Period) -> list[Part]:
    now, then, none = each(period), each(before), Figures()
    return [
        Part(member.name, now.get(member.id, none), then.get(member.id, none))
        for member in people.sellers_among(session, group.members)
    ]
