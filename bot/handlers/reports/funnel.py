"""The funnel of a period, its losses, and what is in each stage now. 华东区这个月漏斗 / 跟上个月比 / 按人看 / 丢单率

Words that name only what is another one now go on from the question before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics import charts
from analytics.funnel import report as reports
from analytics.funnel.report import Report
from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent
from bot.conversation.attachments import Chart
from bot.conversation.messages import Choice
from bot.handlers.shared.asking import (
    Beyond,
    against_of,
    deals_offer,
    funnel_offer,
    period_of,
    said,
    show_deals,
    slice_of,
    span_of,
    view_meant,
)
from bot.turn.asking import View
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ShowFunnel
from bot.wording.reports import funnel as wording
from bot.wording.reports.spans import say_days
from config.policy import Policy
from nlu import asking
from sales.deals import LOST, WON

FLOW_NAME = "query_funnel"
MOST_STAGES = 4  # that have a button of their own


async def query_funnel(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", asked, talk.speaker, talk.policy, opening)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    whose = await said.whose(talk, view)
    if view.aspect == "deals":
        return await show_deals(talk, view, whose, opening.at)
    report = await talk.query("report", read, access.deals(talk.speaker), talk.policy, view)
    text, chart = answer(talk.policy, view, whose, report, opening.at)
    if not talk.speaker.leads and asking.by_what(opening.text) in ("team", "person"):
        text = f"{wording.ONLY_OWN}\n{text}"
    await talk.say(
        text, buttons(talk.policy, talk.speaker, view, report), attachments=[Chart.of(charts.as_json(chart), "")]
    )


def asked(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> View | Beyond:
    """What is to be shown: what a button says, or the words with what they keep of the question before."""
    if opening.params:
        return _offered(ShowFunnel.of(opening.params))
    found = view_meant(session, speaker, policy, opening, FLOW_NAME)
    if isinstance(found, Beyond):
        return found
    text = opening.text
    by = asking.by_what(text) or found.by
    if by in _given(found) or (by in ("team", "person") and not speaker.leads):
        by = None
    aspect = _aspect(text, found)
    if aspect == "loss" and by is None:
        by = "product"
    stage = found.stage
    if found.aspect == "deals" and stage is not None:
        return replace(found, by=None)
    if asking.wants_deals(text) and (stage is not None or aspect in ("loss", "win")):
        stage = stage or (LOST if aspect == "loss" else WON)
        aspect = "deals"
    return replace(found, aspect=aspect, by=by if aspect in ("funnel", "loss", "win") else None, stage=stage)


def _given(view: View) -> list[str]:
    """The dimensions of which a view has one value only."""
    values = {"product": view.product, "region": view.region, "team": view.team_id, "person": view.member_id}
    single = [by for by, value in values.items() if value is not None]
    return [*single, "team"] if "person" in single else single


def _aspect(text: str, view: View) -> str:
    named = asking.aspect(text)
    if named is not None or view.stage is not None:
        return named or "standing"
    return view.aspect if view.aspect not in ("", "deals", "standing") else "funnel"


def _offered(offer: ShowFunnel) -> View:
    first, last = (date.fromisoformat(day) if day else None for day in (offer.first, offer.last))
    return View(
        FLOW_NAME, offer.aspect or "funnel", offer.by, offer.region, offer.team, offer.member, offer.product,
        offer.industry, first=first, last=last,
    )  # fmt: skip


def read(session: Session, scope: ColumnElement[bool], policy: Policy, view: View) -> Report:
    """The figures of a view."""
    period, against = period_of(view), against_of(view)
    assert period is not None and against is not None
    stages = tuple(stage.key for stage in policy.stages)
    spans = span_of(period, policy.zone), span_of(against, policy.zone)
    by = next((known for known in reports.DIMENSIONS if known == view.by), None)
    return reports.report(session, slice_of(view).within(scope), stages, *spans, by)


def answer(policy: Policy, view: View, whose: str, report: Report, now: datetime) -> tuple[str, charts.Chart]:
    """The words and the picture that answer a question."""
    period, against = period_of(view), against_of(view)
    assert period is not None and against is not None
    today = now.astimezone(policy.zone).date()
    than = say_days(against, today)
    name, days = wording.title(view.aspect, whose, view.by), wording.days_line(period, against, today)
    head = f"{name}({days})"
    if view.aspect == "standing":
        shown = wording.standing_chart(policy, name, say_days(period.__class__(today, today), today), report)
        return wording.standing_text(policy, whose, report, view.stage), shown
    if view.aspect == "loss":
        chart: charts.Chart = wording.matrix_chart(policy, name, days, report, view.by, bad=True)
        return wording.loss_text(policy, head, report, view.by, than), chart
    if view.by is not None:
        chart = wording.matrix_chart(policy, name, days, report, view.by, bad=False)
        return wording.parts_text(policy, head, report, view.by), chart
    chart = wording.funnel_chart(policy, name, days, report, than)
    if view.aspect == "reasons":
        return wording.reasons_text(policy, head, report), chart
    if view.aspect == "win":
        return wording.win_text(head, report, than), chart
    return wording.funnel_text(policy, head, report, than), chart


def buttons(policy: Policy, speaker: Speaker, view: View, report: Report) -> list[Choice]:
    """The deals of each stage, the most first; those lost; the same by people or products; the losses."""
    fullest = sorted((one for one in report.standing if one.count), key=lambda one: -one.count)[:MOST_STAGES]
    found = [
        Choice(f"{policy.stage_name(one.stage)} {one.count} 单", opens=deals_offer(replace(view, stage=one.stage)))
        for one in sorted(fullest, key=lambda one: [stage.key for stage in policy.stages].index(one.stage))
    ]
    if report.now.lost:
        found.append(Choice(f"丢的 {report.now.lost} 单", opens=deals_offer(replace(view, stage=LOST))))
    by = "person" if speaker.leads and view.member_id is None else "product"
    if view.by != by:
        found.append(Choice(f"按{wording.DIMENSIONS[by]}看", opens=funnel_offer(replace(view, aspect="funnel", by=by))))
    if view.aspect != "loss":
        found.append(Choice("丢单率热力图", opens=funnel_offer(replace(view, aspect="loss", by=view.by or "product"))))
    return found


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent("query_funnel"),),
    roles=SALES,
    run=query_funnel,
    title="看漏斗",
    only_answers=True,
    offer=ShowFunnel,
)
