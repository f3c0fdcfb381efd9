"""A deal is won or lost. 恒泰签了,48万 / 宏远丢了,选了竞品

If it is not clear which, the person is asked. Right after a loss, words that say only a reason are the reason of that
loss.
"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared import loss
from bot.handlers.shared.stage_move import move_deal
from bot.handlers.shared.which_deal import deal_meant
from bot.turn.opening import Opening, Talk
from sales import slot_values
from sales.deals import CLOSED


async def close_deal(talk: Talk, opening: Opening) -> None:
    lost = await talk.query("lost", loss.unexplained, talk.speaker, opening)
    if lost is not None:
        return await loss.explain(talk, opening, lost.id, slot_values.words(opening.understanding.slots, "objection"))
    deal = await deal_meant(talk, opening)
    if deal is None:
        return
    outcome = slot_values.word(opening.understanding.slots, "stage")
    if outcome not in CLOSED:
        choices = [Choice("成交", "won"), Choice("丢单", "lost")]
        outcome = await talk.ask("how", f"{deal.customer}这单是成交了,还是丢了?", choices, about=(deal.customer,))
    await move_deal(talk, opening, deal, outcome)


FLOW = Flow("close_deal", version=1, starts=(Intent("close_deal"),), roles=SALES, run=close_deal, title="成交或丢单")
