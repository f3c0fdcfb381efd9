"""Customers or deals as a file to take along: what who asks may see. 导出我组的客户 / 把华东的单子导成Excel"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from analytics.export import LATE, OPEN
from bot.access import SALES, Speaker
from bot.admin.exporting import CSV, EXCEL, EXPORT
from bot.conversation import Failed, Flow, Phrase
from bot.conversation.attachments import Document
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking import View, asked_before, before
from bot.turn.asking.spans import period_of, period_said, slice_of
from bot.turn.opening import Opening, Talk
from bot.wording.reports import exports as wording
from bot.wording.reports.spans import say_days
from config.policy import Policy
from nlu import asking
from nlu.asking import figures
from sales.deals import CLOSED, LOST, WON
from sales.scope import Actor
from storage.background import Audit

OVERDUE = "query_overdue"
FLOW_NAME, SUMS, TARGETS, HEALTH = "export_rows", "own_figures", "targets_met", "query_health"
CUSTOMERS = "customers"
WHICH = ("导出在谈的单子", "导出丢单", "导出客户")


async def export_rows(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", meant, talk.speaker, talk.policy, opening)
    if view is None:
        return await talk.say(wording.WHICH, [Choice(label, opens=SaidWords(FLOW_NAME, label)) for label in WHICH])
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    today = opening.at.astimezone(talk.policy.zone).date()
    period = period_of(view)
    whose = await said.whose(talk, view)
    whose += wording.which_deals(talk.policy, view.stage, say_days(period, today) if period is not None else "")
    of_customers, excel = view.aspect == CUSTOMERS, figures.as_excel(opening.text)
    of = {"customers": of_customers, "slice": asdict(slice_of(view)), "excel": excel, "stage": view.stage}
    of |= {"at": opening.at.isoformat()} if view.stage == LATE else {}
    of |= {"first": view.first.isoformat(), "last": view.last.isoformat()} if view.first and view.last else {}
    args = {"member": talk.speaker.member_id, **of}
    made = await talk.call("file", EXPORT, args)
    if isinstance(made, Failed):
        return await talk.say(wording.FAILED)
    if made["key"] is None:
        return await talk.say(wording.nothing(whose, of_customers=of_customers))
    await talk.execute("note", note, whose, made["count"], opening.at, of_customers)
    name = wording.file_name(whose, today, of_customers=of_customers) + (EXCEL if excel else CSV)
    text = wording.made(whose, made["count"], of_customers=of_customers)
    await talk.say(text, attachments=[Document(made["key"], name, name)])


def meant(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> View | Beyond | None:
    """What the file is to hold: what the words name, or where they name nothing, what was shown last; None where
    that is no list of deals or customers."""
    if figures.exports_shown(opening.text):
        if (shown := before(session, opening.run, opening.at)) is not None:
            return of_shown(shown)
        asked = asked_before(session, opening.run, opening.at)
        if asked is None or asked.flow not in (SUMS, OVERDUE):
            return None
        opening = replace(asked.opening, run=opening.run)
    view = view_meant(session, speaker, policy, opening, FLOW_NAME)
    if isinstance(view, Beyond):
        return view
    aspect = asking.aspect(opening.text)
    stage = LOST if aspect in ("loss", "reasons") else WON if figures.of_won(opening.text) else None
    stage = stage or (LATE if figures.of_late(opening.text) else OPEN if figures.of_open(opening.text) else view.stage)
    here = opening.at.astimezone(policy.zone)
    dated = stage in CLOSED and period_said(opening.text, here) is not None
    of = CUSTOMERS if figures.of_customers(opening.text) else ""
    view = replace(view, aspect=of, by=None, stage=stage)
    return view if dated else replace(view, first=None, last=None)


def of_shown(view: View) -> View:
    """The deals, or customers, that an answer was about."""
    stage = view.stage or (OPEN if view.aspect in ("deals", "holding") else None)
    if view.aspect in ("loss", "reasons"):
        stage = LOST
    elif view.flow == TARGETS or view.aspect == "win":
        stage = WON
    aspect = CUSTOMERS if view.flow == HEALTH else ""
    view = replace(view, flow=FLOW_NAME, aspect=aspect, by=None, stage=stage)
    return view if stage in CLOSED else replace(view, first=None, last=None)


def note(session: Session, by: Actor, whose: str, count: int, now: datetime, of_customers: bool) -> int:
    """Keep who took what along, and when."""
    detail: dict[str, Any] = {"of": "customers" if of_customers else "deals", "whose": whose, "rows": count}
    session.add(Audit(at=now, member_id=by.member_id, what="export", subject=f"member:{by.member_id}", detail=detail))
    return count


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Phrase("exports", figures.exports),),
    roles=SALES,
    run=export_rows,
    title="导出客户和单子",
    only_answers=True,
)
