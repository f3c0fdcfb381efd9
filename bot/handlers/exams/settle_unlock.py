"""同意解锁 / 先不: a superior decides on what somebody has earned. Who may is seen when they do."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Flow, Phrase
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import unlocking as wording
from bot.wording.offers import SettleUnlock
from coaching.exam import unlocking
from coaching.exam.unlocking import UnlockFact
from nlu.drills import deciding as reading
from sales.errors import Changed


async def settle_unlock(talk: Talk, opening: Opening) -> None:
    said = reading.on_unlock(opening.text)
    waits = () if opening.params else await talk.query("waits", meant, talk.speaker.member_id, opening.text)
    if said is not None and not opening.params and len(waits) != 1:
        return await talk.say(*wording.which(waits, granted=said.granted))
    offer = SettleUnlock(waits[0].id, said.granted) if said and waits else SettleUnlock.of(opening.params)
    now = await talk.now()
    done = await talk.execute("decide", decide, offer.unlock, offer.granted, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        return await talk.say(wording.SETTLED)
    await talk.say(wording.decided(done), kind="receipt")
    await talk.say(
        wording.to_member(done, talk.speaker.name, said.why if said else ""), kind="receipt", to=done.member_id
    )


def meant(session: Session, member_id: int, text: str) -> tuple[UnlockFact, ...]:
    """The requests that wait for a member and that words mean: all, unless they name somebody."""
    waits = unlocking.asked_of(session, member_id)
    return tuple(fact for fact in waits if fact.member in text) or waits


def decide(session: Session, by: Speaker, unlock_id: int, granted: bool, now: datetime) -> UnlockFact | None:
    """Decide; None if somebody was faster. Raises Changed if it is not the actor's to decide."""
    fact = unlocking.get(session, unlock_id)
    if fact is not None and not giving.may_review(session, by, fact.member_id):
        raise Changed("request", None, "decides")
    return unlocking.decide(session, unlock_id, by.member_id, now, granted=granted)


FLOW = Flow(
    "settle_unlock",
    version=1,
    starts=(Phrase("decides on what was earned", reading.decides_unlock, weighed=True),),
    roles=ANY_MEMBER,
    run=settle_unlock,
    offer=SettleUnlock,
)
