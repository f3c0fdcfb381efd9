"""Why a deal was lost, picked by a button under its receipt. The reason in words is handled by close_deal."""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow
from bot.handlers.shared.loss import explain
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ExplainLoss


async def loss_reason(talk: Talk, opening: Opening) -> None:
    lost = ExplainLoss.of(opening.params)
    await explain(talk, opening, lost.deal, (lost.reason,))


FLOW = Flow("loss_reason", version=1, roles=SALES, run=loss_reason, offer=ExplainLoss)
