"""How a hand-over is said: to who decided it, to the new owner and to the former one. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.wording.buttons import deal_label
from bot.wording.records import next_step
from bot.wording.values import say_date
from config.policy import Policy
from sales.teamwork.handover import HandedOver, PassedOn
from sales.teamwork.leaving import Held

LISTED = 12


def what_goes(policy: Policy, done: HandedOver, reminders: int, now: datetime) -> str:
    """The deals that pass on, what was promised to the customer, and how many reminders; a line each."""
    lines = [f"·{deal_label(policy, deal)}" for deal in done.deals] or ["没有在跟的单子"]
    lines += [f"答应过客户:{next_step(policy, promise, now)}" for promise in done.promises]
    return "\n".join([*lines, *([f"设好的 {reminders} 条提醒也一起转了"] if reminders else [])])


def to_decider(policy: Policy, done: HandedOver, by: str, to: str, reminders: int, now: datetime) -> str:
    """The receipt of a hand-over."""
    former = f",原来是{done.former}在跟" if done.former else ""
    goes = "由你自己跟了" if by == to else f"转给{to}跟了"
    return f"{done.customer}{goes}{former}。\n{what_goes(policy, done, reminders, now)}"


def to_new_owner(policy: Policy, done: HandedOver, by: str, reminders: int, now: datetime) -> str:
    """What the new owner hears."""
    former = f"(原来{done.former}在跟)" if done.former and done.former != by else ""
    return f"{by}把{done.customer}转给你跟了{former}。\n{what_goes(policy, done, reminders, now)}"


def to_former_owner(done: HandedOver, by: str, to: str, reminders: int) -> str:
    """What the former owner hears."""
    taken = "接过去自己跟了" if by == to else f"转给{to}跟了"
    gone = f"你设的 {reminders} 条提醒也转过去了。" if reminders else ""
    return f"{by}把{done.customer}{taken},你这边不用再盯了。{gone}"


def handed_on(policy: Policy, passed: PassedOn, now: datetime, *, tells: bool) -> str:
    """To the former owner who asks for a customer, or `tells` of it."""
    on = say_date(passed.at.astimezone(policy.zone).date(), now.astimezone(policy.zone).date())
    kept = f"这句没有记;要告诉{passed.to},说「转告{passed.to}……」。" if tells else f"有事直接找{passed.to}。"
    went = f"由{passed.to}接过去自己跟了" if passed.by == passed.to else f"由{passed.by}转给{passed.to}跟了"
    return f"{passed.customer}{on}{went},不归你看了。{kept}"


def to_superior(done: HandedOver, by: str, to: str) -> str:
    """What the superiors of the former and the new owner hear, where somebody above them decided it."""
    former = f"从{done.former}" if done.former else ""
    deals = f",{len(done.deals)} 单跟着走" if done.deals else ""
    return f"{by}把{done.customer}{former}转给{to}跟了{deals}。"


def all_of(name: str, to: str, held: Sequence[Held]) -> str:
    """Whether all of somebody's customers are to go to another."""
    deals = sum(one.deals for one in held)
    return f"{name}名下 {len(held)} 家客户、{deals} 单:{_listed([one.customer for one in held])}。都转给{to}吗?"


def which_of(name: str, to: str, customers: Sequence[str]) -> str:
    """Which of somebody's customers are to go to another, where only a part is meant."""
    return f"{name}名下有:{_listed(customers)}。转哪几家给{to}?说名字就行,比如「{customers[0]}给{to}」。没动。"


def all_done(name: str, to: str, customers: Sequence[str], deals: int) -> str:
    """That they have gone there."""
    return f"{name}的 {len(customers)} 家客户、{deals} 单都转给{to}跟了:{_listed(customers)}。"


def all_to_taker(by: str, former: str, customers: Sequence[str], deals: int) -> str:
    """What the new owner hears, once."""
    return f"{by}把{former}的 {len(customers)} 家客户、{deals} 单转给你跟:{_listed(customers)}。"


def all_to_superior(by: str, former: str, to: str, customers: Sequence[str], deals: int) -> str:
    """What the superiors of both hear, once, where somebody above them decided it."""
    return f"{by}把{former}的 {len(customers)} 家客户、{deals} 单转给{to}跟了:{_listed(customers)}。"


def all_to_former(by: str, to: str, customers: Sequence[str]) -> str:
    """What the former owner hears, once."""
    return f"{by}把你的 {len(customers)} 家客户转给{to}跟了:{_listed(customers)}。你这边不用再盯了。"


def _listed(customers: Sequence[str]) -> str:
    more = f"等 {len(customers)} 家" if len(customers) > LISTED else ""
    return "、".join(customers[:LISTED]) + more
