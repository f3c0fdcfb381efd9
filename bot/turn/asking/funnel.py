"""The answer to a question about the funnel: what is read for it, the words, the picture, what to look at next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics import charts
from analytics.funnel import report as reports
from analytics.funnel.report import Report
from bot.access import LEADERS, Speaker
from bot.conversation.attachments import Chart
from bot.conversation.messages import Choice, Message
from bot.turn.asking.spans import against_of, deals_offer, funnel_offer, period_of, slice_of, span_of
from bot.turn.asking.view import View
from bot.wording.reports import funnel as wording
from bot.wording.reports import losses, spans
from bot.wording.reports.spans import say_days
from config.policy import Policy
from sales.deals import LOST
from sales.period import Period
from sales.teamwork import people

MOST_STAGES = 4  # that have a button of their own


def read(session: Session, scope: ColumnElement[bool], policy: Policy, view: View) -> Report:
    """The figures of a view."""
    period, against = _days(view)
    stages = tuple(policy.stage_keys)
    these = span_of(period, policy.zone), span_of(against, policy.zone)
    by = next((known for known in reports.DIMENSIONS if known == view.by), None)
    return reports.report(session, scope, slice_of(view), stages, policy.zone, *these, by)


def message(policy: Policy, speaker: Speaker, view: View, whose: str, report: Report, now: datetime) -> Message:
    """What is said."""
    text, chart = answer(policy, view, whose, report, now)
    picture = Chart.of(charts.as_json(chart), "")
    return Message(text, tuple(buttons(policy, speaker, view, report)), attachments=(picture,))


def answer(policy: Policy, view: View, whose: str, report: Report, now: datetime) -> tuple[str, charts.Chart]:
    """The words and the picture that answer a question."""
    period, against = _days(view)
    today = now.astimezone(policy.zone).date()
    than = say_days(against, today)
    name, days = wording.title(view.aspect, whose, view.by), wording.days_line(period, against, today)
    head = f"{name}({days})"
    if view.aspect == "standing":
        shown = wording.standing_chart(policy, name, say_days(Period(today, today), today), report)
        return wording.standing_text(policy, whose, report, view.stage), shown
    if view.aspect == "loss":
        chart: charts.Chart = wording.matrix_chart(policy, name, days, report, view.by, bad=True)
        return losses.loss_text(policy, head, report, view.by, than), chart
    if view.by is not None:
        chart = wording.matrix_chart(policy, name, days, report, view.by, bad=False)
        return wording.parts_text(policy, head, report, view.by, than), chart
    chart = wording.funnel_chart(policy, name, days, report, than)
    if view.aspect == "reasons":
        return losses.reasons_text(policy, head, report, than), chart
    if view.aspect == "win":
        return wording.win_text(head, report, than), chart
    return wording.funnel_text(policy, head, report, than), chart


def buttons(policy: Policy, speaker: Speaker, view: View, report: Report) -> list[Choice]:
    """The deals of each stage, the fullest ones; those lost; the same by people or products; the losses."""
    fullest = sorted((one for one in report.standing if one.count), key=lambda one: -one.count)[:MOST_STAGES]
    found = [
        Choice(f"{policy.stage_name(one.stage)} {one.count} 单", opens=deals_offer(replace(view, stage=one.stage)))
        for one in report.standing
        if one in fullest
    ]
    if report.now.lost:
        found.append(Choice(f"丢的 {report.now.lost} 单", opens=deals_offer(replace(view, stage=LOST))))
    by = "person" if speaker.leads and view.member_id is None else "product"
    if view.by != by:
        offer = funnel_offer(replace(view, aspect="funnel", by=by))
        found.append(Choice(f"按{wording.DIMENSIONS[by]}看", opens=offer))
    if view.aspect != "loss":
        offer = funnel_offer(replace(view, aspect="loss", by=view.by or "product"))
        found.append(Choice("丢单率热力图", opens=offer))
    return found


def whose_of(session: Session, speaker: Speaker, view: View) -> str:
    """张伟, 华东一部, 全公司, 你: whose deals a view is of, and which of them."""
    member = people.get(session, view.member_id) if view.member_id is not None else None
    person = None if member is None else "你" if member.id == speaker.id else member.name
    return spans.whose_deals(
        person=person,
        team=people.team_name(session, view.team_id),
        region=view.region,
        product=view.product,
        industry=view.industry,
        mine=own(session, speaker),
    )


def own(session: Session, speaker: Speaker) -> str:
    """What the speaker sees: 全公司, their team's name, 你."""
    if speaker.sees_all:
        return "全公司"
    return (people.team_name(session, speaker.team_id) if speaker.role in LEADERS else None) or "你"


def _days(view: View) -> tuple[Period, Period]:
    period, against = period_of(view), against_of(view)
    assert period is not None and against is not None
    return period, against
