"""How signals are said: what happened and what to do, their buttons, why somebody was told. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.conversation.messages import Choice, Offer
from bot.wording.offers import (
    AskAlong,
    ChangeContact,
    LogFollowup,
    NameDecider,
    PlanStep,
    SendMaterial,
    ShowCustomer,
    WhySignal,
)
from bot.wording.stages import deal_name
from bot.wording.values import say_date, say_money
from config.policy import Policy
from config.signal_rules import Action, SignalRule
from nlu import following
from sales.deals import DealFact
from sales.signals import Evidence, Occurrence

LONGEST_CLASS = 4  # characters of words that only name a kind of objection
QUOTED, QUOTED_IN_FULL = 24, 120
MOST_DATES, MOST_NAMED = 4, 2
LABELS = {
    "change_contact": "更换对接人",
    "name_decider": "写上谁拍板",
    "plan_next": "安排下一步",
    "ask_along": "约主管一起去",
    "log": "记一条跟进",
    "show": "看看情况",
}


def signal_text(policy: Policy, rule: SignalRule, found: Occurrence, name: str, *, with_owner: bool = False) -> str:
    """联创:30 天里 3 次拒绝见面(11月23日、24日、25日),最近:「又不肯见」。更换对接人,带上竞品对比表再约。"""
    owner = f"({found.deal.owner})" if with_owner else ""
    return f"{name}{owner}:{rule.name}{_by_what(policy, found.evidence)}。{_advice(rule, found)}。"


def _advice(rule: SignalRule, found: Occurrence) -> str:
    """What to do about it; with the competitor that the evidence names, where the rule has words for that."""
    rivals = (following.competitor_in(row.said) for row in reversed(found.evidence) if rule.advice_rival and row.said)
    rival = next((name for name in rivals if name), None)
    return rule.advice_rival.replace("{rival}", rival) if rival and rule.advice_rival else rule.advice


def signal_buttons(rule: SignalRule, found: Occurrence, *, most: int = 3, why: bool = True) -> list[Choice]:
    """What may be done about it, as its rule says, and why it was told."""
    choices = [Choice(_label(action), opens=_offer(action, found)) for action in rule.actions[:most]]
    return [*choices, Choice("为什么提醒我", opens=WhySignal(found.id))] if why else choices


def leader_signal_buttons(found: Occurrence) -> list[Choice]:
    """What a leader may do about it."""
    return [
        Choice("看看情况", opens=ShowCustomer(found.deal.customer_id)),
        Choice("为什么提醒我", opens=WhySignal(found.id)),
    ]


def signal_note(rules: Sequence[SignalRule]) -> str:
    """意向高,却卡在报价;还没写谁拍板: beside a deal that is over its limit."""
    return ";".join(rule.name for rule in rules[:MOST_NAMED])


def signals_void(policy: Policy, keys: Sequence[str]) -> str:
    """That what somebody was told because of a record that is taken back does not hold."""
    names = [rule.name for rule in policy.signals if rule.key in keys]
    return f"刚才提醒的「{'」「'.join(names)}」也不算了。" if names else "刚才因为它提醒的也不算了。"


def why_text(policy: Policy, rule: SignalRule | None, found: Occurrence, now: datetime) -> str:
    """Each row that it rests on, with its day and the words themselves."""
    today = now.astimezone(policy.zone).date()
    head = f"{deal_name(found.deal)}:{rule.name if rule else '公司已经不用的信号'}"
    began = say_date(found.began_at.astimezone(policy.zone).date(), today)
    lines = [_line(policy, row, today) for row in found.evidence] or [f"·{began}起"]
    over = ["现在已经不是这样了,不用管。"] if found.ended_at is not None or found.deal.closed else []
    advice = [f"建议:{_advice(rule, found)}。"] if rule and not over else []
    return "\n".join([f"{head},所以提醒你:", *lines, *over, *advice])


def along_text(policy: Policy, who: str, deal: DealFact, found: Occurrence | None) -> str:
    """What the superior is told who is to come along."""
    rule = next((rule for rule in policy.signals if found is not None and rule.key == found.key), None)
    stage = policy.stage_name(deal.stage)
    why = f":{rule.name}{_by_what(policy, found.evidence)}" if rule is not None and found is not None else ""
    return f"{who}想约你一起去{deal_name(deal)}({stage}){why}。"


def _by_what(policy: Policy, evidence: Sequence[Evidence]) -> str:
    """When it happened, and what was said last or changed."""
    touches = [row for row in evidence if row.said]
    changes = [row for row in evidence if row.field]
    if changes:
        return f"({_value(changes[0], changes[0].before)}→{_value(changes[-1], changes[-1].after)})"
    if not touches:
        return ""
    days = dict.fromkeys(_day(policy, row.at) for row in touches)
    shown = "、".join(list(days)[-MOST_DATES:])
    lines = touches[-1].said.splitlines()  # the last may only name the kind of objection that was asked for
    quote = _short(next((line for line in reversed(lines) if len(line) > LONGEST_CLASS), lines[-1]), QUOTED)
    return f"({shown}),{'最近:' if len(touches) > 1 else ''}「{quote}」"


def _line(policy: Policy, row: Evidence, today: date) -> str:
    day = say_date(row.at.astimezone(policy.zone).date(), today)
    if row.said:
        return f"·{day}:「{_short(row.said, QUOTED_IN_FULL)}」"
    if row.field:
        what = "金额" if row.field == "amount_fen" else "预计成交日"
        return f"·{day}{what}:{_value(row, row.before)} → {_value(row, row.after)}"
    return f"·{day}进了{policy.stage_name(row.after)}"


def _value(row: Evidence, value: object) -> str:
    if value is None:
        return "没写"
    return say_money(value) if isinstance(value, int) else _plain(date.fromisoformat(str(value)))


def _day(policy: Policy, at: datetime) -> str:
    return _plain(at.astimezone(policy.zone).date())


def _plain(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _short(said: str, most: int) -> str:
    words = said.replace("\n", ";")
    return words if len(words) <= most else f"{words[:most]}…"


def _label(action: Action) -> str:
    return action.label or action.material or LABELS[action.do]


def _offer(action: Action, found: Occurrence) -> Offer:
    deal = found.deal
    match action.do:
        case "change_contact":
            return ChangeContact(deal.id)
        case "name_decider":
            return NameDecider(deal.customer_id)
        case "plan_next":
            return PlanStep(deal=deal.id)
        case "ask_along":
            return AskAlong(deal.id, found.id)
        case "log":
            return LogFollowup(deal.id)
        case "show":
            return ShowCustomer(deal.customer_id)
        case "send":
            return SendMaterial(action.material or "", deal.id, found.id)
