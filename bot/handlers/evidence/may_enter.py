"""Whether a deal may go to a stage, and what it lacks for that: 海川能推进到方案确认了吗 / 鼎新进合同审批还差什么"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.which_deal import deal_meant
from bot.turn.opening import Opening, Talk
from bot.wording.deals import gates as wording
from bot.wording.stages import deal_name
from sales import gates, slot_values
from sales.gates import Missing

MOVES = "advance_stage"  # the flow


async def may_enter(talk: Talk, opening: Opening) -> None:
    deal = await deal_meant(talk, opening)
    if deal is None:
        return
    ahead = talk.policy.next_stage(deal.stage)
    stage = slot_values.word(opening.understanding.slots, "stage") or (ahead.key if ahead else deal.stage)
    if stage == deal.stage:
        return await talk.say(f"{deal_name(deal)}已经在{talk.policy.stage_name(stage)}了。")
    is_ahead = gates.is_ahead(talk.policy, deal.stage, stage)
    missing = await talk.query("missing", gates.missing, talk.policy, deal, stage) if is_ahead else Missing()
    name = talk.policy.stage_name(stage)
    go_on = Choice(f"推进到{name}", opens=SaidWords(MOVES, f"{deal_name(deal)}推进到{name}"))
    await talk.say(wording.entry_state(talk.policy, deal, stage, missing), [go_on])


FLOW = Flow("may_enter", version=1, starts=(Intent("may_enter"),), roles=SALES, run=may_enter, only_answers=True)
