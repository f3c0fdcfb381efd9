"""Deals with nobody who decides, and customers who refused. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from analytics.funnel.deals import Found
from bot.conversation.messages import Choice, SaidWords
from bot.wording.offers import NameDecider, ShowCustomer
from bot.wording.records import say_objections
from bot.wording.reports.spans import say_days
from bot.wording.tasks import numbered
from bot.wording.values import say_date, say_money
from config.policy import Policy
from sales.deals import DealFact
from sales.period import Period
from sales.teamwork.activity import Quiet
from sales.teamwork.refusals import MEETING, Refusal

WITH_BUTTONS = 3  # customers that have a button
MOST_SHOWN, MOST_PEOPLE = 8, 5
HOW_TO_MEET = Choice("约见话术", opens=SaidWords("find_script", "客户拒绝见面怎么说"))


def undecided_lines(
    policy: Policy, whose: str, found: Found, known: Mapping[int, Sequence[str]], *, with_owner: bool
) -> str:
    """川渝组在谈的有 3 单还没有拍板人,合计 120 万元: …; `known` are the people at each customer."""
    if not found.count:
        return f"{whose}在谈的单子,都记了拍板人。"
    head = f"{whose}在谈的有 {found.count} 单还没有拍板人,合计 {say_money(found.amount_fen)}:"
    lines = [_undecided_line(policy, deal, known.get(deal.customer_id, ()), with_owner) for deal in found.deals]
    more = [f"……还有 {found.count - len(lines)} 单"] if found.count > len(lines) else []
    return "\n".join([head, *numbered(lines), *more])


def _undecided_line(policy: Policy, deal: DealFact, people: Sequence[str], with_owner: bool) -> str:
    """宏远建材有限公司(张伟)·仓储管理系统·36 万元·方案报价,认识李总、王工"""
    owner = f"({deal.owner})" if with_owner else ""
    worth = f"·{say_money(deal.amount_fen)}" if deal.amount_fen else ""
    knows = f"认识{'、'.join(people)}" if people else "那边还没有联系人"
    where = policy.stage_name(deal.stage)
    return f"{deal.customer}{owner}·{deal.product_line or '商机'}{worth}·{where},{knows}"


def undecided_buttons(found: Found, names: Mapping[int, str], *, leads: bool) -> list[Choice]:
    """Look at each of the first customers; whoever has them says who decides."""
    ids = list(dict.fromkeys(deal.customer_id for deal in found.deals))[:WITH_BUTTONS]
    label = "看看" if leads else "谁拍板"
    return [Choice(f"{label}·{names[key]}", opens=ShowCustomer(key) if leads else NameDecider(key)) for key in ids]


def refusal_lines(
    policy: Policy,
    whose: str,
    period: Period,
    today: date,
    found: Sequence[Refusal],
    *,
    meetings: bool,
    by_person: bool,
) -> str:
    """川渝组11月23日到11月29日约见被拒 4 次,3 家客户: …"""
    days, what = say_days(period, today), "约见被拒" if meetings else "被拒"
    if not found:
        return f"{whose}{days}没有{what}的记录。"
    of_customer: dict[int, list[Refusal]] = {}
    for one in found:
        of_customer.setdefault(one.customer_id, []).append(one)
    head = f"{whose}{days}{what} {len(found)} 次,{len(of_customer)} 家客户:"
    most = Counter(one.member for one in found).most_common(MOST_PEOPLE)
    people = [f"按人:{'、'.join(f'{name} {count} 次' for name, count in most)}"] if by_person else []
    ordered = sorted(of_customer.values(), key=len, reverse=True)
    lines = [_refusal_line(policy, one, today, by_person) for one in ordered[:MOST_SHOWN]]
    more = [f"……还有 {len(ordered) - MOST_SHOWN} 家"] if len(ordered) > MOST_SHOWN else []
    return "\n".join([head, *people, *numbered(lines), *more])


def _refusal_line(policy: Policy, of_one: Sequence[Refusal], today: date, with_member: bool) -> str:
    """宏远建材有限公司(张伟):拒绝见面 2 次,最近周二(11月24日),价格敏感"""
    last = of_one[0]
    who = f"({'、'.join(dict.fromkeys(one.member for one in of_one))})" if with_member else ""
    counts = Counter(one.outcome for one in of_one)
    times = "、".join(f"{policy.say('outcomes', key)} {count} 次" for key, count in counts.items())
    objections = tuple(dict.fromkeys(key for one in of_one for key in one.objections if key != "none"))
    why = f",{say_objections(policy, objections)}" if objections else ""
    return f"{last.customer}{who}:{times},最近{say_date(last.on, today)}{why}"


def refusal_buttons(found: Sequence[Refusal], names: Mapping[int, str]) -> list[Choice]:
    """Look at the customers who refused most lately; what to say to get a meeting."""
    ids = list(dict.fromkeys(one.customer_id for one in found))[:WITH_BUTTONS]
    shown = [Choice(f"看看·{names[key]}", opens=ShowCustomer(key)) for key in ids]
    return [*shown, HOW_TO_MEET] if any(one.outcome == MEETING for one in found) else shown


def quiet_lines(policy: Policy, whose: str, found: Sequence[Quiet], today: date, *, with_owner: bool) -> str:
    """你在谈的单子,最久没联系的在前: …"""
    if not found:
        return f"{whose}没有在谈的单子。"
    never = sum(quiet.last_on is None for quiet in found)
    head = f"{whose}在谈的单子,最久没联系的在前" + (f"({never} 单还没联系过):" if never else ":")
    return "\n".join([head, *numbered([_quiet_line(policy, quiet, today, with_owner) for quiet in found])])


def _quiet_line(policy: Policy, quiet: Quiet, today: date, with_owner: bool) -> str:
    """宏远建材有限公司·仓储管理系统·方案报价,上次 11月20日,12 天前"""
    deal, owner = quiet.deal, f"({quiet.deal.owner})" if with_owner else ""
    head = f"{deal.customer}{owner}·{deal.product_line or '商机'}·{policy.stage_name(deal.stage)}"
    if quiet.last_on is None:
        return f"{head},还没联系过"
    days = (today - quiet.last_on).days
    return f"{head},上次{say_date(quiet.last_on, today)}" + (f",{days} 天前" if days > 1 else "")


def quiet_buttons(found: Sequence[Quiet], names: Mapping[int, str]) -> list[Choice]:
    """Look at each of the first customers."""
    ids = list(dict.fromkeys(quiet.deal.customer_id for quiet in found))[:WITH_BUTTONS]
    return [Choice(f"看看·{names[key]}", opens=ShowCustomer(key)) for key in ids]
