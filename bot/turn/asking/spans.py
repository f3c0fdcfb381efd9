"""The days and the deals of a view, as the read models take them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analytics.funnel.rows import Span
from analytics.funnel.slices import Slice
from bot.turn.asking.view import View
from bot.wording.offers import ShowDeals, ShowFunnel
from nlu import asking
from nlu.time.times import find_times
from nlu.understanding import Understanding
from sales import slot_values
from sales.period import Period

EARLY = 3  # until this day of a month the one before is looked at, where no days are named


def slice_of(view: View) -> Slice:
    """Which deals a view is of."""
    return Slice(view.region, view.team_id, view.member_id, view.product, view.industry)


def deals_offer(view: View) -> ShowDeals:
    """The button that shows the deals of a view's stage."""
    of = (view.region, view.team_id, view.member_id, view.product, view.industry)
    return ShowDeals(view.stage, *of, _iso(view.first), _iso(view.last))


def funnel_offer(view: View) -> ShowFunnel:
    """The button that shows a view of the funnel."""
    of = (view.region, view.team_id, view.member_id, view.product, view.industry)
    return ShowFunnel(view.aspect, view.by, *of, _iso(view.first), _iso(view.last))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def period_of(view: View) -> Period | None:
    """The days of a view; None where it is of no days."""
    return Period(view.first, view.last) if view.first is not None and view.last is not None else None


def against_of(view: View) -> Period | None:
    """The days that those of a view are compared with: the period before, where none were named."""
    if view.against_first is not None and view.against_last is not None:
        return Period(view.against_first, view.against_last)
    period = period_of(view)
    return period.before if period is not None else None


def compared_with(text: str, period: Period, here: datetime) -> Period | None:
    """The days that the words have those of a period compared with, as long as they where the words name none but a
    length of time; None where they compare nothing."""
    match asking.against(text, here):
        case None:
            return None
        case "year_ago":
            return period.year_ago
        case "before":
            return period.before
        case asking.Ago(weeks=weeks, months=months, same_part=same_part):
            shifted = period.earlier(weeks, months)
            passed = period.upto(here.date()).last - period.first
            return Period(shifted.first, min(shifted.last, shifted.first + passed)) if same_part else shifted
        case days:
            named = slot_values.period({"period": days})
            return named if named is not None and named != period else period.before


def names_only_compared(meant: Understanding) -> bool:
    """Whether the period that the words name is the one to be compared with."""
    span, named = asking.span_compared(meant.text), meant.spans_of("period")
    return span is not None and bool(named) and span[0] <= named[0][0]


def period_named(meant: Understanding, here: datetime) -> Period | None:
    """The period that words name, but for that which they compare it with."""
    return None if names_only_compared(meant) else period_said(meant.text, here)


def this_week(today: date) -> Period:
    """The week of a day."""
    return Period.week(today - timedelta(days=today.weekday()))


def span_of(period: Period, zone: ZoneInfo) -> Span:
    """From the first instant of a period up to that of the day after it."""
    after = period.last + timedelta(days=1)
    return Span(period.start(zone), datetime.combine(after, time.min, zone))


def period_said(text: str, here: datetime) -> Period | None:
    """The period that words name, of whatever kind they are."""
    named = next((time.period for time in find_times(text, here) if time.period and not time.duration), None)
    return slot_values.period({"period": named}) if named is not None else None


def period_at(text: str, here: datetime) -> Period:
    """The period that words name at a moment; the month, in its first days the month before, where they name none."""
    month = this_month(here.date())
    return period_said(text, here) or (month.before if here.day <= EARLY else month)


def months_of(period: Period) -> tuple[Period, ...]:
    """The months of a period, whole ones."""
    months = [this_month(period.first)]
    while months[-1].last < period.last:
        months.append(this_month(months[-1].last + timedelta(days=1)))
    return tuple(months)


def this_month(today: date) -> Period:
    """The month of a day."""
    return Period(today.replace(day=1), today.replace(day=monthrange(today.year, today.month)[1]))
