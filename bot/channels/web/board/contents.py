"""What is on the board of somebody: read together with the rights they have now, and put into words and numbers.

Two halves: what a working day moves (leads, deals, actions of the day), read whenever something was committed; and
what takes longer to read and moves slowly (losses, forecast).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from analytics import process_figures, stage_columns
from analytics.forecast.company import periods
from analytics.forecast.company import report as forecasts
from analytics.forecast.company.win_model import LEAST_CLOSED
from analytics.stage_columns import Card, Column
from bot import access
from bot.access import Speaker
from bot.turn.asking import View, funnel
from bot.wording.reports import board as wording
from bot.wording.reports import funnel as funnel_wording
from config.policy import Policy
from sales import customers, daily_actions, leads
from sales.daily_actions import Reporter
from sales.leads import LeadTimes
from sales.period import Period
from sales.teamwork import limit_changes, targets
from scheduler import day_clock
from scheduler.working_time import WorkingTime

Json = Mapping[str, Any]
MOST_CARDS, MOST_LEADS = 8, 5


def scope_of(speaker: Speaker) -> tuple[str, int | None]:
    """What tells boards apart: everybody's, a team's, somebody's own."""
    if speaker.sees_all:
        return "all", None
    if speaker.role == "supervisor" and speaker.team_id is not None:
        return "team", speaker.team_id
    return "own", speaker.id


def of_today(session: Session, speaker: Speaker, policy: Policy, now: datetime) -> tuple[Json, datetime]:
    """What a working day moves; and when the passing of time changes it next."""
    policy = limit_changes.in_force(session, policy)
    today = now.astimezone(policy.zone).date()
    columns = stage_columns.columns(session, access.own_deals(speaker), policy, now, MOST_CARDS)
    tomorrow = datetime.combine(today + timedelta(days=1), time.min, policy.zone)
    next_at = min([tomorrow, *(column.next_at for column in columns if column.next_at is not None)])
    ids = sorted({card.deal.customer_id for column in columns for card in (*column.fresh, *column.cards)})
    names = customers.short_names(session, ids) if ids else {}
    found = {
        "title": wording.whose_board(funnel.own(session, speaker)),
        "leads": _leads(session, speaker, policy, today),
        "stages": [_column(policy, column, names, now) for column in columns],
        "today": _actions(session, speaker, policy, today),
        "yesterday": _actions(session, speaker, policy, day_clock.working_day_before(policy, today)),
        "leads_others": speaker.leads,
    }
    return found, next_at


def of_the_quarter(session: Session, speaker: Speaker, policy: Policy, now: datetime) -> Json:
    """What moves slowly: where deals are lost, and what is forecast."""
    today = now.astimezone(policy.zone).date()
    dimensions = ("product", "person") if speaker.leads else ("product",)
    quarter = periods.quarter_of(today)
    return {
        "losses": [_losses(session, speaker, policy, by, quarter, now) for by in dimensions],
        "forecast": [_forecast(session, speaker, policy, period, now) for period in (periods.month_of(today), quarter)],
    }


def _leads(session: Session, speaker: Speaker, policy: Policy, today: date) -> Json:
    found = leads.lead_times(session, access.own_deals(speaker), today, policy.zone)
    counts = process_figures.lead_day(found, policy.zone)
    waiting = [lead for lead in found if lead.first_touch_at is None]
    return {
        "entered": counts.entered,
        "assigned": counts.assigned,
        "touched": counts.touched,
        "waiting": [_lead(lead) for lead in waiting[:MOST_LEADS]],
        "more": len(waiting[MOST_LEADS:]),
    }


def _lead(lead: LeadTimes) -> Json:
    owner = lead.owner if lead.assigned_at is not None else None
    return {"customer": lead.customer, "owner": owner, "since": lead.entered_at.isoformat()}


def _column(policy: Policy, column: Column, names: Mapping[int, str], now: datetime) -> Json:
    return {
        "name": policy.stage_name(column.stage),
        "limit": policy.stage(column.stage).limit_words,
        "count": column.count,
        "amount_fen": column.amount_fen,
        "late": column.late,
        "fresh": [_card(card, names, now) for card in column.fresh],
        "cards": [_card(card, names, now) for card in column.cards],
    }


def _card(card: Card, names: Mapping[int, str], now: datetime) -> Json:
    deal = card.deal
    return {
        "id": deal.id,
        "customer": names.get(deal.customer_id, deal.customer),
        "full_name": deal.customer,
        "product": deal.product_line,
        "owner": deal.owner,
        "amount_fen": deal.amount_fen,
        "limit_at": card.limit_at.isoformat(),
        "late": card.limit_at <= now,
    }


def _actions(session: Session, speaker: Speaker, policy: Policy, day: date) -> Json | None:
    """Who was asked for the most effective action of a day, and what they reported; None where nobody is."""
    if policy.daily_action is None:
        return None
    works = WorkingTime(policy).is_working_day(day)
    asked_at = day_clock.asked_at(policy, day)
    found = daily_actions.reporters(session, access.members(speaker), day, asked_at, policy.zone)
    found = found if works else tuple(one for one in found if one.action is not None)
    return {
        "day": wording.day_line(day),
        "works": works,
        "asked_at": wording.clock(asked_at.astimezone(policy.zone)),
        "done": [_reported(one) for one in found if one.action is not None and one.action.text is not None],
        "none": [one.name for one in found if one.action is not None and one.action.text is None],
        "missing": [one.name for one in found if one.action is None],
    }


def _reported(reporter: Reporter) -> Json:
    assert reporter.action is not None
    return {"name": reporter.name, "text": reporter.action.text}


def _losses(session: Session, speaker: Speaker, policy: Policy, by: str, period: Period, now: datetime) -> Json:
    """The losses as the chat says them, by a dimension."""
    view = View("query_funnel", "loss", by, first=period.first, last=period.last)
    report = funnel.read(session, access.own_deals(speaker), policy, view)
    _, chart = funnel.answer(policy, view, funnel.own(session, speaker), report, now)
    days = wording.days(period, now.astimezone(policy.zone).date())
    label = funnel_wording.DIMENSIONS[by]
    return {**asdict(chart), "by": by, "label": label, "days": days, "lost": report.now.lost}


def _forecast(session: Session, speaker: Speaker, policy: Policy, period: Period, now: datetime) -> Json:
    stages, scope = policy.stage_keys, access.own_deals(speaker)
    seen = forecasts.read(session, scope, None, stages, period, now, policy.zone, by_person=False)
    found = targets.standings(session, access.members(speaker), scope, period, policy.zone)
    today = now.astimezone(policy.zone).date()
    return {
        "label": wording.period_name(period, today),
        "won_fen": seen.won_fen,
        "won": seen.won_count,
        "expected_fen": seen.open_fen + seen.new_fen,
        "low_fen": seen.low_fen,
        "high_fen": seen.high_fen,
        "target_fen": found.target_fen or None,
        "open": seen.open_count,
        "note": None if seen.learned else wording.too_little(seen.closed, LEAST_CLOSED),
    }
