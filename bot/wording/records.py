"""How what was recorded is said back: follow-ups, leads, and what a form still needs. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.wording.deals.chain import heard_lines
from bot.wording.values import say_date, say_money, say_time
from config.policy import Policy
from nlu.context import NO_OBJECTION
from sales import followups
from sales.deals import DealFact
from sales.followup_history import FenRange, FollowUpFact
from sales.followups import FollowUpDraft, Gap, Saved
from sales.leads import Registered

QUOTED = 120
QUOTED_IN_LIST = 40
MOST_UNPLACED = 3
SHORT = 12
NOT_COUNTED = "没找到人,不算一次跟进,{stage}的计时没变"
NOT_CLASSED = "异议先空着,问到了补一句就行"
NOT_COMPLETE = "(还差一项,选了才算跟进)"
ASKS = {"objection": "客户的异议是哪一类?"}


def followup_lines(policy: Policy, saved: Saved, now: datetime) -> str:
    """A saved follow-up, a fact a line."""
    fact = saved.followup
    head = [saved.customer, *([saved.product_line] if saved.product_line else [])]
    draft = FollowUpDraft.saved(fact, policy.zone)
    lines = ["·".join(head), *_fact_lines(policy, draft, now)]
    if fact.said:
        lines.append(f"原话:「{_short(fact.said)}」")
    lines += unplaced_line(fact.unplaced) if _letters("".join(fact.unplaced)) != _letters(fact.said) else []
    if fact.occurred_on != now.astimezone(policy.zone).date():
        lines.append(f"发生在:{say_date(fact.occurred_on, now.astimezone(policy.zone).date())}")
    if saved.new_contacts:
        lines.append(f"新联系人:{'、'.join(saved.new_contacts)}")
    lines += heard_lines(policy, saved.chain)
    if saved.stage is not None and policy.has_stage(saved.stage):
        stage, counts = policy.stage_name(saved.stage), followups.is_contact(policy, fact.outcome)
        limit = policy.stage(saved.stage).limit_words
        lines.append(f"{stage}的 {limit}重新开始算" if counts else NOT_COUNTED.format(stage=stage))
    if any(gap.field == "objection" for gap in followups.gaps(policy, saved.stage, draft)):
        lines.append(NOT_CLASSED)
    return "\n".join(lines)


def unplaced_line(clauses: Sequence[str]) -> list[str]:
    """What was said and stands in none of the record's lines, on one; none where there is nothing."""
    shown = clauses[:MOST_UNPLACED]
    more = f"(还有{len(clauses) - len(shown)}句)" if len(clauses) > len(shown) else ""
    return [f"没归类:{';'.join(_short(clause, QUOTED_IN_LIST) for clause in shown)}{more}"] if shown else []


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _short(said: str, most: int = QUOTED) -> str:
    """Words on one line; of long ones the beginning, and how many there are."""
    words = said.replace("\n", ";")
    return words if len(words) <= most else f"{words[:most]}…(共{len(words)}字)"


def lead_lines(policy: Policy, lead: Registered) -> str:
    """A new lead as it was entered."""
    lines = [lead.customer]
    if lead.contacts:
        number = f" {lead.phone}" if lead.phone else ""
        lines.append(f"联系人:{'、'.join(lead.contacts)}{number}")
    deal = [*([lead.deal.product_line] if lead.deal.product_line else [])]
    deal += [f"预计 {say_money(lead.deal.amount_fen)}"] if lead.deal.amount_fen else []
    if deal:
        lines.append("·".join(deal))
    known = policy.has_stage(lead.deal.stage)
    first = f",{policy.stage(lead.deal.stage).limit_words}内要有第一次跟进" if known else ""
    lines.append(f"阶段:{policy.stage_name(lead.deal.stage)}{first}")
    return "\n".join(lines)


def forced_question(
    policy: Policy, gap: Gap, customer: str, draft: FollowUpDraft, now: datetime, earlier: Sequence[Saved] = ()
) -> str:
    """What was understood so far, and the one thing that is missing; which customers' records are kept already."""
    kept = [f"{known.customer}那条记好了。" for known in earlier if known.customer != customer]
    understood = [customer, *_fact_lines(policy, draft, now)]
    return "\n".join([*kept, f"听到的是:{understood[0]}", *understood[1:], ASKS.get(gap.field, "还差一项,选一下:")])


def addition_lines(policy: Policy, saved: Saved, more: FollowUpDraft, now: datetime) -> str:
    """What was added to a record: whose it is, what was understood, the words themselves."""
    head = [saved.customer, *([saved.product_line] if saved.product_line else [])]
    lines = ["·".join(head), *_fact_lines(policy, more, now), f"原话:「{_short(more.said)}」"]
    lines += unplaced_line(more.unplaced)
    if saved.new_contacts:
        lines.append(f"新联系人:{'、'.join(saved.new_contacts)}")
    return "\n".join([*lines, *heard_lines(policy, saved.chain)])


def forced_brief(gap: Gap, customer: str) -> str:
    """The one thing that is missing, in a line."""
    return f"{customer}那条," + ASKS.get(gap.field, "还差一项,选哪个?")


def followup_summary(policy: Policy, fact: FollowUpFact, now: datetime) -> str:
    """A follow-up in one line, for a list: 11月23日 张伟:电话,李总,价格敏感。下一步…"""
    parts = [*([policy.say("methods", fact.method)] if fact.method else []), *fact.contacts, *_judged(policy, fact)]
    parts += _sums(fact)
    words = f"「{_short(fact.said, QUOTED_IN_LIST)}」" if fact.said else ""
    words += NOT_COMPLETE if fact.waits_for is not None else ""
    line = f"{fact.occurred_on.month}月{fact.occurred_on.day}日 {fact.author}:{','.join(parts)}{words}"
    step = next_step(policy, fact, now)
    return f"{line}。下一步:{step}" if step else line


def next_step(policy: Policy, record: FollowUpDraft | FollowUpFact, now: datetime) -> str:
    """周三(11月25日)下午两点,再去一趟; empty if nothing is promised."""
    when = say_when(policy, record.next_at, record.next_on, now)
    return ",".join(part for part in (when, record.next_action or "") if part)


def deals_apart(policy: Policy, deals: Sequence[DealFact], now: datetime) -> str:
    """What tells the deals of one customer apart, a line each: product, sum, stage, since when."""
    lines = [f"{place}. {deal_in_words(policy, deal, now)}" for place, deal in enumerate(deals, 1)]
    return "\n".join([*lines, "是哪一单?"])


def whose_words(said: str) -> str:
    """Which customer words are about, asked again: 「签了,36万」是哪家客户?"""
    words = said.strip().replace("\n", ";")
    quoted = words if len(words) <= SHORT else f"{words[:SHORT]}…"
    return f"「{quoted}」是哪家客户?" if words else "是哪家客户?"


def customers_apart(policy: Policy, names: Sequence[str], deals: Sequence[Sequence[DealFact]], now: datetime) -> str:
    """What tells customers apart, a line each: their open deals."""
    lines = [
        f"{place}. {name}:{';'.join(deal_in_words(policy, deal, now) for deal in found) or '没有在跟的单子'}"
        for place, (name, found) in enumerate(zip(names, deals, strict=True), 1)
    ]
    return "\n".join([*lines, "是哪一家?"])


def deal_in_words(policy: Policy, deal: DealFact, now: datetime) -> str:
    """仓储管理系统,36 万元,方案报价,11月20日进的."""
    entered, today = (at.astimezone(policy.zone).date() for at in (deal.stage_entered_at, now))
    amount = [say_money(deal.amount_fen)] if deal.amount_fen else []
    stage = f"{policy.stage_name(deal.stage)}({say_date(entered, today)}进的)"
    return ",".join([deal.product_line or "商机", *amount, stage])


def say_when(policy: Policy, at: datetime | None, on: date | None, now: datetime) -> str:
    """An instant, or else a day; empty if there is neither."""
    if at is not None:
        return say_time(at, now, policy.zone)
    return say_date(on, now.astimezone(policy.zone).date()) if on is not None else ""


def say_objections(policy: Policy, objections: tuple[str, ...]) -> str:
    """价格敏感、决策链未齐."""
    return "、".join(policy.say("objections", key) for key in objections)


def say_budget(budget: FenRange) -> str:
    """30 万元, 30 万元到50 万元, 30 万元以上, 50 万元以内; of (from, to) in 分, an open end None."""
    low, high = budget
    if low == high and low is not None:
        return say_money(low)
    if low is None or high is None:
        return f"{say_money(low)}以上" if low is not None else f"{say_money(high or 0)}以内"
    return f"{say_money(low)}到{say_money(high)}" if low else f"{say_money(high)}以内"


def _fact_lines(policy: Policy, draft: FollowUpDraft, now: datetime) -> list[str]:
    """What a draft holds besides the customer: who was met and how, how it went, sums, the next step."""
    lines = []
    met = [*draft.contacts, *([policy.say("methods", draft.method)] if draft.method else [])]
    if met:
        lines.append("·".join(met))
    judged = _judged(policy, draft)
    if judged:
        lines.append(f"情况:{','.join(judged)}")
    if sums := _sums(draft):
        lines.append(",".join(sums))
    step = next_step(policy, draft, now)
    if step:
        lines.append(f"下一步:{step}")
    return lines


def _sums(record: FollowUpDraft | FollowUpFact) -> list[str]:
    sums = [f"金额 {say_money(record.amount_fen)}"] if record.amount_fen is not None else []
    return sums + ([f"预算 {say_budget(record.budget_fen)}"] if record.budget_fen is not None else [])


def changes_line(policy: Policy, before: FollowUpFact, after: FollowUpFact, now: datetime) -> str:
    """What a correction changed: 联系人:李总 → 王总;下一步:周三,再去 → 周四,再去; empty if nothing."""
    pairs = zip(_named_facts(policy, before, now), _named_facts(policy, after, now), strict=True)
    changed = [f"{name}:{was or '没记'} → {is_now or '没记'}" for (name, was), (_, is_now) in pairs if was != is_now]
    return ";".join(changed)


def _named_facts(policy: Policy, fact: FollowUpFact, now: datetime) -> list[tuple[str, str]]:
    return [
        ("联系人", "、".join(fact.contacts)),
        ("方式", policy.say("methods", fact.method) if fact.method else ""),
        ("情况", ",".join(_judged(policy, fact))),
        ("金额", say_money(fact.amount_fen) if fact.amount_fen is not None else ""),
        ("预算", say_budget(fact.budget_fen) if fact.budget_fen is not None else ""),
        ("下一步", next_step(policy, fact, now)),
        ("日期", f"{fact.occurred_on.month}月{fact.occurred_on.day}日"),
    ]


def _judged(policy: Policy, record: FollowUpDraft | FollowUpFact) -> list[str]:
    """Objections and outcome; that there are no objections comes last."""
    objections = [say_objections(policy, record.objections)] if record.objections else []
    outcome = [policy.say("outcomes", record.outcome)] if record.outcome else []
    return [*objections, *outcome] if record.objections != (NO_OBJECTION,) else [*outcome, *objections]
