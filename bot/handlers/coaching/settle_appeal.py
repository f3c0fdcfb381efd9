"""An appeal is settled by a person: 维持原分, or another score.

Who may is seen when they do, not when they were asked.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import appeals as wording
from bot.wording.offers import SettleAppeal
from coaching import drills
from coaching.drills import AppealFact
from nlu.understanding import Understanding
from sales.errors import Changed

TOTAL = re.compile(r"\d{1,3}(?:\.\d)?")
MOST = 100


async def settle_appeal(talk: Talk, opening: Opening) -> None:
    offer = SettleAppeal.of(opening.params)
    appeal = await talk.query("appeal", drills.appeal_of, offer.appeal)
    refusal = await talk.query("refusal", why_not, talk.speaker, appeal)
    if appeal is None or refusal is not None:
        return await talk.say(refusal or wording.SETTLED)
    total = appeal.before
    if offer.granted:
        total = await talk.ask("total", wording.ASK_TOTAL, parse=read_total, brief=wording.ASK_TOTAL)
    now = await talk.now()
    done = await talk.execute("settle", settle, appeal.id, total, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        return await talk.say(wording.SETTLED)
    await talk.say(wording.settled(done), kind="receipt")
    await talk.say(wording.to_member(done, talk.speaker.name), kind="receipt", to=done.member_id)


def why_not(session: Session, speaker: Speaker, appeal: AppealFact | None) -> str | None:
    """Why this speaker can't settle it (any more); None if nothing is in the way."""
    if appeal is None or not appeal.is_waiting:
        return wording.SETTLED
    return None if giving.may_review(session, speaker, appeal.member_id) else wording.NOT_YOURS


def settle(session: Session, by: Speaker, appeal_id: int, total: int, now: datetime) -> AppealFact | None:
    """The drill counts `total` (tenths) from now on; None if somebody was faster. Raises Changed if it is not the
    actor's to settle."""
    appeal = drills.appeal_of(session, appeal_id)
    if appeal is not None and not giving.may_review(session, by, appeal.member_id):
        raise Changed("request", None, "decides")
    return drills.settle(session, appeal_id, by.member_id, total, now)


def read_total(text: str, _understanding: Understanding, _asked: Asked) -> int | NotAnAnswer:
    """A total in tenths."""
    found = TOTAL.search(text)
    if found is None or float(found[0]) > MOST:
        return NotAnAnswer(wording.NOT_A_TOTAL)
    return round(float(found[0]) * 10)


FLOW = Flow("settle_appeal", version=1, roles=ANY_MEMBER, run=settle_appeal, offer=SettleAppeal)
