"""The sum of an open deal is put right. 把大运那单改成17万 / 报价改成86.8万

The sum kept before stays in the audit, and in the receipt.
"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow
from bot.handlers.shared.closed_deals import correct_sum
from bot.handlers.shared.which_deal import deal_meant
from bot.turn.opening import Opening, Talk
from sales import slot_values


async def change_amount(talk: Talk, opening: Opening) -> None:
    amount_fen = slot_values.fen(opening.understanding.slots.get("amount"))
    deal = await deal_meant(talk, opening)
    if deal is not None and amount_fen is not None:
        await correct_sum(talk, opening, deal, amount_fen)


FLOW = Flow("change_amount", version=1, roles=SALES, run=change_amount)
