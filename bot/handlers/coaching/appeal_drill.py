"""分数不对: a person is asked to look at a score again; nobody has to put up with a machine's judgement alone
(个人信息保护法 24). One drill is looked at once."""

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
from bot.wording.coaching import appeals as wording
from bot.wording.offers import AppealDrill
from coaching import drills
from coaching.drills import AppealFact
from config.policy import Policy
from nlu import drills as words
from sales.errors import Changed


async def appeal_drill(talk: Talk, opening: Opening) -> None:
    offer = AppealDrill.of(opening.params)
    drill = await talk.query("drill", drills.own, talk.speaker.member_id, offer.drill)
    if drill is None:
        return await talk.say(wording.NO_DRILL)
    if drill.appealed:
        return await talk.say(wording.ALREADY)
    why = words.why_appealed(opening.text) if opening.text else ""
    if not why:
        why = await talk.ask("why", wording.ASK_WHY, parse=read_why, claims=claims_reason, brief=wording.ASK_WHY)
    now = await talk.now()
    sent = await talk.execute("send", send, talk.policy, drill.id, why, now)
    if isinstance(sent, Stale):
        return await talk.say(wording.NOBODY)
    if sent is None:
        return await talk.say(wording.ALREADY)
    await talk.say(wording.request(sent), wording.request_buttons(sent), kind="prompt", to=sent.asked_id)
    await talk.say(wording.sent(sent.asked, why), kind="receipt")


def send(session: Session, by: Speaker, policy: Policy, drill_id: int, why: str, now: datetime) -> AppealFact | None:
    """Ask who leads the member; None where that was done before. Raises Changed if there is nobody."""
    asked_id = access.superior(session, by.member_id)
    if asked_id is None:
        raise Changed("request", None, "decides")
    fact = drills.appeal(session, drill_id, why, asked_id, now)
    if fact is not None:
        giving.look_again(session, policy, giving.APPEAL, fact.id, asked_id, now)
    return fact


FLOW = Flow(
    "appeal_drill",
    version=2,
    starts=(Phrase("objects to a score", words.appeals),),
    roles=ANY_MEMBER,
    run=appeal_drill,
    title="陪练申诉",
    offer=AppealDrill,
)
