"""As which intents a turn will probably read the words once more: these are read beforehand, outside its transaction.

What is left out here is read when the turn asks for it, which is then begun again (ADR 0018): it costs time, nothing
else.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.turn.references.belonging import CLEAR, REPORT, class_named, is_fragment
from bot.turn.speaker import at_gate, by_speaker, contact_told, doubtful, planned, roles_told, shared_told
from bot.turn.speaker.leading import giving
from nlu import corrections, leaders, leading
from nlu.asking import overviews
from nlu.understanding import Understanding

SOMEBODY = ("",)  # stands for the customers of a record, which only the turn knows

REFUSES = "out_of_scope"  # the intent, and its flow, of what is no work of the bot's


def readings_ahead(heard: Understanding) -> set[str]:
    """The intents as which words that were `heard` so will be read too, whoever says them."""
    return set(_intents(heard))


def may_be_unclear(heard: Understanding) -> bool:
    """Whether words that were `heard` so may be answered with the questions nearest to them."""
    return heard.confidence < CLEAR or heard.intent == REFUSES


def _intents(heard: Understanding) -> Iterator[str]:
    told = "person" in heard.slots and (heard.intent == by_speaker.ORDER or leaders.may_order(heard.text))
    placed = "person" not in heard.slots and (leading.may_be_placed(heard.text) or leading.may_be_away(heard.text))
    if told or placed or by_speaker.may_name_colleague(heard) or giving.may_be_told(heard):
        yield by_speaker.ORDER
    if giving.may_be_told(heard):
        yield giving.WHOSE
    if giving.may_name_them(heard) or leading.may_cover(heard.text):
        yield giving.GIVES
    if by_speaker.may_ask_fact(heard):
        yield from (by_speaker.FIGURE, by_speaker.FACT)
    if overviews.overview_asked(heard.text) is not None:
        yield by_speaker.FIGURE
    if at_gate.may_be_at_gate(heard):
        yield REPORT if heard.intent == "close_deal" else at_gate.NAMED_AS
    if planned.may_plan(heard):
        yield planned.READ_AS
    if doubtful.may_be_doubted(heard) or corrections.drops_part(heard.text):
        yield doubtful.QUESTION
    if shared_told.may_tell(heard):
        yield shared_told.READ_AS
    adds = is_fragment(heard.text, heard, (), SOMEBODY) or class_named(heard.text, heard) is not None
    if adds or doubtful.may_tell(heard) or contact_told.may_tell(heard) or roles_told.may_tell(heard):
        yield REPORT
