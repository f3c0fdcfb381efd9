"""录音判错了: a person is asked to look at what was found in a recorded call; one recording is looked at once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Flow, Phrase
from bot.handlers.shared.coaching.answers import claims_reason, read_why
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import calls as wording
from bot.wording.offers import AppealCall
from coaching.exam import calls
from coaching.exam.calls import CallAppeal, CallFact
from config.policy import Policy
from nlu.drills import exam as words
from sales.errors import Changed


async def appeal_call(talk: Talk, opening: Opening) -> None:
    offer = AppealCall.of(opening.params)
    call = await talk.query("call", own_call, talk.speaker.member_id, offer.call)
    if call is None:
        return await talk.say(wording.NOTHING_TO_APPEAL)
    if call.appealed:
        return await talk.say(wording.ALREADY_APPEALED)
    why = await talk.ask("why", wording.ASK_WHY, parse=read_why, claims=claims_reason, brief=wording.ASK_WHY)
    now = await talk.now()
    sent = await talk.execute("send", send, talk.policy, call.id, why, now)
    if isinstance(sent, Stale):
        return await talk.say(wording.NOBODY)
    if sent is None:
        return await talk.say(wording.ALREADY_APPEALED)
    await talk.say(wording.request(sent), wording.request_buttons(sent), kind="prompt", to=sent.asked_id)
    await talk.say(wording.sent(sent.asked), kind="receipt")


def own_call(session: Session, member_id: int, call_id: int | None) -> CallFact | None:
    """The recording of the member's own, or the latest, in which something was found."""
    found = [call for call in calls.of_member(session, member_id) if call.violations]
    return next((call for call in reversed(found) if call_id in (None, call.id)), None)


def send(session: Session, by: Speaker, policy: Policy, call_id: int, why: str, now: datetime) -> CallAppeal | None:
    """Ask who leads the member; None where that was done before. Raises Changed if there is nobody."""
    asked_id = access.superior(session, by.member_id)
    if asked_id is None:
        raise Changed("request", None, "decides")
    appeal = calls.appeal(session, call_id, why, asked_id, now)
    if appeal is not None:
        giving.look_again(session, policy, giving.CALL_APPEAL, appeal.id, asked_id, now)
    return appeal


FLOW = Flow(
    "appeal_call",
    version=1,
    starts=(Phrase("objects to what was found in a call", words.appeals_call),),
    roles=ANY_MEMBER,
    run=appeal_call,
    title="录音申诉",
    offer=AppealCall,
)
