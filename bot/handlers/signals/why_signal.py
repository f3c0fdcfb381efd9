"""为什么提醒我这个: what a signal rests on, in the words that were reported; or what started the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Phrase
from bot.handlers.shared.clock_explained import explain_clocks
from bot.messaging import inbox, offers
from bot.turn.opening import Opening, Talk
from bot.wording.deals.signals import why_text
from bot.wording.offers import HoldDeal, Snooze, WhySignal
from bot.wording.turn import HANDED_AWAY
from nlu.questions import asks_why_told
from sales import deals, signals

LOOKED_BACK = timedelta(days=7)


async def why_signal(talk: Talk, opening: Opening) -> None:
    key = WhySignal.of(opening.params).signal
    if key is None:
        key = await talk.query("shown", last_told, talk.speaker, opening.at)
    if key is None:
        return await explain_clocks(talk, opening)
    found = await talk.query("signal", signals.get, key)
    seen = found and await talk.query("deal", deals.get, access.deals(talk.speaker), found.deal.id)
    if found is None:
        return await talk.say("那条已经撤掉了,不用管。")
    if seen is None:
        return await talk.say(HANDED_AWAY)
    await talk.say(why_text(talk.policy, signals.rule_of(talk.policy, found.key), found, opening.at))


def last_told(session: Session, speaker: Speaker, now: datetime) -> int | None:
    """The signal that the newest message which asked the speaker to act is about; None if that was about a limit."""
    conversation_id = inbox.conversation_of_member(session, speaker.member_id)
    for shown in offers.lately(session, conversation_id, now - LOOKED_BACK):
        opened = {choice.get("opens"): choice.get("params") or {} for choice in reversed(shown.choices)}
        if "signal" in opened.get(WhySignal.flow, {}):
            return int(opened[WhySignal.flow]["signal"])
        if not opened.keys().isdisjoint({Snooze.flow, HoldDeal.flow}):
            return None
    return None


FLOW = Flow(
    "why_signal",
    version=1,
    starts=(Phrase("why_told", asks_why_told),),
    roles=SALES,
    run=why_signal,
    offer=WhySignal,
    only_answers=True,
)
