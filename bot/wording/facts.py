"""One fact of a customer, where only that was asked: the fact first, in a line or two. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.wording.records import followup_summary, next_step, say_budget, say_objections
from bot.wording.stages import closed_state
from bot.wording.values import say_date, say_duration, say_money, say_time
from config.policy import Policy
from nlu import questions
from nlu.questions import Fact
from nlu.understanding import Understanding
from sales import followups, slot_values
from sales.customers import ContactFact, CustomerInfo, DealState
from sales.followup_history import FollowUpFact

TO_LOG = frozenset({"limit", "contacted", "next", "logged"})  # what is often answered by a report
NONE_LOGGED = "还没有跟进记录"


def told(policy: Policy, asked: Fact, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    """The answer to a question for one fact of this customer."""
    return _ANSWERS[asked](policy, info, understanding, now)


def deal_line(policy: Policy, state: DealState, now: datetime) -> str:
    """·仓储管理系统 36 万元:方案报价,周五(11月20日)起,今天(11月23日)下午三点二十到时限."""
    deal = state.deal
    name = " ".join(filter(None, (deal.product_line, say_money(deal.amount_fen) if deal.amount_fen else "")))
    entered = say_date(deal.stage_entered_at.astimezone(policy.zone).date(), now.astimezone(policy.zone).date())
    line = f"·{name or '商机'}:{policy.stage_name(deal.stage)},{entered}进的"
    if state.over_by is not None:
        return f"{line},已超时 {say_duration(state.over_by)}"
    return f"{line},{say_time(state.limit_at, now, policy.zone)}到时限" if state.limit_at else line


def _meant(info: CustomerInfo, understanding: Understanding) -> Sequence[DealState]:
    """The open deals that are asked about: those of the product named, else all."""
    product = slot_values.word(understanding.slots, "product")
    named = [state for state in info.deals if product and state.deal.product_line == product]
    return named or info.deals


def _limit(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    deals = _meant(info, understanding)
    if not deals:
        return f"{info.name}没有在跟的单子,没有时限。"
    lines = [_limit_line(policy, state, now) for state in deals]
    if len(lines) == 1:
        return f"{lines[0]}({info.name})。"
    return "\n".join([f"{info.name} {len(lines)} 单:", *(f"·{line}" for line in lines)])


def _limit_line(policy: Policy, state: DealState, now: datetime) -> str:
    name = "·".join(filter(None, (state.deal.product_line, policy.stage_name(state.deal.stage))))
    if state.limit_at is None:
        return f"{name}没有时限"
    if state.over_by is not None:
        return f"{name}已经超时 {say_duration(state.over_by)},{say_time(state.limit_at, now, policy.zone)}就到了"
    return f"{name}{say_time(state.limit_at, now, policy.zone)}到时限,还有 {say_duration(state.limit_at - now)}"


def _objection(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    known = next((one for one in info.followups if one.objections), None)
    about_price = questions.asks_of_price(understanding.text)
    if known is None:
        none = "没记过嫌贵" if about_price else "还没记过异议"
        return _with_last(policy, f"{info.name}{none}。", info, now)
    named = say_objections(policy, known.objections)
    first = f"{info.name}:{named}。"
    if about_price:
        first = f"是,{named}。" if "price" in known.objections else f"没记过嫌贵,记的是{named}。"
    return first + "\n" + followup_summary(policy, known, now)


def _contacted(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    reached = next((one for one in info.followups if followups.is_contact(policy, one.outcome)), None)
    tried = info.followups[0] if info.followups and info.followups[0] is not reached else None
    if reached is None and tried is None:
        return f"{info.name}{NONE_LOGGED}。"
    failed = f"{_day(policy, tried, now)}试过,没联系上。" if tried is not None else ""
    if reached is None:
        return f"{info.name}还没联系上过,{failed}"
    return f"上次是{_day(policy, reached, now)}({info.name})。{failed}\n{followup_summary(policy, reached, now)}"


def _day(policy: Policy, followup: FollowUpFact, now: datetime) -> str:
    return say_date(followup.occurred_on, now.astimezone(policy.zone).date())


def _last_words(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    return _with_last(policy, f"{info.name}上次:" if info.followups else f"{info.name}:", info, now)


def _with_last(policy: Policy, first: str, info: CustomerInfo, now: datetime) -> str:
    """`first` and behind it the last follow-up."""
    last = followup_summary(policy, info.followups[0], now) if info.followups else NONE_LOGGED
    return f"{first}\n{last}"


def _owner(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    return f"{info.owner_name}在跟({info.name})。" if info.owner_name else f"{info.name}现在没人跟。"


def _amount(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    states = _meant(info, understanding)
    lines = [
        f"{say_money(deal.amount_fen) if deal.amount_fen else '没记金额'}"
        f"({'·'.join(filter(None, (info.name, deal.product_line, policy.stage_name(deal.stage))))})"
        for deal in [*(state.deal for state in states), *(() if states else (one.deal for one in info.closed))]
    ]
    quoted = next((one for one in info.followups if one.amount_fen), None)
    spoken = f"\n{_day(policy, quoted, now)}说的是 {say_money(quoted.amount_fen or 0)}。" if quoted is not None else ""
    return (";".join(lines) + "。" if lines else f"{info.name}没有单子,金额没记。") + spoken


def _budget(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    known = next((one for one in info.followups if one.budget_fen), None)
    if known is None or known.budget_fen is None:
        return f"{info.name}的预算没记过。" + _amount(policy, info, understanding, now)
    return f"预算{say_budget(known.budget_fen)}({info.name},{_day(policy, known, now)}记的)。"


WAYS = {"微信": ("weixin",), "邮箱": ("email",), "联系方式": ("phone", "weixin", "email")}  # to reach somebody
WAY_NAMES = {"phone": "", "weixin": "微信 ", "email": "邮箱 "}


def _reached(one: ContactFact, ways: Sequence[str]) -> str:
    """李总(采购):139…,微信 lizong."""
    known = [f"{WAY_NAMES[way]}{value}" for way in ways if (value := getattr(one, way))]
    return f"{one.name}{f'({one.role})' if one.role else ''}:{','.join(known)}" if known else ""


def _people(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    names = "、".join(f"{one.name}({one.role})" if one.role else one.name for one in info.contacts)
    by = f"{info.name}的联系人:{names}。" if names else f"{info.name}还没记联系人。"
    reached = next(
        (word for word in ("电话", "手机", "号码", "微信", "邮箱", "地址", "联系方式") if word in understanding.text),
        "联系方式" if questions.asks_how_to_reach(understanding.text) else "",
    )
    meant = [one for one in info.contacts if one.name in slot_values.words(understanding.slots, "contact")]
    lines = [line for one in meant or info.contacts if (line := _reached(one, WAYS.get(reached, ("phone",))))]
    if reached and reached != "地址" and lines:
        return (
            "\n".join([f"{info.name}:", *(f"·{line}" for line in lines)])
            if len(lines) > 1
            else f"{lines[0]}({info.name})。"
        )
    noted = f"\n备注里写着:{info.note}" if info.note and reached in info.note else ""
    return f"{reached}我这边没记。{by}{noted}" if reached else by


def _approval(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    return _standing(policy, "审批过没过我还看不到,得直接问他们。这家现在:", info, understanding, now)


def _outlook(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    return _standing(policy, "这个我说不准。眼下的情况:", info, understanding, now)


def _standing(policy: Policy, first: str, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    """`first`, then the deals and the last follow-up."""
    deals = [deal_line(policy, state, now) for state in _meant(info, understanding)]
    deals = deals or [f"·{one.deal.product_line or '商机'}:{closed_state(policy, one, now)}" for one in info.closed]
    return _with_last(policy, "\n".join([first + info.name, *(deals or ["没有在跟的单子"])]), info, now)


def _stage(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    deals = _meant(info, understanding)
    if len(deals) != 1:
        return _standing(policy, "", info, understanding, now)
    deal = deals[0].deal
    on = say_date(deal.stage_entered_at.astimezone(policy.zone).date(), now.astimezone(policy.zone).date())
    return f"{policy.stage_name(deal.stage)},{on}进的({info.name})。\n{_limit_line(policy, deals[0], now)}。"


def _next(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    step = next_step(policy, info.followups[0], now) if info.followups else ""
    deals = [f"{_limit_line(policy, state, now)}。" for state in _meant(info, understanding)]
    first = f"{info.name}下一步:{step}。" if step else f"{info.name}没约下一步。"
    return "\n".join([first, *deals])


def _logged(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    if not info.followups:
        return f"没有,{info.name}{NONE_LOGGED}。"
    lines = [followup_summary(policy, one, now) for one in info.followups]
    return "\n".join([f"记了,{info.name}最近 {len(lines)} 条:", *(f"·{line}" for line in lines)])


def _lost(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    lost = [one for one in info.closed if one.is_lost]
    if not lost:
        return _standing(policy, "没有记过丢单。", info, understanding, now)
    lines = [f"{one.deal.product_line or '商机'}:{closed_state(policy, one, now)}" for one in lost]
    return _with_last(policy, "\n".join([info.name, *lines]), info, now)


def _closed(policy: Policy, info: CustomerInfo, understanding: Understanding, now: datetime) -> str:
    deals = _meant(info, understanding)
    if not deals:
        return _standing(policy, "", info, understanding, now)
    lines = [deal_line(policy, state, now) for state in deals]
    return "\n".join([f"还没有,{info.name}现在:", *lines, "签了或者丢了说一声,我来记。"])


_ANSWERS: dict[Fact, Callable[[Policy, CustomerInfo, Understanding, datetime], str]] = {
    "limit": _limit,
    "objection": _objection,
    "contacted": _contacted,
    "last_words": _last_words,
    "owner": _owner,
    "budget": _budget,
    "amount": _amount,
    "people": _people,
    "approval": _approval,
    "outlook": _outlook,
    "stage": _stage,
    "next": _next,
    "logged": _logged,
    "lost": _lost,
    "closed": _closed,
}
