"""What a member may report as the most effective customer action: what they logged today, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import regex
from sqlalchemy import func, select
from sqlmodel import Session, col

from sales.daily_actions.length import cut
from sales.followup_draft import NOBODY_REACHED
from storage.deals import Customer, FollowUp

_LEAD = regex.compile(r"^(?:今天|今早|今日|上午|中午|下午|早上|刚刚?|刚才|我|已经|[,，\s])+")
READ = 20  # follow-ups of a day that are looked through
SHORTEST = 4


@dataclass(frozen=True)
class Suggestion:
    """Words that may be taken as they are, and the customer they are about."""

    text: str
    customer_id: int
    customer: str


def suggestions(
    session: Session, member_id: int, since: datetime, most_characters: int, most: int
) -> tuple[Suggestion, ...]:
    """The last things that a member logged since then where a customer was reached, cut to a length; one for each
    customer."""
    rows = session.execute(
        select(col(FollowUp.customer_id), col(Customer.name), col(FollowUp.said))
        .join(Customer, col(Customer.id) == col(FollowUp.customer_id))
        .where(
            col(FollowUp.author_id) == member_id,
            col(FollowUp.at) >= since,
            func.coalesce(col(FollowUp.outcome), "") != NOBODY_REACHED,
        )
        .order_by(col(FollowUp.id).desc())
        .limit(READ)
    )
    found: dict[int, Suggestion] = {}
    for customer_id, customer, said in rows:
        words = cut(_LEAD.sub("", said.partition("\n")[0]).strip("。.!！ "), most_characters)
        if len(words) >= SHORTEST and words not in {known.text for known in found.values()}:
            found.setdefault(customer_id, Suggestion(words, customer_id, customer))
    return tuple(found.values())[:most]
