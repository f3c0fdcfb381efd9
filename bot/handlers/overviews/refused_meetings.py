"""Which customers refused to meet, or refused altogether, in a period, and whom. 这周约见被拒几次 / 谁被拒绝了"""

from __future__ import annotations

from analytics import groups
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking.spans import period_named, this_week
from bot.turn.opening import Opening, Talk
from bot.wording.overviews import deals as wording
from nlu.asking import overviews
from sales import customers
from sales.teamwork import refusals
from sales.teamwork.refusals import ALTOGETHER, MEETING

FLOW_NAME = "refused_meetings"


async def refused_meetings(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, FLOW_NAME, anew=True)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    here = opening.at.astimezone(talk.policy.zone)
    period = period_named(opening.understanding, here) or this_week(here.date())
    members = groups.of_slice(talk.speaker.members, view.team_id, view.member_id, view.region)
    meetings = overviews.of_meetings(opening.text)
    outcomes = (MEETING,) if meetings else (MEETING, ALTOGETHER)
    found = await talk.query("found", refusals.refusals, members, period, outcomes, view.product)
    ids = sorted({one.customer_id for one in found})
    names = await talk.query("names", customers.short_names, ids) if ids else {}
    by_person = opening.speaker.leads and view.member_id is None
    whose = await said.whose(talk, view)
    text = wording.refusal_lines(talk.policy, whose, period, here.date(), found, meetings=meetings, by_person=by_person)
    await talk.say(text, wording.refusal_buttons(found, names))


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent(FLOW_NAME),),
    roles=SALES,
    run=refused_meetings,
    title="看被拒绝的见面",
    only_answers=True,
)
