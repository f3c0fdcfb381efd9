"""The open deals in scope that were not followed up for longest, those never followed up first. 哪单最久没动了"""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking.spans import slice_of
from bot.turn.opening import Opening, Talk
from bot.wording.overviews import deals as wording
from sales import customers
from sales.teamwork import activity

FLOW_NAME = "quiet_deals"
SHOWN = 8


async def quiet_deals(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, FLOW_NAME, anew=True)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    scope = slice_of(view).within(access.deals(talk.speaker))
    found = await talk.query("quiet", activity.quietest, scope, talk.policy, SHOWN)
    ids = sorted({quiet.deal.customer_id for quiet in found})
    names = await talk.query("names", customers.short_names, ids) if ids else {}
    today, leads = opening.at.astimezone(talk.policy.zone).date(), opening.speaker.leads
    text = wording.quiet_lines(talk.policy, await said.whose(talk, view), found, today, with_owner=leads)
    await talk.say(text, wording.quiet_buttons(found, names))


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent(FLOW_NAME),),
    roles=SALES,
    run=quiet_deals,
    title="看最久没联系的单子",
    only_answers=True,
)
