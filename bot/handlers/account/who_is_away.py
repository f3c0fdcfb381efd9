"""Who is away on a day or in a week, of the people whom the speaker leads. 今天谁请假 / 这周有谁休假"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent
from bot.turn.opening import Opening, Talk
from bot.wording.admin import absence as wording
from nlu import leading
from sales.teamwork import absences
from sales.teamwork.absences import AbsenceFact


async def who_is_away(talk: Talk, opening: Opening) -> None:
    here = opening.at.astimezone(talk.policy.zone)
    today = here.date()
    first, last = leading.days_away(opening.text, here, talk.policy.works_on) or (today, today)
    found = await talk.query("found", away_among, talk.speaker, first, last)
    await talk.say(wording.who(found, first, last, today))


def away_among(session: Session, speaker: Speaker, first: date, last: date) -> tuple[tuple[str, AbsenceFact], ...]:
    """Who of the speaker's people is away between two days."""
    return absences.among(session, speaker.members, first, last)


FLOW = Flow(
    "who_is_away",
    version=1,
    starts=(Intent("who_is_away"),),
    roles=SALES,
    run=who_is_away,
    only_answers=True,
)
