"""How much of a target is done, and who sold most. 目标完成多少了 / 张伟目标还差多少 / 这个月谁签得最多"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from analytics.groups import of_slice
from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Phrase
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn.asking import View
from bot.turn.asking.spans import period_of
from bot.turn.opening import Opening, Talk
from bot.wording.reports import targets as wording
from config.policy import Policy
from nlu.asking import figures
from sales.period import Period
from sales.teamwork import targets
from sales.teamwork.targets import Standing

FLOW_NAME, RANKS = "targets_met", "ranks"


async def targets_met(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", asked, talk.speaker, talk.policy, opening)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    ranks = view.aspect == RANKS
    if ranks and not talk.speaker.leads:
        return await talk.say("谁签得多要主管来问。你自己的,问「目标完成多少了」就行。")
    whose = await said.whose(talk, view)
    period = period_of(view)
    assert period is not None
    found: tuple[Standing, ...] = await talk.query("standings", standings, talk.speaker, talk.policy, view)
    today = opening.at.astimezone(talk.policy.zone).date()
    if ranks:
        return await talk.say(wording.ranking_text(whose, period, today, found))
    await talk.say(wording.standing_text(whose, period, today, found, working_days(talk.policy, today, period)))


def asked(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> View | Beyond:
    """What is to be shown."""
    anew = figures.asks_target(opening.text) or figures.ranks(opening.text)
    view = view_meant(session, speaker, policy, opening, FLOW_NAME, anew=anew)
    if isinstance(view, Beyond):
        return view
    return replace(view, aspect=RANKS) if figures.ranks(opening.text) else view


def standings(session: Session, speaker: Speaker, policy: Policy, view: View) -> tuple[Standing, ...]:
    """Where those stand whom the view is of."""
    period = period_of(view)
    assert period is not None
    members = of_slice(access.members(speaker), view.team_id, view.member_id, view.region)
    return targets.standings(session, members, access.deals(speaker), period, policy.zone)


def working_days(policy: Policy, today: date, period: Period) -> int:
    """The working days that are left of a period, today among them."""
    days = (max(today, period.first) + timedelta(days=ahead) for ahead in range((period.last - today).days + 1))
    return sum(1 for day in days if day <= period.last and policy.works_on(day))


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Phrase("asks_target", figures.asks_target), Phrase("ranks", figures.ranks)),
    roles=SALES,
    run=targets_met,
    title="看目标完成多少",
    only_answers=True,
)
