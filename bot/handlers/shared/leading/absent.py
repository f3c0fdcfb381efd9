"""Days on which somebody is away: which days words name, who hears of the deals, whom the speaker leads."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation import Asked, NotAnAnswer
from bot.turn.opening import Opening
from bot.wording.admin import absence as wording
from config.policy import Policy
from nlu import leading
from nlu.understanding import Understanding
from sales.teamwork import people
from sales.teamwork.people import MemberFact


def days_said(_session: Session, policy: Policy, opening: Opening) -> tuple[date, date] | None:
    """The days that the opening words name."""
    return leading.days_away(opening.text, opening.at.astimezone(policy.zone), policy.works_on)


def read_days(
    policy: Policy, text: str, _understanding: Understanding, asked: Asked
) -> tuple[date, date] | NotAnAnswer:
    """The days that an answer names, or those of a choice."""
    for choice in asked.choices:
        if choice.label in text:
            chosen: tuple[date, date] = choice.answer
            return chosen
    days = leading.days_away(text, asked.now, policy.works_on)
    return days if days is not None else NotAnAnswer(wording.NOT_CLEAR)


def superior_of(session: Session, member_id: int) -> MemberFact | None:
    """Who hears of the member's deals."""
    superior = access.superior(session, member_id)
    return people.get(session, superior) if superior is not None else None


def is_led(session: Session, speaker: Speaker, member_id: int) -> bool:
    """Whether the speaker leads the member."""
    return people.all_of(session, speaker.members, {member_id})
