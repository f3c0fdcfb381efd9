"""What stands in a test company's database, in plain words, for the end of a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import col, select
from testing import Company

from storage.deals import Customer, FollowUp, Opportunity, Reminder
from storage.people import Member


def followups(company: Company, customer: str) -> Sequence[str]:
    """Each follow-up of a customer, oldest first: 柳叶 visit 游医生 price → 12-03 15:00 再过去."""
    with company.db.read() as session:
        rows = session.exec(
            select(FollowUp, Member)
            .join(Customer, col(Customer.id) == FollowUp.customer_id)
            .join(Member, col(Member.id) == FollowUp.author_id)
            .where(Customer.name == customer)
            .order_by(col(FollowUp.id))
        ).all()
    return [_line(company, followup, author) for followup, author in rows]


def deals(company: Company, customer: str) -> Mapping[str, tuple[str, str, float | None]]:
    """A customer's deals by product line: whose, at which stage, for how much (yuan)."""
    with company.db.read() as session:
        rows = session.exec(
            select(Opportunity, Member)
            .join(Customer, col(Customer.id) == Opportunity.customer_id)
            .join(Member, col(Member.id) == Opportunity.owner_id)
            .where(Customer.name == customer)
        ).all()
    return {
        deal.product_line or "": (owner.name, deal.stage, deal.amount_fen / 100 if deal.amount_fen else None)
        for deal, owner in rows
    }


def reminders(company: Company, member: str) -> Sequence[str]:
    """The reminders that are still to come, soonest first: 12-04 14:00 发报价单."""
    with company.db.read() as session:
        rows = session.exec(
            select(Reminder)
            .join(Member, col(Member.id) == Reminder.member_id)
            .where(Member.name == member, col(Reminder.cancelled_at).is_(None), col(Reminder.reminded_at).is_(None))
            .order_by(col(Reminder.named_at))
        ).all()
    return [f"{row.named_at.astimezone(company.policy.zone):%m-%d %H:%M} {row.text}" for row in rows]


def _line(company: Company, followup: FollowUp, author: Member) -> str:
    parts = [author.name, followup.method, *followup.contacts, followup.outcome, *followup.objections]
    next_on = f"{followup.next_on:%m-%d}" if followup.next_on else None
    next_at = f"{followup.next_at.astimezone(company.policy.zone):%m-%d %H:%M}" if followup.next_at else next_on
    step = [part for part in (next_at, followup.next_action) if part]
    return " ".join([*(part for part in parts if part), *(["→", *step] if step else [])])
