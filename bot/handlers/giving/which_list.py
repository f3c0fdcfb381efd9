"""A table whose headings are those of customers and of scripts: which of them it is, is one tap."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.messaging import media_received
from bot.turn.opening import Opening, Talk
from bot.wording.library import importing as wording
from bot.wording.offers import FillLibrary


async def which_list(talk: Talk, opening: Opening) -> None:
    assert opening.media is not None
    came = await talk.query("came", media_received.of_run, opening.run, opening.media.key)
    kinds = {wording.CUSTOMER_LIST: "customers", wording.SCRIPT_LIST: "scripts"}
    await talk.say(wording.WHICH_LIST, [Choice(label, opens=FillLibrary(came, kind)) for label, kind in kinds.items()])


FLOW = Flow("which_list", version=1, roles=ANY_MEMBER, run=which_list)
