"""The deals behind a figure, and one tap to each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics.funnel import deals
from analytics.funnel.deals import Found
from bot import access
from bot.conversation.messages import Choice
from bot.turn.asking import View
from bot.turn.asking.spans import period_of, slice_of, span_of
from bot.turn.opening import Talk
from bot.wording.offers import ShowCustomer
from bot.wording.reports import deals as wording
from bot.wording.reports.funnel import stage_said
from bot.wording.reports.spans import say_days
from config.policy import Policy
from nlu.asking.sizes import Size
from sales import customers
from sales.deals import CLOSED, worth

SHOWN = 8
WITH_BUTTONS = 5


async def show_deals(
    talk: Talk, view: View, whose: str, now: datetime, size: Size | None = None, largest: int | None = None
) -> None:
    """Say which deals are in the stage of a view (and of a size), with a button to each customer; of the `largest` so
    many."""
    scope = access.deals(talk.speaker)
    if size is not None:
        scope = worth(scope, size.least, size.most)
    found = await talk.query("deals", read, scope, talk.policy, view, largest)
    period = period_of(view)
    days = say_days(period, now.astimezone(talk.policy.zone).date()) if period is not None else ""
    head = stage_said(talk.policy, view.stage, whose, days) + (wording.of_size(size.least, size.most) if size else "")
    ids = list(dict.fromkeys(deal.customer_id for deal in found.deals[:WITH_BUTTONS]))
    names = await talk.query("short_names", customers.short_names, sorted(ids)) if ids else {}
    buttons = [Choice(f"看看·{names[key]}", opens=ShowCustomer(key)) for key in ids]
    await talk.say(
        wording.deal_lines(talk.policy, head, found, now, with_owner=talk.speaker.leads, largest=largest is not None),
        buttons,
    )


def read(session: Session, scope: ColumnElement[bool], policy: Policy, view: View, largest: int | None = None) -> Found:
    """The deals of the view's stage; so many of the `largest`."""
    period = period_of(view)
    span = span_of(period, policy.zone) if period is not None and view.stage in CLOSED else None
    return deals.of_stage(
        session, slice_of(view).within(scope), view.stage, span, largest or SHOWN, largest=largest is not None
    )
