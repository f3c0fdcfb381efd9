"""Customers or deals as a file to take along: what who asks may see. 导出我组的客户 / 把华东的单子导成Excel"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.access import SALES
from bot.admin.exporting import CSV, EXCEL, EXPORT
from bot.conversation import Failed, Flow, Phrase
from bot.conversation.attachments import Document
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking.spans import slice_of
from bot.turn.opening import Opening, Talk
from bot.wording.reports import exports as wording
from nlu.asking import figures
from sales.scope import Actor
from storage.background import Audit

FLOW_NAME = "export_rows"


async def export_rows(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, FLOW_NAME)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    whose = await said.whose(talk, view)
    of_customers, excel = figures.of_customers(opening.text), figures.as_excel(opening.text)
    of = {"customers": of_customers, "slice": asdict(slice_of(view)), "excel": excel}
    args = {"member": talk.speaker.member_id, **of}
    made = await talk.call("file", EXPORT, args)
    if isinstance(made, Failed):
        return await talk.say(wording.FAILED)
    if made["key"] is None:
        return await talk.say(wording.nothing(whose, of_customers=of_customers))
    await talk.execute("note", note, whose, made["count"], opening.at, of_customers)
    day = opening.at.astimezone(talk.policy.zone).date()
    name = wording.file_name(whose, day, of_customers=of_customers) + (EXCEL if excel else CSV)
    text = wording.made(whose, made["count"], of_customers=of_customers)
    await talk.say(text, attachments=[Document(made["key"], name, name)])


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
