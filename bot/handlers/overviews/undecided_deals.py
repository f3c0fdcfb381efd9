"""The open deals in scope of customers where nobody is known to decide. 哪些单子还没有拍板人"""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics.funnel import deals
from analytics.funnel.deals import Found
from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking.spans import slice_of
from bot.turn.opening import Opening, Talk
from bot.wording.overviews import deals as wording
from sales import customers, decision_chain

FLOW_NAME = "undecided_deals"
SHOWN, PEOPLE = 8, 3


async def undecided_deals(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, FLOW_NAME, anew=True)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    scope = decision_chain.without_decider(slice_of(view).within(access.deals(talk.speaker)))
    found = await talk.query("found", read, scope, view.stage)
    ids = sorted({deal.customer_id for deal in found.deals})
    known = await talk.query("known", known_at, talk.speaker, ids) if ids else {}
    names = await talk.query("names", customers.short_names, ids) if ids else {}
    leads = opening.speaker.leads
    text = wording.undecided_lines(talk.policy, await said.whose(talk, view), found, known, with_owner=leads)
    await talk.say(text, wording.undecided_buttons(found, names, leads=leads))


def read(session: Session, scope: ColumnElement[bool], stage: str | None) -> Found:
    """Those in a stage, or all that are open, the largest first."""
    return deals.of_stage(session, scope, stage, None, SHOWN, largest=True)


def known_at(session: Session, speaker: Speaker, customer_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Some of the people who are known at each of these customers."""
    scope = access.customers(speaker)
    return {key: decision_chain.people_at(session, scope, key)[:PEOPLE] for key in customer_ids}


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent(FLOW_NAME),),
    roles=SALES,
    run=undecided_deals,
    title="看没有拍板人的单子",
    only_answers=True,
)
