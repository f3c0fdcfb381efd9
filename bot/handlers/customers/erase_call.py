"""把这段录音删了, 删掉跟鼎新的通话录音: a recorded call is deleted by who handed it in or follows the customer, after
one tap that names it (个人信息保护法 47)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.admin import dropped_files
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.deals import calls as wording
from nlu import replies
from nlu.drills import asking, deciding
from nlu.understanding import Understanding
from sales import call_recordings, customers, slot_values
from sales.call_recordings import CallFact

READ, SHOWN = 100, 4  # recordings that are looked through, and that are offered


async def erase_call(talk: Talk, opening: Opening) -> None:
    whom = asking.call_meant(opening.text) or ""
    found = await talk.query("found", erasable, talk.speaker, opening, whom)
    if not found:
        return await talk.say(wording.none_to_erase(whom))
    call, zone = found[0], talk.policy.zone
    if whom and len(found) > 1:
        choices = [Choice(wording.label(each, opening.at, zone), each) for each in found]
        call = await talk.ask("which", wording.WHICH, choices)
    question = wording.sure(call, opening.at, zone)
    choices = [Choice(wording.ERASE, True), Choice(wording.LEAVE, False)]
    if not await talk.ask("sure", question, choices, read_sure, claims=claims_sure):
        return await talk.say(wording.LEFT)
    now = await talk.now()
    done = await talk.execute("erase", erase, call.id, call.media, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    await talk.say(wording.erased(call) if done else wording.GONE, kind="receipt")


def erasable(session: Session, speaker: Speaker, opening: Opening, whom: str) -> tuple[CallFact, ...]:
    """The recordings that may be meant: with the customer who is named, or any, the newest first."""
    found = call_recordings.erasable(session, speaker, READ if whom else 1)
    if not whom:
        return found
    named = slot_values.word(opening.understanding.slots, "customer") or whom
    known = {fact.id for fact in customers.find(session, access.customers(speaker), named) if not fact.near}
    return tuple(call for call in found if call.customer_id in known or named in call.customer)[:SHOWN]


def read_sure(text: str, _understanding: Understanding, _asked: Asked) -> bool | NotAnAnswer:
    """Whether the recording is deleted."""
    return True if deciding.deletes(text) else False if replies.verdict(text) is False else NotAnAnswer()


def claims_sure(_session: Session, text: str, _understanding: Understanding, _asked: Asked) -> bool:
    """Whether words agree that it is deleted."""
    return deciding.deletes(text)


def erase(session: Session, by: Speaker, call_id: int, media: str, now: datetime) -> bool:
    """Delete the recording, and have its file dropped. False where it is gone. Raises Changed if it is not the actor's
    to delete."""
    sender = call_recordings.erase(session, by, call_id, now)
    if sender is None:
        return False
    dropped_files.order(session, sender, [media], now)
    return True


FLOW = Flow(
    "erase_call",
    version=1,
    starts=(Phrase("wants a recorded call deleted", asking.erases_call),),
    roles=SALES,
    run=erase_call,
    title="删通话录音",
)
