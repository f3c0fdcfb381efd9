"""A file or recording that came is taken for what somebody says that it is; without one, how files come in is said.
[导入话术库] [这是刘洋答价格质疑的,新人必学]
"""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.messaging import media_received
from bot.turn.opening import Opening, Talk
from bot.wording.library import importing as wording
from bot.wording.library import recorded
from bot.wording.offers import FillLibrary
from nlu import contents

SAID = {
    "customers": wording.AS_CUSTOMERS,
    "scripts": wording.AS_SCRIPTS,
    "recording": recorded.AS_RECORDING,
}


async def fill_library(talk: Talk, opening: Opening) -> None:
    offer = FillLibrary.of(opening.params)
    may = access.may_fill_library(opening.speaker) or offer.meant not in ("", "scripts")
    if offer.inbox is None or not may:
        return await talk.say(wording.SEND_IT if may else wording.NOT_YOURS)
    done = await talk.execute("again", media_received.handle_again, offer.inbox, opening.run, offer.meant, opening.text)
    await talk.say(SAID[offer.meant] if done else recorded.NO_FILE)


FLOW = Flow(
    "fill_library",
    version=1,
    starts=(Phrase("asks_to_fill", contents.asks_to_fill),),
    roles=ANY_MEMBER,
    run=fill_library,
    offer=FillLibrary,
)
