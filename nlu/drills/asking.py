"""Reading what is asked and ordered about practice beside a drill, by the rules of `nlu/rules/practice.yml`. Pure
functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from nlu.rules import rules
from nlu.time.times import find_times

_RULES = rules("practice")
LONGEST = 80  # characters that are read
OWN = "我"
Which = Literal["latest", "lowest", "day"]


@dataclass(frozen=True)
class OneDrill:
    """Which of one's drills is meant: the `latest`, the `lowest`, or one of a `day`; None where that is not said."""

    which: Which | None
    day: date | None = None


@dataclass(frozen=True)
class Revoked:
    """Whose unlocked rights are taken away, as said, and why."""

    who: str
    why: str


@dataclass(frozen=True)
class Days:
    """The days that are asked about, both included."""

    first: date
    last: date


def asks_own_appeal(text: str) -> bool:
    """Whether it is asked how one's own appeal stands."""
    return _says("own_appeal", text)


def whose_appeal(text: str) -> str | None:
    """Whose appeals that wait are asked for by who decides on them, as typed; "" for all; None if none are."""
    found = _RULES["waiting_appeals"].search(text.strip()[:LONGEST])
    return None if found is None else found["who"] or found["whose"] or found["named"] or ""


def asks_appeals(text: str) -> bool:
    """Whether it is asked how an appeal stands, or which wait."""
    return asks_own_appeal(text) or whose_appeal(text) is not None


def appeals_exam(text: str) -> bool:
    """Whether the words object to how an exam was marked."""
    return _says("appeals_exam", text)


def erases_one(text: str) -> bool:
    """Whether one of one's drills is to be deleted."""
    return _says("erases_one", text)


def drill_meant(text: str, now: datetime) -> OneDrill:
    """Which of one's drills is to be deleted."""
    if _RULES["the_lowest"].search(text):
        return OneDrill("lowest")
    for found in find_times(text, now):
        if found.occurred_on:
            return OneDrill("day", date.fromisoformat(found.occurred_on[:10]))
    return OneDrill("latest" if _RULES["the_latest"].search(text) else None)


def erases_call(text: str) -> bool:
    """Whether a recorded call with a customer is to be deleted."""
    return call_meant(text) is not None


def call_meant(text: str) -> str | None:
    """With whom the recorded call was that is to be deleted, as typed, "" where that is not said; None if none is."""
    found = _RULES["erases_call"].search(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        return None
    whom = (found["which"] or found["behind"] or "").strip()
    return _RULES["around_whom"].sub("", _RULES["around_whom"].sub("", whom)).strip()


def revoked(text: str) -> Revoked | None:
    """Whose unlocked rights are taken away; None if nobody's are."""
    found = _RULES["revokes"].search(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        return None
    return Revoked(found["who"] or found["whose"], (found["why"] or found["because"] or "").strip(" ,，。.!！:："))


def revokes(text: str) -> bool:
    """Whether unlocked rights of somebody are taken away."""
    return revoked(text) is not None


def wonders_of_rights(text: str) -> bool:
    """Whether words hold back, ask about or suppose that rights are taken away, and do not order it."""
    return not revokes(text) and _says("wonders_of_rights", text)


def asks_rights(text: str) -> bool:
    """Whether it is asked which rights one has unlocked."""
    return _says("my_rights", text)


def by_team(text: str) -> bool:
    """Whether it is asked how each team practises."""
    return _says("by_team", text)


def team_named(text: str) -> str | None:
    """Of which team, by name, it is asked how it practises; None if of none."""
    found = _RULES["of_one_team"].search(text.strip()[:LONGEST])
    return None if found is None else found["team"]


def asks_idle(text: str) -> bool:
    """Whether it is asked who has not practised."""
    return _says("idle_in", text)


def asks_practice(text: str) -> bool:
    """Whether it is asked how teams practise, or who has not."""
    return by_team(text) or asks_idle(text) or team_named(text) is not None


def whose_findings(text: str) -> str | None:
    """Of whom it is asked what they said that may not be, by name; OWN for oneself, "" for all; None if of nobody."""
    found = _RULES["findings"].search(text.strip()[:LONGEST])
    return None if found is None else (OWN if found["own"] else found["who"] or "")


def asks_findings(text: str) -> bool:
    """Whether it is asked who said what may not be said."""
    return whose_findings(text) is not None


def days(text: str, now: datetime) -> Days | None:
    """The days in which people practised or did not, as asked; None where no time is named."""
    for found in find_times(text, now):
        if isinstance(found.period, list):
            return Days(date.fromisoformat(found.period[0]), date.fromisoformat(found.period[1]))
        if found.period is not None and (named := _named(found.period)) is not None:
            return named
    return None


def _named(period: str) -> Days | None:
    """A week (2026-W48) or a month (2026-11)."""
    year, _, week = period.partition("-W")
    if week:
        monday = date.fromisocalendar(int(year), int(week), 1)
        return Days(monday, monday + timedelta(days=6))
    if len(period) == len("2026-11"):
        first = date.fromisoformat(f"{period}-01")
        return Days(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    return None


def _says(rule: str, text: str) -> bool:
    return len(text) <= LONGEST and _RULES[rule].search(text.strip()) is not None
