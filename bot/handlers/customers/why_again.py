"""为什么又计时, 宏远怎么又超时了: what started the deal's clock and when, and what did not count and why.

Without a name it is the deals of the newest nudge or alert, else the one spoken of; without one, the rule.
"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow, Phrase
from bot.handlers.shared.clock_explained import explain_clocks
from bot.handlers.shared.which_deal import deal_meant
from bot.turn.opening import Opening, Talk
from nlu import questions
from sales import slot_values


async def why_again(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    if not (slot_values.word(slots, "customer") or slot_values.word(slots, "contact")):
        return await explain_clocks(talk, opening)
    deal = await deal_meant(talk, opening)
    if deal is not None:
        await explain_clocks(talk, opening, (deal,))


FLOW = Flow(
    "why_again",
    version=1,
    starts=(Phrase("why_again", questions.asks_why_again),),
    roles=SALES,
    run=why_again,
    only_answers=True,
)
