"""An appeal against what was found in a recorded call is settled by a person: 不算违规, or 维持.

Who may is seen when they do, not when they were asked.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import calls as wording
from bot.wording.offers import SettleCall
from coaching.exam import calls
from coaching.exam.calls import CallAppeal
from sales.errors import Changed


async def settle_call(talk: Talk, opening: Opening) -> None:
    offer, now = SettleCall.of(opening.params), await talk.now()
    done = await talk.execute("settle", settle, offer.appeal, offer.granted, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        return await talk.say(wording.SETTLED)
    await talk.say(wording.settled(done), kind="receipt")
    await talk.say(wording.to_member(done, talk.speaker.name), kind="receipt", to=done.call.member_id)


def settle(session: Session, by: Speaker, appeal_id: int, granted: bool, now: datetime) -> CallAppeal | None:
    """Settle it; None if somebody was faster. Raises Changed if it is not the actor's to settle."""
    appeal = calls.appeal_of(session, appeal_id)
    if appeal is not None and not giving.may_review(session, by, appeal.call.member_id):
        raise Changed("request", None, "decides")
    return calls.settle(session, appeal_id, by.member_id, now, granted=granted)


FLOW = Flow("settle_call", version=1, roles=ANY_MEMBER, run=settle_call, offer=SettleCall)
