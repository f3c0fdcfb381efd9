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
from nlu.understanding import Understanding
from sales.period import Period
from sales.teamwork import targets
from sales.teamwork.targets import Standings

FLOW_NAME, RANKS, BEHIND = "targets_met", "ranks", "behind"


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
    found: Standings = await talk.query("standings", standings, talk.speaker, talk.policy, view)
    today = opening.at.astimezone(talk.policy.zone).date()
    if ranks:
        return await talk.say(wording.ranking_text(whose, period, today, found))
    if view.aspect == BEHIND and len(found.each) > 1:
        return await talk.say(wording.behind_text(whose, period, today, found))
    await talk.say(wording.standing_text(whose, period, today, found, working_days(talk.policy, today, period)))


def asked(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> View | Beyond:
    """What is to be shown."""
    text = opening.text
    if figures.given_to_speaker(text):  # by whomever: it is the speaker's own
        opening = replace(opening, understanding=_without_person(opening.understanding))
    behind = figures.asks_behind(text)
    ranks = figures.ranks(text) and not behind
    anew = (figures.asks_target(text) and not behind) or ranks
    view = view_meant(session, speaker, policy, opening, FLOW_NAME, anew=anew)
    if isinstance(view, Beyond):
        return view
    if behind:
        return replace(view, aspect=BEHIND, member_id=None)
    return replace(view, aspect=RANKS if ranks else "" if anew else view.aspect)


def _without_person(understanding: Understanding) -> Understanding:
    slots = {name: value for name, value in understanding.slots.items() if name != "person"}
    return replace(understanding, slots=slots)


def standings(session: Session, speaker: Speaker, policy: Policy, view: View) -> Standings:
    """Where those stand whom the view is of."""
    period = period_of(view)
    assert period is not None
    members = of_slice(access.members(speaker), view.team_id, view.member_id, view.region)
    teams = speaker.leads and view.member_id is None and view.aspect == ""
    return targets.standings(session, members, access.own_deals(speaker), period, policy.zone, teams=teams)


def working_days(policy: Policy, today: date, period: Period) -> int:
    """The working days that are left of a period, today among them."""
    days = (max(today, period.first) + timedelta(days=ahead) for ahead in range((period.last - today).days + 1))
    return sum(1 for day in days if day <= period.last and policy.works_on(day))


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(
        Phrase("asks_target", figures.asks_target),
        Phrase("asks_behind", figures.asks_behind),
        Phrase("ranks", figures.ranks),
    ),
    roles=SALES,
    run=targets_met,
    title="看目标完成多少",
    only_answers=True,
)
