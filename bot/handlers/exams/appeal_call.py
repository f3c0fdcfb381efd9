"""录音判错了: a person is asked to look at what was found in a recorded call; one recording is looked at once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import calls as wording
from bot.wording.offers import AppealCall
from coaching.exam import calls
from coaching.exam.calls import CallAppeal, CallFact
from nlu.drills import exam as words
from nlu.understanding import Understanding
from sales.errors import Changed
from sales.teamwork import people


async def appeal_call(talk: Talk, opening: Opening) -> None:
    offer = AppealCall.of(opening.params)
    call = await talk.query("call", own_call, talk.speaker.member_id, offer.call)
    if call is None:
        return await talk.say(wording.NOTHING_TO_APPEAL)
    if call.appealed:
        return await talk.say(wording.ALREADY_APPEALED)
    why = await talk.ask("why", wording.ASK_WHY, parse=read_reason, claims=says_why, brief=wording.ASK_WHY)
    now = await talk.now()
    sent = await talk.execute("send", send, call.id, why, now)
    if isinstance(sent, Stale):
        return await talk.say(wording.NOBODY)
    if sent is None:
        return await talk.say(wording.ALREADY_APPEALED)
    asked = await talk.query("asked", people.get, sent.asked_id)
    await talk.say(wording.request(sent), wording.request_buttons(sent), kind="prompt", to=sent.asked_id)
    await talk.say(wording.sent(asked.name if asked else ""), kind="receipt")


def own_call(session: Session, member_id: int, call_id: int | None) -> CallFact | None:
    """The recording of the member's own, or the latest, in which something was found."""
    found = [call for call in calls.of_member(session, member_id) if call.violations]
    return next((call for call in reversed(found) if call_id in (None, call.id)), None)


def send(session: Session, by: Speaker, call_id: int, why: str, now: datetime) -> CallAppeal | None:
    """Ask who leads the member; None where that was done before. Raises Changed if there is nobody."""
    asked_id = access.superior(session, by.member_id)
    if asked_id is None:
        raise Changed("request", None, "decides")
    return calls.appeal(session, call_id, why, asked_id, now)


def read_reason(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """The reason in the member's own words."""
    return text.strip()[:200] or NotAnAnswer()


def says_why(_session: Session, _text: str, _understanding: Understanding, asked: Asked) -> bool:
    """Whether words are the reason, whatever else they might mean: right after they were asked for."""
    return asked.is_latest


FLOW = Flow(
    "appeal_call",
    version=1,
    starts=(Phrase("objects to what was found in a call", words.appeals_call),),
    roles=ANY_MEMBER,
    run=appeal_call,
    title="录音申诉",
    offer=AppealCall,
)
