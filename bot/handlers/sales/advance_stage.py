"""A deal moves to a stage. 宏远那单推进到方案报价

Without a stage, the next one is offered first.
"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Asked, Command, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.stage_move import move_deal
from bot.handlers.shared.which_deal import deal_meant
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from config.policy import Policy
from nlu.understanding import Understanding
from sales import slot_values
from sales.deals import DealFact


async def advance_stage(talk: Talk, opening: Opening) -> None:
    deal = await deal_meant(talk, opening)
    if deal is None:
        return
    stage = slot_values.word(opening.understanding.slots, "stage")
    picked = stage is None
    if stage is None:
        now_in = talk.policy.stage_name(deal.stage)
        question = f"{deal.customer}现在在{now_in},推进到哪个阶段?"
        choices = other_stages(talk.policy, deal)
        stage = await talk.ask("stage", question, choices, read_stage, about=(deal.customer,))
    await move_deal(talk, opening, deal, stage, picked=picked)


def other_stages(policy: Policy, deal: DealFact) -> list[Choice]:
    """All stages but the deal's own, the next one first."""
    ahead = policy.next_stage(deal.stage)
    choices = [Choice(stage.name, stage.key) for stage in policy.stages if stage.key != deal.stage]
    return sorted(choices, key=lambda choice: choice.value != (ahead.key if ahead else None))


def read_stage(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """A stage among the choices, understood or named."""
    named = understanding.slots.get("stage")
    offered = {choice.answer for choice in asked.choices}
    if named in offered:
        return str(named)
    choice = labels.named(asked.choices, text)
    return str(choice.answer) if choice is not None else NotAnAnswer("点一个阶段就行。")


FLOW = Flow(
    "advance_stage",
    version=1,
    starts=(Command("推进"), Intent("advance_stage")),
    roles=SALES,
    run=advance_stage,
    title="推进阶段",
)
