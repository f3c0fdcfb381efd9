"""Why a deal was lost, picked by a button under its receipt, or said in words right after it."""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow
from bot.handlers.shared.loss import explain
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.turn.references.belonging import class_named
from bot.wording.offers import ExplainLoss
from sales import slot_values


async def loss_reason(talk: Talk, opening: Opening) -> None:
    if opening.text:
        recent = await talk.query("recent", topic.recent_before, opening.run, opening.at)
        if recent is None or recent.lost_deal is None:
            return await talk.say("这一单的原因已经记过了。")
        named = class_named(opening.text, opening.understanding) or opening.text.strip()
        reason = slot_values.words(opening.understanding.slots, "objection") or (named,)
        return await explain(talk, opening, recent.lost_deal, reason)
    lost = ExplainLoss.of(opening.params)
    await explain(talk, opening, lost.deal, (lost.reason,))


FLOW = Flow("loss_reason", version=1, roles=SALES, run=loss_reason, offer=ExplainLoss)
