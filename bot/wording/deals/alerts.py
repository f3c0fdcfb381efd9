"""What a leader hears and says about a deal that is stuck, besides the alert itself. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.conversation.messages import Choice
from bot.wording.buttons import MOST_WITH_BUTTONS
from bot.wording.deals.leads import taker_buttons
from bot.wording.offers import Assign, HoldDeal
from bot.wording.stages import deal_name
from bot.wording.values import say_date
from config.policy import Policy
from sales.leads import Taker
from sales.limits import Overdue

NOTHING_TO_ACKNOWLEDGE = "现在没有要处理的预警了,都动过了。"
FIRST_STEPS = {
    "price": "把价格的顾虑回了",
    "feature": "把功能的疑问回了",
    "decision_chain": "问清谁拍板",
    "budget": "问清预算批到哪了",
    "competitor": "跟竞品比清楚",
}
NAMED = 3  # deals that are named, the rest is counted


def by_presence(
    found: Sequence[Overdue], until: Mapping[int, date]
) -> dict[tuple[tuple[str, date], ...], list[Overdue]]:
    """The deals of who is there, then those of who is away, each with the names and the last days (`until`, by member)
    of those who are away."""
    there = [late for late in found if late.deal.owner_id not in until]
    left = [late for late in found if late.deal.owner_id in until]
    names = dict.fromkeys((late.deal.owner, until[late.deal.owner_id]) for late in left)
    return {(): there, tuple(names): left} if there and left else {tuple(names): left or there}


def stuck(count: int, away: Sequence[tuple[str, date]], today: date, unseen: str = "") -> str:
    """The first line of an alert; `away` are the owners who are away, with their last days; `unseen` says whom the
    nudge has not reached."""
    deals = "这单" if count == 1 else f"{count} 单"
    if not away and unseen:
        return f"{deals}卡住了,{unseen}:"
    if not away:
        return f"{deals}卡住了,提醒过销售,还没有动:"
    who = "、".join(f"{name}请假到{say_date(last, today)}" for name, last in away)
    return f"{deals}超时了,{who},先由你看看:"


def still_stuck(count: int, unseen: str) -> str:
    """The first line of what the manager hears."""
    deals = "这单" if count == 1 else f"{count} 单"
    return f"{deals}一直卡着,主管已经知道了,{unseen or '还没有动'}:"


def unseen(not_shown: Sequence[Overdue]) -> str:
    """That the nudges about these deals have not reached their owners; nothing where there are none."""
    names = dict.fromkeys(late.deal.owner for late in not_shown)
    return f"{'、'.join(names)}没跟我说话,提醒还送不到,打个电话吧" if names else ""


def why_and_next(policy: Policy, overdue: Overdue, *, heard_above: bool) -> str:
    """Why a nudge matters, where the superior is still to hear (`heard_above`), and what to do first."""
    hours = policy.escalation.alert_after_working_hours
    matters = f"{hours:g} 个工作小时没动就告诉主管," if heard_above else ""
    return f"{matters}先{_first_step(overdue)}。"


def _first_step(overdue: Overdue) -> str:
    if overdue.next_action or overdue.next_at or overdue.next_on:
        return "把说好的事办了"
    if overdue.attempted_at is not None:
        return "换个时间再联系一次"
    known = (FIRST_STEPS[objection] for objection in overdue.objections if objection in FIRST_STEPS)
    return next(known, "联系一次,聊完说一句就记上")


def acknowledged(found: Sequence[Overdue], *, supervises: bool) -> str:
    """What is said to who will see to it; of a supervisor's the manager still hears."""
    return f"好,记下了:{_names(found)},你来处理。这不算跟进,{_goes_on(found, supervises=supervises)}。"


def seen(found: Sequence[Overdue], *, supervises: bool) -> str:
    """What is said to who has only seen it: nothing is done about it yet, and nobody is told."""
    return f"好。{_names(found)}还没人动,{_goes_on(found, supervises=supervises)}。要自己管,说「我来处理」。"


def _goes_on(found: Sequence[Overdue], *, supervises: bool) -> str:
    still = supervises and not any(late.escalated_at for late in found)
    return "没动的话,经理那边到时候照样会知道" if still else "时限照旧"


def not_late(name: str, owner: str, *, mine: bool) -> str:
    """What is said to who would take note of a deal that is not late."""
    return f"{name}现在没有要处理的预警。" + ("" if mine else f"还是{owner}在跟,没有动。")


def acknowledged_to_owner(by: str, found: Sequence[Overdue]) -> str:
    """What the owner hears of it."""
    return f"{by}看到{_names(found)}超时了,会来处理。你这边有进展照常记。"


def proposal(found: Sequence[Overdue], lines: Sequence[str]) -> str:
    """Whether somebody else shall take deals that nothing was done about."""
    head = "这单" if len(found) == 1 else f"{len(found)} 单"
    return "\n".join([f"{head}提醒过、也告诉过经理,还是没动。要不要换人跟?", *lines])


def proposal_buttons(found: Sequence[Overdue], takers: Sequence[Taker], names: Sequence[str]) -> list[Choice]:
    """Whom it may go to by one tap; of several deals, each to be chosen for."""
    if len(found) == 1:
        deal_id = found[0].deal.id
        return [*taker_buttons(deal_id, takers), Choice("再给两天", opens=HoldDeal(deal_id))]
    several = zip(found[:MOST_WITH_BUTTONS], names, strict=False)
    return [Choice(f"换人·{name}", opens=Assign(late.deal.id)) for late, name in several]


def _names(found: Sequence[Overdue]) -> str:
    named = "、".join(deal_name(late.deal) for late in found[:NAMED])
    return f"{named}等 {len(found)} 单" if len(found) > NAMED else named
