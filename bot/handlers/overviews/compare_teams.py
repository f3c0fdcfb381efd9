"""The process figures of teams beside each other. 川渝组和云贵组哪个跟得好 / 两个组比一下"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from analytics import groups, weekly_brief
from analytics.weekly_brief import Part
from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent
from bot.handlers.shared.reporting.process import before
from bot.turn.asking.spans import compared_with, period_named, this_week
from bot.turn.opening import Opening, Talk
from bot.wording.overviews import people as wording
from bot.wording.reports.spans import beyond, say_days
from config.policy import Policy
from nlu.asking import overviews
from sales import limits
from sales.period import Period
from sales.teamwork import people

FLOW_NAME = "compare_teams"
ANY = 1  # deals that are read: how many there are is counted


@dataclass(frozen=True)
class Compared:
    """The figures of each team that the speaker may see, how many deals of each are late, and the first team named
    that is not for them."""

    teams: tuple[Part, ...]
    late: dict[str, int]
    not_seen: str | None = None


async def compare_teams(talk: Talk, opening: Opening) -> None:
    if not opening.speaker.leads:
        return await talk.say(wording.TEAMS_ONLY_LEADERS, [wording.OWN])
    here = opening.at.astimezone(talk.policy.zone)
    period = period_named(opening.understanding, here) or this_week(here.date())
    against = compared_with(opening.text, period, here) or before(talk.policy, period)
    found = await talk.query("found", read, talk.speaker, talk.policy, opening.text, period, against, opening.at)
    lines = []
    if found.not_seen is not None:
        lines.append(beyond("team", found.not_seen, found.teams[0].name if found.teams else "你自己"))
    if found.teams:
        days, than = say_days(period, here.date()), say_days(against, here.date())
        lines.append(wording.team_lines(days, than, found.teams, found.late))
    text = "\n".join(lines) or "公司里还没有分组。"
    await talk.say(text, wording.team_buttons(found.teams))


def read(
    session: Session, speaker: Speaker, policy: Policy, text: str, period: Period, against: Period, now: datetime
) -> Compared:
    """The teams that the words name, else all of them, as far as the speaker may see them."""
    every = {group.name: group for group in groups.teams(session)}
    named = overviews.teams_named(text, tuple(every)) or tuple(every)
    own = None if speaker.sees_all else people.team_name(session, speaker.team_id)
    seen = [every[name] for name in named if speaker.sees_all or name == own]
    hidden = next((name for name in named if not speaker.sees_all and name != own), None)
    parts = [
        Part(
            team.name,
            weekly_brief.figures_of(session, team, period, policy, now),
            weekly_brief.figures_of(session, team, against, policy, now),
        )
        for team in seen
    ]
    late = {team.name: limits.longest(session, team.deals, policy, now, ANY).count for team in seen}
    return Compared(tuple(parts), late, hidden)


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent(FLOW_NAME),),
    roles=SALES,
    run=compare_teams,
    title="比一比各组",
    only_answers=True,
)
