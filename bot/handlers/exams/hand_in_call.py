"""考核录音: a recorded call with a customer is handed in, or those that wait are checked now."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.handlers.shared.coaching.calls import check_calls, take_call
from bot.messaging import media_received
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import calls as wording
from bot.wording.offers import HandInCall
from coaching.exam import unlocking
from nlu.drills import exam as words


async def hand_in_call(talk: Talk, opening: Opening) -> None:
    offer = HandInCall.of(opening.params)
    if offer.another:
        return await talk.say(wording.HOW)
    media = await talk.query("media", media_received.recording_sent, opening.run, offer.inbox, opening.at)
    if media is not None and (opening.text or offer.inbox is not None):
        return await take_call(talk, media)
    if offer.inbox is not None:
        return await talk.say(wording.NO_FILE)
    needed = talk.policy.exam.recordings
    standing = await talk.query("standing", unlocking.standing, talk.speaker.member_id, needed)
    if opening.text or not standing.waiting:
        return await talk.say(wording.HOW if opening.text else wording.NONE_TO_CHECK)
    await check_calls(talk)


FLOW = Flow(
    "hand_in_call",
    version=1,
    starts=(Phrase("hands in a recorded call", words.hands_in_call),),
    roles=ANY_MEMBER,
    run=hand_in_call,
    title="交考核录音",
    offer=HandInCall,
)
