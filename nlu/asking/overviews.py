"""Questions about many deals or people at once, which no intent of `parse` is for (rules/overviews.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from nlu.rules import rules

Overview = Literal["undecided", "refused", "quiet", "support", "effective", "speed", "teams", "acts", "parts"]
Act = Literal["quotes", "phone", "visits", "demos"]
Part = Literal["person", "product", "month", "stage", "team", "region"]
OVERVIEWS: tuple[Overview, ...] = get_args(Overview)
ACTS: tuple[Act, ...] = get_args(Act)
LONGEST = 40  # characters
TEAM = "G"  # stands for the name of a team
SHORTEST = 2  # characters of a team's name without 组
_KINDS = "组部队区"  # the last character of what teams are called
_RULES = rules("overviews")
_PARTS: Mapping[Part, re.Pattern[str]] = {
    "person": re.compile("谁"),
    "product": re.compile("产品|品类"),
    "month": re.compile("月|预计"),
    "stage": re.compile("阶段|环节|步"),
    "team": re.compile("组|团队"),
    "region": re.compile("大区|按区|各区"),
}


def overview_asked(text: str, teams: Sequence[str] = ()) -> Overview | None:
    """What is asked of many at once; None for other words. `teams` are the names of the company's."""
    if len(text.strip()) > LONGEST:
        return None
    words = _marked(text.strip(), teams)
    return next((kind for kind in OVERVIEWS if _RULES[kind].search(words)), None)


def may_compare_teams(text: str) -> bool:
    """Whether the words might compare teams, whatever these are called."""
    return len(text.strip()) <= LONGEST and bool(_RULES["may_compare"].search(text))


def teams_named(text: str, teams: Sequence[str]) -> tuple[str, ...]:
    """The teams that words name, by their names or, of several, without 组 (川渝和云贵), in the order said."""
    places = {team: place for team in teams if (place := _place(text, team)) is not None}
    return tuple(sorted(places, key=lambda team: places[team][0]))


def act_counted(text: str) -> Act | None:
    """What somebody did that is counted."""
    return next((act for act in ACTS if _RULES[act].search(text)), None)


def part_asked(text: str) -> Part:
    """By what open deals are told apart: by people, where nothing else is said."""
    return next((part for part, pattern in _PARTS.items() if pattern.search(text)), "person")


def asks_own_deals(text: str) -> bool:
    """Whether it is asked which open deals the speaker has."""
    return bool(_RULES["own_deals"].search(text.strip()))


def of_meetings(text: str) -> bool:
    """Whether refused meetings are asked about, not refusals of any kind."""
    return bool(_RULES["no_meeting"].search(text) or _RULES["of_meetings"].search(text))


def _marked(text: str, teams: Sequence[str]) -> str:
    for team in teams_named(text, teams):
        text = text.replace(team if team in text else team.rstrip(_KINDS), TEAM)
    return text


def _place(text: str, team: str) -> tuple[int, int] | None:
    short = team.rstrip(_KINDS)
    called = team if team in text else short
    at = text.find(called) if len(called) >= SHORTEST else -1
    return (at, at + len(called)) if at >= 0 else None
