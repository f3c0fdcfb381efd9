"""What is asked about colleagues and decided for all of them: who is away, what somebody said to what was put to them,
what they want, and, by who may, other limits in words that name only a stage and a length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot import access
from bot.access import LEADERS, SALES
from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import asking, leaders, leading, limits_said
from nlu.asking import overviews
from nlu.understanding import Understanding
from sales.teamwork import people

LATE: tuple[leaders.Remark, ...] = ("most_late_team", "most_late_stage", "red_deals")
OVERDUE, TEAM, FIGURES = "query_overdue", "query_team", "query_funnel"
LONGER = re.compile(r"[周月季年]")  # of leads a day is told of
LEAD = "log_lead"
OF_MANY: Mapping[overviews.Overview, str] = {  # intents, and flows, by what is asked
    "undecided": "undecided_deals",
    "support": "support_waiting",
    "refused": "refused_meetings",
    "quiet": "quiet_deals",
    "speed": "people_figures",
    "effective": "people_figures",
    "teams": "compare_teams",
    "acts": "counted_acts",
    "parts": "parts_of_deals",
}
LIMITS, AWAY, ANSWERS, WISHES = "change_limit", "who_is_away", "my_orders", "wishes_of"


def changes_limits(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as a change of limits, by whoever decides on them; None for other words."""
    if not access.may_change_limits(hearing.speaker, hearing.policy) or not limits_said.read(heard.text, named=True):
        return None
    return _meant(heard, LIMITS)


def asks_about_people(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as a question about colleagues; None for other words."""
    if hearing.speaker.role not in SALES:
        return None
    if leading.asks_who_away(heard.text, hearing.now):
        return _meant(heard, AWAY)
    if "customer" not in heard.slots and any(leaders.remarks(kind, heard.text) for kind in LATE):
        return _meant(heard, OVERDUE)
    if (many := _asked_of_many(heard, hearing)) is not None:
        return many
    if (figures := _figures_of_people(heard, hearing)) is not None:
        return figures
    if "person" not in heard.slots and leaders.may_ask_colleague(heard.text):
        heard = hearing.read(heard.text, "instruct")
    words = marked(heard)
    if "person" not in heard.slots:
        return None
    leads = hearing.speaker.role in LEADERS
    if leads and leaders.remarks("asks_wish", words):
        return _meant(heard, WISHES)
    if leaders.remarks("asks_reply", words) and not (leads and leaders.remarks("asks_order", words)):
        return _meant(heard, ANSWERS)
    return None


def _asked_of_many(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A question about many deals or people at once, or with which days they compare; what names one customer is about
    that."""
    if asking.turns(heard.text) and asking.against(heard.text, hearing.now) is not None:
        return replace(hearing.read(heard.text, TEAM), intent=TEAM, confidence=SURE, more=())
    if overviews.asks_own_deals(heard.text):
        own = {"person": hearing.speaker.name}
        return replace(heard, intent=TEAM, confidence=SURE, slots=own, spans={}, more=())
    asked = overviews.overview_asked(heard.text)
    if asked is None and overviews.may_compare_teams(heard.text):
        asked = overviews.overview_asked(heard.text, people.team_names(hearing.session))
    if asked is None:
        return None
    read = hearing.read(heard.text, FIGURES)
    if not read.slots.keys().isdisjoint({"customer", "contact"}):
        return None
    return replace(read, intent=OF_MANY[asked], confidence=SURE, more=())


def _figures_of_people(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A leader's question how many leads came in and were contacted, or what a colleague reported."""
    if hearing.speaker.role not in LEADERS or "customer" in heard.slots:
        return None
    if heard.intent != LEAD and leaders.remarks("lead_speed", heard.text) and LONGER.search(heard.text) is None:
        return replace(hearing.read(heard.text, FIGURES), intent=TEAM, confidence=SURE, more=())
    named = hearing.read(heard.text, "instruct") if leaders.remarks("daily_actions", heard.text) else heard
    if named is heard or "person" not in named.slots:
        return None
    slots = {**heard.slots, "person": named.slots["person"]}
    return replace(heard, intent=TEAM, confidence=SURE, slots=slots, more=())


def _meant(heard: Understanding, intent: str) -> Understanding:
    slots = {key: value for key, value in heard.slots.items() if key == "person"}
    return replace(heard, intent=intent, confidence=SURE, slots=slots, spans={}, more=())
