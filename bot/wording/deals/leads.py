"""How a lead goes to somebody: what they hear, and whom a leader may give it to. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.messages import Choice
from bot.wording.buttons import log_button
from bot.wording.offers import Assign, ShowCustomer
from bot.wording.values import say_date, say_money, say_time
from config.policy import Policy
from sales import limits
from sales.customers import CustomerInfo
from sales.leads import Settled, Taker
from sales.teamwork.handover import HandedOver


def to_assignee(
    policy: Policy, done: HandedOver, info: CustomerInfo | None, by: str, now: datetime, said: str = ""
) -> str:
    """What the assignee of a lead hears: what is known, or was `said` when it was entered, and by when it has to be
    touched."""
    lines = [f"{by}给你一条新线索:{done.customer}"]
    if info is not None:
        about = "·".join(filter(None, (info.industry, info.region)))
        people = "、".join(f"{one.name} {one.phone}" if one.phone else one.name for one in info.contacts)
        lines += [about] if about else []
        lines += [f"联系人:{people}"] if people else []
    for deal in done.deals:
        worth = f",大约 {say_money(deal.amount_fen)}" if deal.amount_fen else ""
        lines += [f"想要:{deal.product_line}{worth}"] if deal.product_line else [worth.lstrip(",")] if worth else []
    words = next((told.said for told in info.followups[:1]), "") if info is not None else ""
    lines += [f"原话:「{(words or said)[:60]}」"] if words or said else []
    dues = [at for deal in done.deals if (at := limits.limit_at(deal, policy)) is not None]
    if dues:
        lines.append(f"今天先联系上;{say_time(min(dues), now, policy.zone)}到时限。")
    return "\n".join(lines)


def assignee_buttons(done: HandedOver) -> list[Choice]:
    """What the assignee does next."""
    return [log_button(deal=done.deals[0].id), Choice("看看情况", opens=ShowCustomer(done.customer_id))]


def taker_buttons(deal_id: int, takers: Sequence[Taker]) -> list[Choice]:
    """Whom a leader may give this lead to by one tap, and somebody else."""
    buttons = [Choice(f"交给{taker.name}", opens=Assign(deal_id, taker.id)) for taker in takers]
    return [*buttons, Choice("交给别人", opens=Assign(deal_id))] if takers else []


def taker_label(taker: Taker) -> str:
    """陈静·3 单."""
    return f"{taker.name}·{taker.open_deals} 单"


def claim_settled(policy: Policy, found: Settled, now: datetime) -> str:
    """To whoever claimed a customer: whose it is by now, since when, and who decided that."""
    claim, today = found.claim, now.astimezone(policy.zone).date()
    if claim.granted is None or claim.decided_at is None:
        return f"你报的「{claim.said[:30]}」还没定,主管一定我就告诉你。"

    def day(at: datetime) -> str:
        return say_date(at.astimezone(policy.zone).date(), today)

    how = "归你" if claim.granted else "没有转给你"
    decided = f"你报的那条,{claim.decided_by}{day(claim.decided_at)}定的:{how}。"
    if claim.owner is None:
        return f"{claim.customer}现在没分给谁。{decided}"
    holder = "你" if claim.owner_id == claim.claimant_id else claim.owner
    return f"{claim.customer}现在归{holder},{day(found.since)}起的。{decided}"
