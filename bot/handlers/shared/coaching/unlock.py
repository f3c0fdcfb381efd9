"""A superior is asked to unlock what somebody has earned."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.turn.effects import Stale
from bot.turn.opening import Talk
from bot.wording.coaching import unlocking as wording
from coaching.exam import calls, unlocking
from coaching.exam.unlocking import Standing, UnlockFact
from config.drills import ExamPolicy
from sales.errors import Changed
from sales.teamwork import people


async def ask_when_complete(talk: Talk) -> bool:
    """Ask, where both the exam and the recordings are there and nobody was asked before; whether that was so. That
    nobody is there to be asked, the person is told."""
    now = await talk.now("complete")
    fact = await talk.execute("unlock", asked, talk.policy.exam, now)
    if isinstance(fact, Stale):
        await talk.say(wording.NOBODY)
        return True
    if fact is None:
        return False
    standing: Standing = await talk.query("standing", unlocking.standing, fact.member_id, talk.policy.exam.recordings)
    superior = await talk.query("superior", people.get, fact.asked_id)
    counted = await talk.query("counted", calls.counted, fact.member_id)
    text, buttons = wording.request(fact, standing, counted), wording.request_buttons(fact, counted)
    await talk.say(text, buttons, kind="prompt", to=fact.asked_id)
    await talk.say(wording.asked(superior.name if superior else "", fact.names), kind="receipt")
    return True


def asked(session: Session, by: Speaker, policy: ExamPolicy, now: datetime) -> UnlockFact | None:
    """Ask who leads the member; None where there is nothing to ask. Raises Changed if there is nobody."""
    superior = access.superior(session, by.member_id)
    if superior is not None:
        return unlocking.request(session, by.member_id, superior, policy, now)
    standing = unlocking.standing(session, by.member_id, policy.recordings)
    if policy.unlocks and standing.is_complete and not standing.is_unlocked:
        raise Changed("request", None, "decides")
    return None
