"""What somebody has dealt with in a time, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.wording.departments.tickets import SHORT, holder, title
from bot.wording.undoing import quoted
from bot.wording.values import say_date
from config.policy import Policy
from sales.tickets import TicketFact


def dealt_with(policy: Policy, found: Sequence[TicketFact], first: date, last: date, today: date) -> str:
    """The tickets that whoever asks answered or passed on, and where each is now."""
    when = "今天" if first == last == today else say_date(first, today)
    when = when if first == last else f"{when}到{say_date(last, today)}"
    if not found:
        return f"{when}你还没有答复过工单。"
    lines = [f"·{title(one)}「{quoted(one.text, SHORT)}」{_where(policy, one)}" for one in found]
    return "\n".join([f"{when}你答复了 {len(found)} 张工单:", *lines])


def _where(policy: Policy, ticket: TicketFact) -> str:
    if not ticket.is_open:
        return "解决了" if ticket.solved else "撤了"
    return f"在{holder(policy, ticket)}手上" if ticket.step.is_open else f"等{ticket.owner}确认"
