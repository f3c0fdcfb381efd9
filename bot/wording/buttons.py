"""Buttons that several conversations and notices show: what is on them, and what they open. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.conversation.messages import Choice, SaidWords
from bot.wording.offers import (
    Acknowledge,
    AnswerInstruction,
    ChangeAmount,
    ExplainLoss,
    Help,
    HoldDeal,
    LogFollowup,
    NeedSupport,
    ReplyOrder,
    ShowCustomer,
    Snooze,
    Undo,
)
from bot.wording.values import say_money
from config.policy import Policy
from nlu.context import NO_OBJECTION
from sales.deals import CLOSED, DealFact
from sales.followups import Saved
from sales.limits import Overdue

MOST_WITH_BUTTONS = 3  # deals of one message that have buttons of their own
MOST_WITH_ALL_BUTTONS = 2  # deals of one message that have each of their buttons; more have one
ADDED = re.compile(r"(?:加|增加|追加|添|涨)(?:了|个)?(?=[\d一二两三四五六七八九十])")  # before a sum
LEAST_SHARE = 50  # a sum below the 50th part of a deal is the price of something in it
HELP = Choice("看看能做什么", opens=Help())


def undo_button(run: int) -> Choice:
    """Takes back what the run `run` changed."""
    return Choice("撤回", opens=Undo(run))


def sum_buttons(saved: Sequence[Saved]) -> list[Choice]:
    """Puts the sum that a record told into its deal, where that has another one and is open; for each record."""
    told = [(known, sum_now(known)) for known in saved if known.deal_id and known.stage not in CLOSED]
    return [
        Choice(f"金额改成 {say_money(amount)}", opens=ChangeAmount(known.deal_id, amount))
        for known, amount in told
        if amount and amount != known.deal_fen and amount * LEAST_SHARE >= (known.deal_fen or 0)
    ]


def sum_now(known: Saved) -> int | None:
    """What the deal is worth by a record: the sum told, or that much more than it was (江海再加16万)."""
    amount, was = known.followup.amount_fen, known.deal_fen
    adds = amount is not None and ADDED.search(known.followup.said) is not None
    return amount + was if adds and amount is not None and was is not None and amount < was else amount


def log_button(*, deal: int | None = None, customer: int | None = None) -> Choice:
    """Logs how it went with a deal, with a customer, or with whom the person then names."""
    return Choice("记一条跟进", opens=LogFollowup(deal, customer))


def rep_buttons(overdue: Overdue, suffix: str = "") -> list[Choice]:
    """What a rep may do about an overdue deal, the likeliest first; `suffix` names it where several are in one
    message."""
    deal_id = overdue.deal.id
    return [
        Choice(f"已跟进{suffix}", opens=LogFollowup(deal_id)),
        Choice(f"缓一缓{suffix}", opens=Snooze(deal_id)),
        Choice(f"需要支持{suffix}", opens=NeedSupport(deal_id)),
    ]


def leader_buttons(overdue: Overdue, suffix: str = "") -> list[Choice]:
    """What a leader may do about an overdue deal, the likeliest first; `suffix` names it where several are in one
    message, which has one button to take note of all."""
    buttons = [
        Choice(f"再给两天{suffix}", opens=HoldDeal(overdue.deal.id)),
        Choice(f"看看情况{suffix}", opens=ShowCustomer(overdue.deal.customer_id)),
    ]
    return buttons if suffix else [*buttons, Choice("我来处理", opens=Acknowledge(overdue.deal.id))]


def instruction_buttons(instruction_id: int, *, news: bool = False) -> list[Choice]:
    """What a colleague answers to what they were told to do, or to know (`news`)."""
    return [
        Choice("知道了" if news else "办好了", opens=AnswerInstruction(instruction_id, done=True)),
        Choice("有问题", opens=AnswerInstruction(instruction_id, done=False)),
    ]


def reply_button(name: str, instruction_id: int, *, asks: bool) -> Choice:
    """Says something to what a colleague said to an instruction."""
    return Choice(f"回{name}", opens=ReplyOrder(instruction_id, asks))


def unfinished_buttons(begun: Sequence[SaidWords]) -> tuple[Choice, ...]:
    """Goes on with the newest record that was begun and not completed."""
    return tuple(Choice("接着说这条", opens=words) for words in begun[:1])


def deal_list_buttons(customer_of: Mapping[int, int], names: Mapping[int, str], *, leads: bool) -> list[Choice]:
    """Under a list of deals (deal id → customer id): log how it went with each, or for a leader, look at each. One
    button a customer; `names` are the customers' short names by id."""
    if leads:
        return [
            Choice(f"看看·{names[customer_id]}", opens=ShowCustomer(customer_id))
            for customer_id in dict.fromkeys(customer_of.values())
        ]
    deals_of: dict[int, list[int]] = {}
    for deal_id, customer_id in customer_of.items():
        deals_of.setdefault(customer_id, []).append(deal_id)
    return [
        Choice(
            f"记跟进·{names[customer_id]}",
            opens=LogFollowup(deal=deals[0]) if len(deals) == 1 else LogFollowup(customer=customer_id),
        )
        for customer_id, deals in deals_of.items()
    ]


def loss_reason_buttons(policy: Policy, deal_id: int) -> list[Choice]:
    """A button for each reason why a deal may have been lost."""
    return [
        Choice(objection.name, opens=ExplainLoss(deal_id, objection.key))
        for objection in policy.objections
        if objection.key != NO_OBJECTION
    ]


def deal_label(policy: Policy, deal: DealFact) -> str:
    """A deal of a known customer on a button: 仓储管理系统·方案报价·36 万元."""
    parts = [deal.product_line or "商机", policy.stage_name(deal.stage)]
    return "·".join([*parts, say_money(deal.amount_fen)] if deal.amount_fen else parts)
