"""再试一次: a message that failed three times and was set aside is handled once more."""

from __future__ import annotations

from bot.conversation import Flow
from bot.messaging import inbox
from bot.turn.opening import Opening, Talk
from bot.wording.offers import Retry


async def retry(talk: Talk, opening: Opening) -> None:
    done = await talk.execute("again", inbox.requeue, Retry.of(opening.params).inbox, opening.run)
    await talk.say("好,我再试一次。" if done else "那条已经处理过了。")


FLOW = Flow("retry", version=1, roles=None, run=retry, offer=Retry)
