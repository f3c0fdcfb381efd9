"""Simulated deals as rows of a company's database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from companies import seen_at
from sqlmodel import Session

from analytics.forecast.company.stories import Story
from storage.deals import Contact, Customer, DecisionClaim, FollowUp, Opportunity, StageChange


def put(session: Session, stories: list[Story], owners: Sequence[int], now: datetime) -> None:
    """The deals as they are known at a moment, each of a customer of its own, shared among these owners."""
    for story in seen_at(stories, now):
        owner = owners[story.owner_id % len(owners)]
        customer = Customer(name=f"{story.customer}公司", owner_id=owner, created_at=story.opened_at)
        session.add(customer)
        session.flush()
        entered = story.moves[-1][0]
        deal = Opportunity(
            customer_id=customer.id, owner_id=owner, product_line=story.line, amount_fen=story.amount_fen,
            stage=story.stage, stage_entered_at=entered, clock_started_at=entered, expected_close=story.expected_close,
        )  # fmt: skip
        session.add(deal)
        session.flush()
        before = None
        for at, stage in story.moves:
            session.add(StageChange(deal_id=deal.id, stage_from=before, stage_to=stage, at=at, by_id=owner))
            before = stage
        for touch in story.touches:
            session.add(
                FollowUp(
                    customer_id=customer.id, deal_id=deal.id, author_id=owner, at=touch.at, occurred_on=touch.at.date(),
                    objections=["price"] * touch.objections, said="聊过",
                )
            )  # fmt: skip
        if story.decider_at is not None:
            session.add(
                DecisionClaim(
                    customer_id=customer.id, contact_id=_contact(session, customer), aspect="role", value="拍板人",
                    at=story.decider_at,
                )
            )  # fmt: skip


def _contact(session: Session, customer: Customer) -> int:
    contact = Contact(customer_id=customer.id, name="王总")
    session.add(contact)
    session.flush()
    return contact.id or 0
