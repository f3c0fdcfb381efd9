"""Questions about new leads: which nobody has contacted, to whom they went, by which rule, how to get one."""

from __future__ import annotations

from bot import access
from bot.access import LEADERS, SALES
from bot.conversation import Flow, Intent
from bot.turn.opening import Opening, Talk
from bot.wording.deals import lead_lists as wording
from nlu.leads import asked
from sales import leads
from sales.teamwork import people


async def ask_leads(talk: Talk, opening: Opening) -> None:
    scope, now = access.deals(talk.speaker), opening.at
    match asked(opening.text):
        case "untouched":
            found = await talk.query("untouched", leads.untouched, scope)
            return await talk.say(wording.untouched(talk.policy, found, now))
        case "whose":
            today = now.astimezone(talk.policy.zone).date()
            entered = await talk.query("entered", leads.lead_times, scope, today, talk.policy.zone)
            waiting = await talk.query("waiting", leads.unassigned, scope)
            return await talk.say(wording.whose(entered, waiting))
        case "wants_one" if opening.speaker.role not in LEADERS:
            boss_id = await talk.query("boss_id", access.superior, talk.speaker.member_id)
            boss = await talk.query("boss", people.get, boss_id or 0)
            return await talk.say(wording.wants_one(boss.name if boss is not None else None))
    await talk.say(wording.rule(talk.policy))


FLOW = Flow("ask_leads", version=1, starts=(Intent("ask_leads"),), roles=SALES, run=ask_leads, only_answers=True)
