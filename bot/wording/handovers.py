"""How a hand-over is said: to who decided it, to the new owner and to the former one. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.wording.buttons import deal_label
from bot.wording.records import next_step
from bot.wording.values import say_clock, say_date
from config.policy import Policy
from sales.deals import DealFact
from sales.teamwork.handover import GivenAway, HandedOver, PassedOn
from sales.teamwork.leaving import Held

LISTED = 12
BACK_TO_WHOM = "还给谁?发我同事的名字就行。"


def name_of(customer: str, deal: DealFact | None) -> str:
    """What passes on: a customer, or only one of its deals."""
    return customer if deal is None else f"{customer}的{deal.product_line or ''}这一单"


def not_known(named: str, customer: str) -> str:
    """That nobody is called as was said, and that the customer spoken of last was not handed over instead."""
    return f"「{named}」没对上是哪家客户,没有转。发我客户全名;刚才说的{customer}也没动。"


def _what(done: HandedOver) -> str:
    return name_of(done.customer, done.deals[0] if done.stays else None)


def what_goes(policy: Policy, done: HandedOver, reminders: int, now: datetime) -> str:
    """The deals that pass on, what was promised to the customer, and how many reminders; a line each."""
    lines = [f"·{deal_label(policy, deal)}" for deal in done.deals] or ["没有在跟的单子"]
    lines += [f"答应过客户:{next_step(policy, promise, now)}" for promise in done.promises]
    return "\n".join([*lines, *([f"设好的 {reminders} 条提醒也一起转了"] if reminders else [])])


def to_decider(policy: Policy, done: HandedOver, by: str, to: str, reminders: int, now: datetime) -> str:
    """The receipt of a hand-over."""
    former = f",原来是{done.former}在跟" if done.former else ""
    goes = "由你自己跟了" if by == to else f"转给{to}跟了"
    stays = "客户和别的单子没动。" if done.stays else ""
    return f"{_what(done)}{goes}{former}。{stays}\n{what_goes(policy, done, reminders, now)}"


def to_new_owner(policy: Policy, done: HandedOver, by: str, reminders: int, now: datetime) -> str:
    """What the new owner hears."""
    former = f"(原来{done.former}在跟)" if done.former and done.former != by else ""
    return f"{by}把{_what(done)}转给你跟了{former}。\n{what_goes(policy, done, reminders, now)}"


def to_former_owner(done: HandedOver, by: str, to: str, reminders: int) -> str:
    """What the former owner hears."""
    taken = "接过去自己跟了" if by == to else f"转给{to}跟了"
    gone = f"你设的 {reminders} 条提醒也转过去了。" if reminders else ""
    rest = "这一单你不用再盯了,客户和别的单子还是原来的人" if done.stays else "你这边不用再盯了"
    return f"{by}把{_what(done)}{taken},{rest}。{gone}"


def handed_on(policy: Policy, passed: PassedOn, now: datetime, *, tells: bool) -> str:
    """To the former owner who asks for a customer, or `tells` of it."""
    on = say_date(passed.at.astimezone(policy.zone).date(), now.astimezone(policy.zone).date())
    kept = f"这句没有记;要告诉{passed.to},说「转告{passed.to}……」。" if tells else f"有事直接找{passed.to}。"
    went = f"由{passed.to}接过去自己跟了" if passed.by == passed.to else f"由{passed.by}转给{passed.to}跟了"
    return f"{passed.customer}{on}{went},不归你看了。{kept}"


def to_superior(done: HandedOver, by: str, to: str) -> str:
    """What the superiors of the former and the new owner hear, where somebody above them decided it."""
    former = f"从{done.former}" if done.former else ""
    deals = f",{len(done.deals)} 单跟着走" if done.deals and not done.stays else ""
    return f"{by}把{_what(done)}{former}转给{to}跟了{deals}。"


def all_of(name: str, to: str, held: Sequence[Held]) -> str:
    """Whether all of somebody's customers are to go to another."""
    deals = sum(one.deals for one in held)
    return f"{name}名下 {len(held)} 家客户、{deals} 单:{_listed([one.customer for one in held])}。都转给{to}吗?"


def split(name: str, shares: Mapping[str, Sequence[str]]) -> str:
    """How somebody's customers would be shared out."""
    lines = [f"·{to}:{_listed(customers) if customers else '没有分到'}" for to, customers in shares.items()]
    return "\n".join([f"{name}的客户这样分,单子数差不多:", *lines, "就这么分吗?"])


def split_brief(people: Sequence[str]) -> str:
    """The same in one line."""
    return f"{people[0]}的客户分给{'、'.join(people[1:])}?"


def split_done(name: str, shares: Mapping[str, Sequence[str]]) -> str:
    """Who has got which of somebody's customers."""
    lines = [f"·{to}:{_listed(customers)}" for to, customers in shares.items() if customers]
    return "\n".join([f"{name}的客户分好了:", *lines])


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


def give_back(given: Sequence[GivenAway], earlier: int) -> str:
    """Which customers are to go back to whom; how many that were handed over `earlier` are left out."""
    pairs = {pair: [one.customer for one in given if _pair(one) == pair] for pair in map(_pair, given)}
    lines = [f"{_listed(names)}还给{former}(现在{owner}在跟)" for (former, owner), names in pairs.items()]
    left = f"\n更早转出去的 {earlier} 家没算,要还说客户名字。" if earlier else ""
    if len(lines) == 1:
        return f"把{lines[0]},对吗?{left}"
    return "\n".join(["这样还,对吗?", *(f"·{line}" for line in lines)]) + left


def given_back(given: Sequence[GivenAway], deals: int) -> str:
    """That they have gone back."""
    pairs = {
        former: [one.customer for one in given if one.former == former] for former in (one.former for one in given)
    }
    parts = [f"{_listed(names)}还给{former}了" for former, names in pairs.items()]
    return f"{';'.join(parts)},{deals} 单跟着走。" if deals else f"{';'.join(parts)}。"


def never_given(customer: str, owner: str | None) -> str:
    """That this one has not been handed over, so that it cannot go back."""
    return f"{customer}没有从别人手里转过来的记录,现在{f'是{owner}' if owner else '没有人'}在跟,没有动。"


def nothing_given(to: str | None) -> str:
    """That there is nothing to give back."""
    whose = f"没有从{to}那里转出去的客户可还" if to else "没有转出去、还能还的客户"
    return f"{whose},没有动。要转说客户名字,比如「把鼎新转给{to or '某某'}」。"


def no_conditions(customer: str, at: datetime, now: datetime) -> str:
    """That nothing is done by itself later, and when the leader may be reminded; both in the company's zone."""
    when = f"{say_date(at.date(), now.date())}{say_clock(at)}"
    return f"{customer}现在没动。到时候我不会自己转、自己派,只能提醒你:{when}提醒你看一眼?"


def condition_reminder(customer: str, words: str) -> str:
    """What the leader is reminded of then."""
    return f"看{customer}动了没有(你说过:{words.strip()})"


def _pair(one: GivenAway) -> tuple[str, str]:
    return one.former, one.owner


def _listed(customers: Sequence[str]) -> str:
    more = f"等 {len(customers)} 家" if len(customers) > LISTED else ""
    return "、".join(customers[:LISTED]) + more
