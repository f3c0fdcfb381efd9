"""How somebody at a customer is reached, as it is said in chat: kept with the person, beside what a list brought."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from sales.names import also_called, names_changed, same_person
from storage.deals import Contact

UNNAMED = "没留名字的"  # a person of whom only a number is known


def person_in(session: Session, customer_id: int, words: str) -> str | None:
    """The person of the customer whom the words name; None where they name none."""
    rows_found = session.execute(
        select(col(Contact.name), col(Contact.title)).where(col(Contact.customer_id) == customer_id)
    )
    return next((row[0] for row in rows_found if any(name in words for name in also_called(row[0], row[1]))), None)


def set_reach(
    session: Session, customer_id: int, name: str | None, phone: str | None, weixin: str | None, *, instead: bool
) -> str | None:
    """Keep how to reach a person of the customer: the one called so, else the only one, else somebody whose name is
    not known; beside what was known, or `instead` of it. Returns who it is; None where several could be meant."""
    theirs = select(Contact).where(col(Contact.customer_id) == customer_id).order_by(col(Contact.id))
    rows_found = session.execute(theirs).scalars().all()
    called = [row for row in rows_found if name is not None and same_person(row.name, name)]
    if not called and name is None and len(rows_found) > 1:
        return None
    row = next(iter(called or ([] if name else rows_found)), None)
    row = row or Contact(customer_id=customer_id, name=name or UNNAMED)
    for way, value in (("phone", phone), ("weixin", weixin)):
        known = getattr(row, way)
        if value is not None and value not in (known or "").split("、"):
            setattr(row, way, value if instead or not known else f"{known}、{value}")
    session.add(row)
    session.flush()
    names_changed(session, (customer_id,))
    return row.name
