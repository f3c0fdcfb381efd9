"""分数不对: a person is asked to look at a score again; nobody has to put up with a machine's judgement alone
(个人信息保护法 24). One drill is looked at once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import appeals as wording
from bot.wording.offers import AppealDrill
from coaching import drills
from coaching.drills import AppealFact, DrillFact
from config.policy import Policy
from nlu import drills as words
from nlu.understanding import Understanding
from sales.errors import Changed


async def appeal_drill(talk: Talk, opening: Opening) -> None:
    offer = AppealDrill.of(opening.params)
    drill = await talk.query("drill", own_drill, talk.speaker.member_id, offer.drill)
    if drill is None:
        return await talk.say(wording.NO_DRILL)
    if drill.appealed:
        return await talk.say(wording.ALREADY)
    why = await talk.ask("why", wording.ASK_WHY, parse=read_reason, verbatim=True, brief=wording.ASK_WHY)
    now = await talk.now()
    sent = await talk.execute("send", send, talk.policy, drill.id, why, now)
    if isinstance(sent, Stale):
        return await talk.say(wording.NOBODY)
    if sent is None:
        return await talk.say(wording.ALREADY)
    await talk.say(wording.request(sent), wording.request_buttons(sent), kind="prompt", to=sent.asked_id)
    await talk.say(wording.sent(sent.asked), kind="receipt")


def own_drill(session: Session, member_id: int, drill_id: int | None) -> DrillFact | None:
    """The drill, or the latest, of the member's own."""
    own = drills.latest(session, member_id, 200 if drill_id is not None else 1)
    return next((drill for drill in own if drill_id is None or drill.id == drill_id), None)


def send(session: Session, by: Speaker, policy: Policy, drill_id: int, why: str, now: datetime) -> AppealFact | None:
    """Ask who leads the member; None where that was done before. Raises Changed if there is nobody."""
    asked_id = access.superior(session, by.member_id)
    if asked_id is None:
        raise Changed("request", None, "decides")
    fact = drills.appeal(session, drill_id, why, asked_id, now)
    if fact is not None:
        giving.look_again(session, policy, giving.APPEAL, fact.id, asked_id, now)
    return fact


def read_reason(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """The reason in the member's own words."""
    return text.strip()[:200] or NotAnAnswer()


FLOW = Flow(
    "appeal_drill",
    version=1,
    starts=(Phrase("objects to a score", words.appeals),),
    roles=ANY_MEMBER,
    run=appeal_drill,
    title="陪练申诉",
    offer=AppealDrill,
)
