"""The formulas of docs/process-figures.md, as pure functions. What has no data is None, never 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sales.leads import LeadTimes

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Contact:
    """A customer was reached about a deal; `ours`: by those whom the figures are of; `by`: by which member."""

    deal_id: int
    at: datetime
    ours: bool = True
    by: int = 0


@dataclass(frozen=True)
class Touch:
    """A customer was reached about a deal at `at` by a member; the deal's time had been running since `since`."""

    since: datetime
    at: datetime
    by: int = 0


@dataclass(frozen=True)
class Figures:
    """The three figures of a period, each with how many it is of: contacts, reported of asked, answers; and what waits
    for an answer at its end, for how long at most."""

    followup_hours: float | None = None
    touches: int = 0
    effective_share: float | None = None
    reported: int = 0
    asked: int = 0
    response_hours: float | None = None
    answers: int = 0
    unanswered: int = 0
    longest_wait_hours: float | None = None


@dataclass(frozen=True)
class LeadDay:
    """Of `entered` leads of a day, how many were assigned and how many first touched on the same day."""

    entered: int
    assigned: int
    touched: int

    @property
    def assigned_share(self) -> float | None:
        """当日分配率."""
        return share(self.assigned, self.entered)

    @property
    def touched_share(self) -> float | None:
        """当日首触率."""
        return share(self.touched, self.entered)


def touches(
    starts: Mapping[int, Sequence[datetime]], contacts: Iterable[Contact], first: datetime, end: datetime
) -> list[Touch]:
    """Our contacts of [first, end), each with the start of its deal's time: the contact before it, whoever had it, or
    the deal's last change of stage where that is later. `contacts` are all of these deals up to `end`; `starts` say
    when each came to its stages. A contact with nothing before it has no time to count."""
    by_deal: dict[int, list[Contact]] = {}
    for contact in contacts:
        by_deal.setdefault(contact.deal_id, []).append(contact)
    found = []
    for deal_id, of_deal in by_deal.items():
        marks = [*starts.get(deal_id, ()), *(contact.at for contact in of_deal)]
        for contact in of_deal:
            since = max((mark for mark in marks if mark < contact.at), default=None)
            if contact.ours and since is not None and first <= contact.at < end:
                found.append(Touch(since, contact.at, contact.by))
    return sorted(found, key=lambda touch: touch.at)


def mean_followup_hours(of: Sequence[Touch]) -> float | None:
    """平均跟进时效: the mean of the calendar hours for which a deal's time had been running when the customer was
    reached."""
    return _mean([(touch.at - touch.since) / HOUR for touch in of])


def mean_response_hours(of: Sequence[timedelta]) -> float | None:
    """跨部门协同响应时长: the mean of the working hours from arriving at a department to its answer."""
    return _mean([response / HOUR for response in of])


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`, in 0-1; None of nothing. 有效动作占比: person-days with an action, of those asked."""
    return part / whole if whole else None


def figures(
    of: Sequence[Touch], reported: int, asked: int, responses: Sequence[timedelta], waits: Sequence[timedelta] = ()
) -> Figures:
    """The three figures; `waits` are the working times of what is not answered yet."""
    return Figures(
        mean_followup_hours(of),
        len(of),
        share(reported, asked),
        reported,
        asked,
        mean_response_hours(responses),
        len(responses),
        len(waits),
        max(waits) / HOUR if waits else None,
    )


def lead_day(leads: Iterable[LeadTimes], zone: tzinfo) -> LeadDay:
    """当日线索-当日分配-当日首触: how many of the leads were assigned, and first touched, on the day they came in."""
    entered = assigned = touched = 0
    for lead in leads:
        day = lead.entered_at.astimezone(zone).date()
        entered += 1
        assigned += lead.assigned_at is not None and lead.assigned_at.astimezone(zone).date() == day
        touched += lead.first_touch_at is not None and lead.first_touch_at.astimezone(zone).date() == day
    return LeadDay(entered, assigned, touched)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
