"""The view that words ask for, within what the speaker may see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from analytics.funnel import deals
from analytics.funnel.slices import Slice
from bot import access
from bot.access import LEADERS, Speaker
from bot.turn.asking import View, before
from bot.turn.asking.spans import compared_with, names_only_compared, period_said, this_month, this_week
from bot.turn.opening import Opening
from config.policy import Policy
from nlu import asking
from nlu.understanding import Understanding
from sales import slot_values
from sales.period import Period
from sales.teamwork import people

WHOSE = ("region", "team_id", "member_id")  # of which a question means one; another takes the place of the last
WEEK = timedelta(days=7)
TEAM = re.compile("[组部队]|团队")
NOT_SET: Mapping[str, Any] = dict.fromkeys(WHOSE)


@dataclass(frozen=True)
class Beyond:
    """Why something is not for the speaker: `what` is region, team, person, company or nobody; its `name`."""

    what: str
    name: str


def view_meant(
    session: Session, speaker: Speaker, policy: Policy, opening: Opening, flow: str, *, anew: bool = False
) -> View | Beyond:
    """What is asked for: what the words name, and for the rest what was asked before, unless they ask `anew`."""
    named = _whose(session, speaker, opening.text, opening.understanding)
    if isinstance(named, Beyond):
        return named
    last = before(session, opening.run, opening.at)
    names_any = named is not None or "period" in opening.understanding.slots
    whole = names_any and asking.asks_in_full(opening.understanding)
    keeps = last is not None and last.flow == flow and not (anew or whole)
    view = last if keeps and last is not None else View(flow)
    if named is not None:
        view = replace(view, **{**NOT_SET, **named})
    slots = opening.understanding.slots
    product, industry = slot_values.word(slots, "product"), slot_values.word(slots, "industry")
    view = replace(view, product=product or view.product, industry=industry or view.industry)
    lists = view.aspect == "deals" and asking.aspect(opening.text) is None and asking.by_what(opening.text) is None
    stage = slot_values.word(slots, "stage") or (view.stage if lists else None)
    return _when(
        replace(view, stage=stage, aspect=view.aspect if lists else view.aspect.replace("deals", "")), policy, opening
    )


def _whose(
    session: Session, speaker: Speaker, text: str, understanding: Understanding
) -> Mapping[str, Any] | Beyond | None:
    """Whose deals the words name; None where they name nobody's."""
    if (person := slot_values.word(understanding.slots, "person")) is not None:
        return _person(session, speaker, person)
    if (team := _team(session, understanding)) is not None:
        may = speaker.sees_all or (speaker.role in LEADERS and speaker.team_id == team[1])
        return {"team_id": team[1]} if may else Beyond("team", team[0])
    if (region := slot_values.word(understanding.slots, "region")) is not None:
        return _region(session, speaker, region)
    match asking.whose(text):
        case "everybody":
            return {} if speaker.sees_all else Beyond("company", "")
        case "own_team":
            return {"team_id": speaker.team_id} if speaker.leads and speaker.team_id is not None else {}
        case "own":
            return {"member_id": speaker.member_id} if speaker.role not in LEADERS and not speaker.admin else {}
    return None


def _team(session: Session, understanding: Understanding) -> tuple[str, int] | None:
    """The team that the words name; 华东区 is a region, whatever team is called 东区."""
    text, regions = understanding.text, understanding.spans_of("region")
    team = people.named_team(session, text) or (people.team_called(session, text) if TEAM.search(text) else None)
    at = text.find(team[0]) if team is not None else -1
    within = [start for start, end in regions if start < at < end]
    return None if within else team


def _person(session: Session, speaker: Speaker, words: str) -> Mapping[str, Any] | Beyond:
    found = people.find(session, words)
    if not found:
        return Beyond("nobody", words)
    seen = [one for one in found if speaker.sees_all or people.all_of(session, access.members(speaker), {one.id})]
    return {"member_id": seen[0].id} if seen else Beyond("person", found[0].name)


def _region(session: Session, speaker: Speaker, region: str) -> Mapping[str, Any] | Beyond:
    if speaker.sees_all or deals.any_of(session, Slice(region=region).within(access.deals(speaker))):
        return {"region": region}
    return Beyond("region", region)


def _when(view: View, policy: Policy, opening: Opening) -> View:
    """The days that the words name, and those to be compared with; this month where none are known."""
    here, text = opening.at.astimezone(policy.zone), opening.text
    named = None if names_only_compared(opening.understanding) else slot_values.period(opening.understanding.slots)
    compared = asking.against(text, here)
    if named is None and compared is None:
        named = period_said(text, here)
    if named is not None:
        view = replace(view, first=named.first, last=named.last, against_first=None, against_last=None)
    by_weeks = named is None and isinstance(compared, asking.Ago) and compared.weeks > 0
    if view.first is None or view.last is None or (by_weeks and view.last - view.first >= WEEK):
        period = (this_week if by_weeks else this_month)(here.date())
        view = replace(view, first=period.first, last=period.last)
    assert view.first is not None and view.last is not None
    against = compared_with(text, Period(view.first, view.last), here)
    return view if against is None else replace(view, against_first=against.first, against_last=against.last)
