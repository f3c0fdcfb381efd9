"""How fast each of a team follows up, or on how many days each reported an effective action, beside their own past.
谁跟进最慢 / 谁的有效动作占比最低"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics import by_person, groups
from analytics.weekly_brief import Part
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking.spans import compared_with, period_named
from bot.turn.opening import Opening, Talk
from bot.wording.overviews import people as wording
from bot.wording.reports.spans import say_days
from config.policy import Policy
from sales.period import Period

FLOW_NAME = "people_figures"
BEST = re.compile("快|(?<!不)及时|(?<!不)积极|利索|到位|高|多|好")  # of these the best are asked for
EFFECTIVE = "有效动作"
LATELY = 30  # days looked at where none are named


async def people_figures(talk: Talk, opening: Opening) -> None:
    if not opening.speaker.leads:
        return await talk.say(wording.ONLY_LEADERS, [wording.OWN])
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, FLOW_NAME, anew=True)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    here = opening.at.astimezone(talk.policy.zone)
    today = here.date()
    period = (period_named(opening.understanding, here) or Period(today - timedelta(days=LATELY - 1), today)).upto(
        today
    )
    against = compared_with(opening.text, period, here) or period.before
    of_speed = EFFECTIVE not in opening.text
    members = groups.of_slice(talk.speaker.members, view.team_id, view.member_id, view.region)
    read = speeds if of_speed else effective
    found = await talk.query("found", read, members, period, against, talk.policy, opening.at)
    measure = wording.SPEED if of_speed else wording.SHARE
    best = BEST.search(opening.text) is not None
    whose, days, than = await said.whose(talk, view), say_days(period, today), say_days(against, today)
    text = wording.each_lines(measure, whose, days, than, found, best_first=best)
    await talk.say(text, wording.each_buttons(measure, found, best_first=best))


def speeds(
    session: Session, members: ColumnElement[bool], period: Period, against: Period, policy: Policy, _now: datetime
) -> tuple[Part, ...]:
    """How fast each of these members (a condition) follows up."""
    return by_person.speeds(session, groups.of_members(members), period, against, policy)


def effective(
    session: Session, members: ColumnElement[bool], period: Period, against: Period, policy: Policy, now: datetime
) -> tuple[Part, ...]:
    """On which share of the days asked each of these members reported an effective action."""
    return by_person.effective(session, groups.of_members(members), period, against, policy, now)


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent(FLOW_NAME),),
    roles=SALES,
    run=people_figures,
    title="看各人跟进快慢",
    only_answers=True,
)
