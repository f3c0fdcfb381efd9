"""An appeal is settled by a person: 维持原分, or another score.

Who may is seen when they do, not when they were asked.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase, all_read_by
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import appeals as wording
from bot.wording.offers import SettleAppeal
from coaching import drills
from coaching.drills import AppealFact
from nlu.drills import deciding as reading
from nlu.understanding import Understanding
from sales.errors import Changed

TOTAL = re.compile(
    r"[^\d一二三四五六七八九十百零两]{0,6}(?P<total>\d{1,3}(?:\.\d)?|[一二三四五六七八九十百零两]{1,5})\s*分?[吧了。.!！]*"
)


async def settle_appeal(talk: Talk, opening: Opening) -> None:
    decided = reading.on_appeal_here(opening.text)
    waits = () if opening.params else await talk.query("waits", meant, talk.speaker.member_id, opening.text)
    if decided is not None and not opening.params and len(waits) != 1:
        return await talk.say(*wording.which(waits, granted=decided.granted))
    offer = SettleAppeal(waits[0].id, decided.granted) if decided and waits else SettleAppeal.of(opening.params)
    appeal = await talk.query("appeal", drills.appeal_of, offer.appeal)
    refusal = await talk.query("refusal", why_not, talk.speaker, appeal)
    if appeal is None or refusal is not None:
        return await talk.say(refusal or wording.SETTLED)
    total, why = appeal.before, decided.why if decided else ""
    if decided is not None and decided.total is not None:
        total = decided.total
    elif offer.granted:
        answer = await talk.ask(
            "total", wording.ASK_TOTAL, parse=read_total, brief=wording.ASK_TOTAL, claims=all_read_by(read_total)
        )
        total, why = (answer["total"], answer["why"]) if isinstance(answer, dict) else (answer, why)
    now = await talk.now()
    done = await talk.execute("settle", settle, appeal.id, total, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        return await talk.say(wording.SETTLED)
    await talk.say(wording.settled(done), kind="receipt")
    await talk.say(wording.to_member(done, talk.speaker.name, why), kind="receipt", to=done.member_id)


def meant(session: Session, member_id: int, text: str) -> tuple[AppealFact, ...]:
    """The appeals that wait for a member and that words mean: all, unless they name somebody."""
    waits = drills.waiting_appeals(session, member_id)
    return tuple(fact for fact in waits if fact.member in text) or waits


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


def read_total(text: str, _understanding: Understanding, _asked: Asked) -> Any:
    """A total in tenths, and why where the words say it."""
    decided = reading.on_appeal_here(text)
    if decided is not None and decided.total is not None and decided.why:
        return {"total": decided.total, "why": decided.why}
    found = TOTAL.fullmatch(text.strip())
    total = decided.total if decided is not None else reading.score(found["total"]) if found is not None else None
    return NotAnAnswer(wording.NOT_A_TOTAL) if total is None else total


FLOW = Flow(
    "settle_appeal",
    version=1,
    starts=(Phrase("decides on an appeal", reading.decides_appeal),),
    roles=ANY_MEMBER,
    run=settle_appeal,
    offer=SettleAppeal,
)
