"""How often somebody, or each of a team, quoted, rang, called on customers or demonstrated. 邓凯这个月报了几次价 /
谁打电话最多"""

from __future__ import annotations

import re
from collections.abc import Mapping

from analytics import groups
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking.spans import period_of
from bot.turn.opening import Opening, Talk
from bot.wording.overviews import acts as wording
from bot.wording.reports.spans import say_days
from nlu.asking import overviews
from nlu.asking.overviews import Act
from sales.teamwork import activity

FLOW_NAME = "counted_acts"
METHODS: Mapping[Act, str] = {"phone": "phone", "visits": "visit", "demos": "demo"}  # keys of company policy
QUOTES = "quote"  # the stage that a deal comes to with the first quote
LEAST = re.compile("最少|最小")


async def counted_acts(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, FLOW_NAME, anew=True)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    period, act = period_of(view), overviews.act_counted(opening.text) or "quotes"
    assert period is not None
    members = groups.of_slice(talk.speaker.members, view.team_id, view.member_id, view.region)
    if act in METHODS:
        found = await talk.query("found", activity.contacts_by, members, period, talk.policy, METHODS[act])
    else:
        found = await talk.query("found", activity.quotes_by, members, period, talk.policy, QUOTES)
    days = say_days(period, opening.at.astimezone(talk.policy.zone).date())
    one, least = view.member_id is not None or not opening.speaker.leads, LEAST.search(opening.text) is not None
    whose = await said.whose(talk, view)
    await talk.say(wording.act_lines(act, whose, days, found, one_person=one, least_first=least))


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent(FLOW_NAME),),
    roles=SALES,
    run=counted_acts,
    title="数报价、电话、拜访",
    only_answers=True,
)
