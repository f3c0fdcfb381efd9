"""存到客户名下: a recording that was sent is kept with a customer; 今天跟恒泰的通话录音 right behind it does so too."""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow, Phrase
from bot.handlers.shared.reporting.call_recording import keep_call as keep
from bot.messaging import media_received
from bot.turn.opening import Opening, Talk
from bot.wording.deals import calls as wording
from bot.wording.offers import KeepCall
from nlu import contents


async def keep_call(talk: Talk, opening: Opening) -> None:
    sent_with = KeepCall.of(opening.params).inbox
    media = await talk.query("media", media_received.recording_sent, opening.run, sent_with, opening.at)
    if media is None:
        return await talk.say(wording.NO_FILE)
    await keep(talk, opening, media)


FLOW = Flow(
    "keep_call",
    version=1,
    starts=(Phrase("says that a recording is a call with a customer", contents.is_call),),
    roles=SALES,
    run=keep_call,
    title="存通话录音",
    offer=KeepCall,
)
