"""Figures of one's own work, short: deals in a stage, customers, what was won. 我现在有几单在报价 / 我这个月签了几单

A leader's are those of the team, or of the colleague named. What was recorded is listed; how soon a new customer is to
be contacted is the policy's figure.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement

from bot import access
from bot.access import LEADERS, SALES
from bot.conversation import Flow, Intent
from bot.turn.opening import Opening, Talk
from bot.wording import figures as wording
from bot.wording import teamwork
from nlu import questions
from sales import slot_values
from sales.deals import narrowed
from sales.period import Period
from sales.teamwork import activity, figures

SHOWN = 10


async def own_figures(talk: Talk, opening: Opening) -> None:
    meant, policy = opening.understanding, talk.policy
    asked = questions.own_figure(meant)
    if asked == "first_contact":
        return await talk.say(wording.first_contact(policy))
    named = slot_values.word(meant.slots, "person")
    scope = deals_meant(talk, named)
    whose = named or ("组里" if opening.speaker.role in LEADERS else "你")
    today = opening.at.astimezone(policy.zone).date()
    if asked == "recorded":
        period = slot_values.period(meant.slots) or Period(today, today)
        member = talk.speaker.member_id
        done = await talk.query("done", activity.done, access.deals(talk.speaker), member, period, policy, SHOWN)
        return await talk.say(teamwork.activity_lines(policy, "你", period, done, opening.at))
    if asked == "customers":
        count: int
        names: tuple[str, ...]
        count, names = await talk.query("customers", figures.customers_of, access.customers(talk.speaker), SHOWN)
        return await talk.say(wording.customer_list(whose, count, names))
    stage = slot_values.word(meant.slots, "stage")
    if asked == "of_stage" and stage in {known.key for known in policy.stages}:
        held = await talk.query("held", figures.of_stage, scope, stage, SHOWN)
        return await talk.say(wording.in_stage(policy, whose, stage, held, opening.at))
    period_won = slot_values.period(meant.slots)
    won = await talk.query("won", figures.won, scope, period_won, policy, SHOWN)
    await talk.say(wording.won(policy, whose, period_won, won, opening.at))


def deals_meant(talk: Talk, named: str | None) -> ColumnElement[bool]:
    """The condition for the deals in scope, or those of the colleague named."""
    scope = access.deals(talk.speaker)
    return narrowed(scope, owner=named) if named else scope


FLOW = Flow(
    "own_figures",
    version=1,
    starts=(Intent("own_figures"),),
    roles=SALES,
    run=own_figures,
    title="看自己的单子",
    only_answers=True,
)
