"""Figures of one's own work, short: deals in a stage, customers, what was won. 我现在有几单在报价 / 我这个月签了几单

A leader's are those of the team, or of the colleague named. What was recorded is listed; how soon a new customer is to
be contacted is the policy's figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent, Phrase
from bot.handlers.shared.asking import Beyond, said, show_deals, view_meant
from bot.turn.asking import View, funnel
from bot.turn.asking.spans import months_of, period_of, period_said, slice_of
from bot.turn.opening import Opening, Talk
from bot.wording import figures as wording
from bot.wording import teamwork
from bot.wording.reports.funnel import ONLY_OWN
from bot.wording.reports.spans import say_days
from config.policy import Policy
from nlu import asking, questions
from nlu.asking import figures as figures_asked
from sales import slot_values
from sales.deals import LOST
from sales.period import Period
from sales.teamwork import activity, figures

FLOW_NAME = "own_figures"
SHOWN = 10
CYCLE, MEAN = "cycle", "mean"  # how long deals took, what one is worth


async def own_figures(talk: Talk, opening: Opening) -> None:
    meant, policy = opening.understanding, talk.policy
    asked = questions.own_figure(meant)
    if asked == "first_contact":
        return await talk.say(wording.first_contact(policy))
    view = await talk.query("view", view_asked, talk.speaker, policy, opening)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    scope, whose = slice_of(view).within(access.own_deals(talk.speaker)), await said.whose(talk, view)
    today = opening.at.astimezone(policy.zone).date()
    if asked == "recorded":
        period = slot_values.period(meant.slots) or Period(today, today)
        member = talk.speaker.member_id
        done = await talk.query("done", activity.done, access.own_deals(talk.speaker), member, period, policy, SHOWN)
        return await talk.say(teamwork.activity_lines(policy, "你", period, done, opening.at))
    if asked == "customers":
        count: int
        names: tuple[str, ...]
        of = (access.customers(talk.speaker), SHOWN, view.member_id)
        count, names = await talk.query("customers", figures.customers_of, *of)
        return await talk.say(wording.customer_list(whose, count, names))
    stage = slot_values.word(meant.slots, "stage")
    if asked == "of_stage" and stage in {known.key for known in policy.stages}:
        held = await talk.query("held", figures.of_stage, scope, stage, SHOWN)
        return await talk.say(wording.in_stage(policy, whose, stage, held, opening.at))
    if asked == "own_lost":
        return await show_deals(talk, replace(view, aspect="deals", stage=LOST), whose, opening.at)
    await say_won(talk, opening, view, whose)


async def say_won(talk: Talk, opening: Opening, view: View, whose: str) -> None:
    """What was won of the deals of a view: which, by what, how long that took, or what one is worth."""
    policy, period = talk.policy, period_of(view)
    scope = slice_of(view).within(access.own_deals(talk.speaker))
    if view.aspect == CYCLE:
        took = await talk.query("took", figures.won_after, scope, period, policy)
        return await talk.say(wording.took(whose, period, *took, opening.at.astimezone(policy.zone)))
    if figures_asked.by_month(opening.text):
        today = opening.at.astimezone(policy.zone).date()
        until_now = (period or Period(today.replace(month=1, day=1), today)).upto(today)
        by_month = await talk.query("months", won_in, scope, months_of(until_now), policy)
        return await talk.say(wording.won_in_months(whose, say_days(until_now, today), by_month))
    if view.by is not None and period is not None:
        report = await talk.query("report", funnel.read, access.own_deals(talk.speaker), policy, view)
        return await talk.say(wording.won_by(policy, whose, period, view.by, report, opening.at))
    won = await talk.query("won", figures.won, scope, period, policy, SHOWN)
    text = wording.won(policy, whose, period, won, opening.at, with_owner=talk.speaker.leads, mean=view.aspect == MEAN)
    group = asking.whose(opening.text)
    only_own = not talk.speaker.leads and (group == "own_team" or asking.by_what(opening.text) in ("team", "person"))
    await talk.say(f"{ONLY_OWN}\n{text}" if only_own else text)


def won_in(
    session: Session, scope: ColumnElement[bool], months: Sequence[Period], policy: Policy
) -> tuple[tuple[date, int, int], ...]:
    """The first day of each of these months, how many of the deals in scope were won in it, and for how much."""
    return tuple((month.first, *figures.won(session, scope, month, policy, 0)[:2]) for month in months)


def view_asked(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> View | Beyond:
    """Whose deals are meant, of which days (all, where none are named), by what."""
    text, here = opening.text, opening.at.astimezone(policy.zone)
    anew = questions.own_figure(opening.understanding) is not None or figures_asked.asks_sum(text)
    view = view_meant(session, speaker, policy, opening, FLOW_NAME, anew=anew)
    if isinstance(view, Beyond):
        return view
    aspect = CYCLE if figures_asked.asks_cycle(text) else MEAN if figures_asked.asks_mean(text) else ""
    view = replace(view, aspect=aspect if anew else view.aspect, stage=None)
    by = asking.by_what(text)
    if by in ("team", "person") and not speaker.leads:
        by = None
    if by is not None:  # by parts there is always a period
        return replace(view, by=by)
    named = period_said(text, here) or slot_values.period(opening.understanding.slots)
    return view if named is not None or not anew else replace(view, first=None, last=None)


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent("own_figures"), Phrase("asks_sum", figures_asked.asks_sum)),
    roles=SALES,
    run=own_figures,
    title="看自己的单子",
    only_answers=True,
)
