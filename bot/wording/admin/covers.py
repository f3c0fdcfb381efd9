"""What is said when somebody looks after a colleague's customers for some days. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversation.messages import Choice
from bot.wording.admin.absence import say_days, until_when
from bot.wording.stages import deal_name
from config.policy import Policy
from sales.deals import DealFact
from sales.teamwork.covers import CoverFact

LISTED, MOST = 8, 60  # deals shown, and read
WHOSE, BY_WHOM = "替谁盯?发我同事的名字就行。", "让谁先盯着?发我同事的名字就行。"
OVER = "那几天已经过去了,没有记。"
SAME = "自己的客户自己盯就行,没有记。"
NOBODY = "现在没有谁在替谁盯客户。要安排,主管说一句就行:「小周下周一到周三出差,他的客户小吴先盯着」。"
NOT_STANDING_IN = "现在没有要你替着盯的客户。"
HOW = (
    "你请假那几天:到时限的单子不催你,直接告诉主管。要同事先盯着,请主管说一句「{name}这几天的客户让某某盯着」:"
    "单子还是你的,提醒和早上的清单那几天发给他,跟进也能记;你回来就停。"
)


def what(fact: CoverFact) -> str:
    """孔祥飞的客户; 孔祥飞的和风."""
    return f"{fact.member}的{theirs(fact)}"


def theirs(fact: CoverFact) -> str:
    """和风; 客户; 工单."""
    return fact.customer or ("客户" if fact.sells else "工单")


def until(member: str, today: date) -> tuple[str, list[Choice]]:
    """The question for the last day."""
    _, choices = until_when(member, today)
    return f"{member}的客户要盯到哪天?", choices


def not_in_sales(name: str, role: str) -> str:
    """Who has no customers neither needs nor is a stand-in."""
    return f"{name}是{role},不跟客户,没有记。"


def leads(name: str) -> str:
    """Who leads others is stood in for by being away."""
    return f"{name}是带人的,说「{name}这周休假」就行:组里的预警那几天先发给替他的人。客户没有动。"


def noted(fact: CoverFact, today: date) -> str:
    """To whoever said so."""
    when = say_days(fact.first, fact.last, today)
    if not fact.sells:
        return f"记下了:{when},新来的工单先给{fact.stand_in}。手上的不动,急的点一下就转过去。"
    return (
        f"记下了:{when},{what(fact)}由{fact.stand_in}盯着,提醒和早上的清单发给{fact.stand_in},跟进也能记。"
        f"单子还是{fact.member}的,到期自动还;提前结束就说「{fact.member}回来了」。"
    )


def begins(policy: Policy, fact: CoverFact, held: Sequence[DealFact], today: date) -> str:
    """To whoever stands in, as it begins."""
    when = say_days(fact.first, fact.last, today)
    if not fact.sells:
        return f"{when}{fact.member}不在,新来的工单先给你。"
    head = f"{when}你替{fact.member}盯着{fact.customer or '他的客户'}。"
    lines = [f"·{deal_name(deal)},{policy.stage_name(deal.stage)}" for deal in held[:LISTED]]
    more = [f"……共 {len(held)} 单"] if len(held) > LISTED else []
    end = "到时限我提醒你,聊了什么说一句就记在他的单子上;单子还是他的。"
    return "\n".join([head, *lines, *more, end])


def to_come(fact: CoverFact, by: str, today: date) -> str:
    """To whoever stands in, some days before."""
    when, what_of = say_days(fact.first, fact.last, today), fact.customer or "他的客户"
    if not fact.sells:
        return f"{fact.member}{when}不在,那几天新来的工单先给你。"
    return f"{by}请你{when}替{fact.member}盯着{what_of},到那天我再告诉你有哪些。"


def begins_for(fact: CoverFact, today: date) -> str:
    """To whose customers they are."""
    when = say_days(fact.first, fact.last, today)
    if not fact.sells:
        return f"{when}新来的工单先给{fact.stand_in}。"
    return f"{when}{fact.customer or '你的客户'}由{fact.stand_in}先盯着,这几天提醒发给他;单子还是你的。"


def is_over(fact: CoverFact) -> str:
    """To whoever stood in."""
    if not fact.sells:
        return f"{fact.member}回来了,新来的工单还是给{fact.member}。辛苦了!"
    return f"{what(fact)}不用你盯了,从现在起还是{fact.member}自己跟。辛苦了!"


def is_over_for(fact: CoverFact) -> str:
    """To whose customers they are."""
    if not fact.sells:
        return "从现在起新来的工单还是给你。"
    return f"{fact.stand_in}不再替你盯{fact.customer or '客户'}了,提醒从现在起还是发给你。"


def ended(found: Sequence[CoverFact]) -> str:
    """To whoever said so."""
    names = "、".join(dict.fromkeys(one.stand_in for one in found))
    if not found[0].sells:
        return f"好,新来的工单还是给{found[0].member},都告诉了。"
    return f"好,{found[0].member}的客户还是他自己跟,{names}不用盯了,都告诉了。"


def listed(found: Sequence[CoverFact], today: date) -> str:
    """Who stands in for whom."""
    days = [say_days(one.first, one.last, today) for one in found]
    named = zip(found, days, strict=True)
    lines = [f"·{one.stand_in}替{one.member}盯{theirs(one)}:{when}" for one, when in named]
    return "\n".join(["现在记着的:", *lines])


def own(policy: Policy, found: Sequence[tuple[CoverFact, Sequence[DealFact]]], today: date) -> str:
    """To whoever stands in: for whom, until when, and which deals."""
    parts = []
    for fact, held in found:
        parts.append(f"{what(fact)},{say_days(fact.first, fact.last, today)}由你盯着:")
        parts += [f"·{deal_name(deal)},{policy.stage_name(deal.stage)}" for deal in held[:LISTED]]
        parts += ["·没有在跟的单子"] if not held else []
    return "\n".join(parts)
