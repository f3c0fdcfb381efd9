"""同意解锁 / 先不: a superior decides on what somebody has earned. Who may is seen when they do."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import unlocking as wording
from bot.wording.offers import SettleUnlock
from coaching.exam import unlocking
from coaching.exam.unlocking import UnlockFact
from sales.errors import Changed


async def settle_unlock(talk: Talk, opening: Opening) -> None:
    offer, now = SettleUnlock.of(opening.params), await talk.now()
    done = await talk.execute("decide", decide, offer.unlock, offer.granted, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        return await talk.say(wording.SETTLED)
    await talk.say(wording.decided(done), kind="receipt")
    await talk.say(wording.to_member(done, talk.speaker.name), kind="receipt", to=done.member_id)


def decide(session: Session, by: Speaker, unlock_id: int, granted: bool, now: datetime) -> UnlockFact | None:
    """Decide; None if somebody was faster. Raises Changed if it is not the actor's to decide."""
    fact = unlocking.get(session, unlock_id)
    if fact is not None and not giving.may_review(session, by, fact.member_id):
        raise Changed("request", None, "decides")
    return unlocking.decide(session, unlock_id, by.member_id, now, granted=granted)


FLOW = Flow("settle_unlock", version=1, roles=ANY_MEMBER, run=settle_unlock, offer=SettleUnlock)
