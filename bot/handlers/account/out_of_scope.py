"""Requests that are not the bot's work: it says so and offers help. Small talk gets one sentence. What is to be written
down later is not written."""

from __future__ import annotations

from bot.access import ANY_MEMBER, SALES
from bot.conversation import Flow, Intent, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording import buttons, turn
from nlu import plans, replies


async def out_of_scope(talk: Talk, opening: Opening) -> None:
    if replies.keeps_off_record(opening.text):
        return await talk.say(turn.NOT_WRITTEN)
    if (later := plans.kept_for_later(opening.text)) is not None:
        sells = opening.speaker.role in SALES
        return await talk.say(turn.WRITTEN_LATER, turn.write_now(later) if later and sells else [])
    if (small_talk := turn.small_talk(opening.text)) is not None:
        return await talk.say(small_talk)
    await talk.say(turn.not_mine(sells=opening.speaker.role in SALES), [buttons.HELP])


FLOW = Flow(
    "out_of_scope",
    version=1,
    starts=(Phrase("puts writing off", plans.records_later, weighed=True), Intent("out_of_scope")),
    roles=ANY_MEMBER,
    run=out_of_scope,
)
