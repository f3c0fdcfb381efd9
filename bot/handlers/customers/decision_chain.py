"""Who decides at a customer, by the button 决策链. Words that ask it open customer_info, which shows the same."""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow
from bot.handlers.shared.chain.shown_and_told import show_chain
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ShowChain


async def decision_chain(talk: Talk, opening: Opening) -> None:
    await show_chain(talk, opening, ShowChain.of(opening.params).customer)


FLOW = Flow("decision_chain", version=1, roles=SALES, run=decision_chain, only_answers=True, offer=ShowChain)
