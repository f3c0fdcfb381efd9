"""A deal moves to a stage, or is won or lost. 宏远那单推进到方案报价 / 恒泰签了,48万 / 宏远丢了,选了竞品

The new stage's time starts; what was planned about the old one's limit is dropped. Where a leader does it, whose deal
it is hears of it.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation.flow import Command, Flow, Intent
from bot.conversation.messages import Choice
from bot.conversation.talk import Asked, NotAnAnswer, Opening, Talk
from bot.handlers.sales import loss_reason
from bot.handlers.shared.attempts import Stale, attempt
from bot.handlers.shared.choosing import choose_customer, choose_deal, in_context
from bot.turn import matching
from bot.wording.buttons import loss_reason_buttons, undo_button
from bot.wording.records import say_objections
from bot.wording.values import say_money, say_time
from config.policy import Policy
from nlu.understanding import Understanding
from sales import deals, limits, slots, stages
from sales.customers import CustomerFact
from sales.deals import CLOSED, DealFact
from sales.stages import Moved
from scheduler import stage_clock


async def advance_stage(talk: Talk, opening: Opening) -> None:
    """To the stage named; without one, the next is offered."""
    deal = await deal_meant(talk, opening)
    if deal is None:
        return
    stage = slots.word(opening.understanding.slots, "stage")
    if stage is None:
        ahead = talk.policy.next_stage(deal.stage)
        choices = [Choice(one.name, one.key) for one in talk.policy.stages if one.key != deal.stage]
        choices.sort(key=lambda choice: choice.value != (ahead.key if ahead else None))
        now_in = talk.policy.stage_name(deal.stage)
        stage = await talk.ask("stage", f"{deal.customer}现在在{now_in},推进到哪个阶段?", choices, read_stage)
    await move(talk, opening, deal, stage)


async def close_deal(talk: Talk, opening: Opening) -> None:
    """Won or lost, as said; asked where it is not clear. Right after a loss, no more than a reason is that loss's."""
    lost = await talk.query("lost", loss_reason.unexplained, talk.speaker, opening)
    if lost is not None:
        return await loss_reason.explain(talk, opening, lost.id, slots.words(opening.understanding.slots, "objection"))
    deal = await deal_meant(talk, opening)
    if deal is None:
        return
    stage = slots.word(opening.understanding.slots, "stage")
    if stage not in CLOSED:
        choices = [Choice("成交", "won"), Choice("丢单", "lost")]
        stage = await talk.ask("how", f"{deal.customer}这单是成交了,还是丢了?", choices)
    await move(talk, opening, deal, stage)


async def deal_meant(talk: Talk, opening: Opening) -> DealFact | None:
    """The deal that the words mean; None where there is none, which has been said."""
    said = (await in_context(talk, opening, opening.understanding)).slots
    chosen = await choose_customer(talk, opening, slots.word(said, "customer"), slots.words(said, "contact"))
    customer = chosen.customer
    if not isinstance(customer, CustomerFact):
        return None
    deal = await choose_deal(talk, opening, customer, slots.word(said, "product"))
    if deal is None:
        await talk.say(f"{customer.name}现在没有你在跟的单子。")
    return deal


async def move(talk: Talk, opening: Opening, deal: DealFact, stage: str) -> None:
    if stage == deal.stage:
        return await talk.say(f"{deal.customer}已经在{talk.policy.stage_name(stage)}了,没有动。")
    said = opening.understanding.slots
    amount, reason = slots.fen(said.get("amount")), slots.words(said, "objection")
    now = await talk.now()
    moved = await talk.execute("move", attempt, moved_to, talk.policy, deal, stage, talk.speaker, now, amount, reason)
    if isinstance(moved, Stale):
        return await talk.say(moved.words)
    why = loss_reason_buttons(talk.policy, deal.id) if stage == deals.LOST and not reason else []
    await talk.say(receipt(talk.policy, moved, reason, now), [undo_button(opening.run), *why], kind="receipt")
    if moved.deal.owner_id != talk.speaker.member_id:
        told = f"{talk.speaker.name}动了你的单子。{step(talk.policy, moved)}"
        await talk.say(told, kind="receipt", to=moved.deal.owner_id)


def moved_to(
    session: Session,
    policy: Policy,
    deal: DealFact,
    stage: str,
    by: Speaker,
    now: datetime,
    amount_fen: int | None,
    reason: tuple[str, ...],
) -> Moved:
    moved = stages.advance(
        session,
        deal.id,
        stage,
        by.member_id,
        now,
        access.deals(by),
        seen=deal.stage,
        amount_fen=amount_fen,
        reason=reason,
    )
    stage_clock.watch(session, policy, deal.id, now)
    return moved


def receipt(policy: Policy, moved: Moved, reason: tuple[str, ...], now: datetime) -> str:
    deal, line = moved.deal, step(policy, moved)
    if deal.stage == deals.WON:
        amount = f",{say_money(deal.amount_fen)}" if deal.amount_fen else ""
        return f"恭喜成交!{line}{amount}"
    if deal.stage == deals.LOST:
        why = f"原因:{say_objections(policy, reason)}" if reason else "是为什么丢的?点一个,或者说一句。"
        return f"已记丢单。{line}\n{why}"
    limit_at = limits.limit_at(deal, policy)
    until = f"\n{say_time(limit_at, now, policy.zone)}前要有进展" if limit_at else ""
    return f"已推进。{line}{until}"


def step(policy: Policy, moved: Moved) -> str:
    """宏远建材有限公司·仓储管理系统:方案报价 → 方案确认."""
    name = "·".join(filter(None, (moved.deal.customer, moved.deal.product_line)))
    return f"{name}:{policy.stage_name(moved.stage_from)} → {policy.stage_name(moved.stage_to)}"


def read_stage(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    named = understanding.slots.get("stage")
    offered = {choice.answer for choice in asked.choices}
    if named in offered:
        return str(named)
    choice = matching.named(asked.choices, text)
    return str(choice.answer) if choice is not None else NotAnAnswer("点一个阶段就行。")


FLOW = Flow(
    "advance_stage",
    version=1,
    starts=(Command("推进"), Intent("advance_stage")),
    roles=SALES,
    run=advance_stage,
    title="推进阶段",
)
CLOSE = Flow("close_deal", version=1, starts=(Intent("close_deal"),), roles=SALES, run=close_deal, title="成交或丢单")
