"""Whom a script is for: the industry, roles, customer and deal that words name or that are under discussion."""

from __future__ import annotations

import re
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.turn.opening import Opening
from bot.turn.references import topic
from sales import customers, deals, decision_chain, names, slot_values

ABOUT = 2  # times, up and down: what is for a budget in between may help with a deal
MOST_CLAUSES = 12  # of a text, that are looked through for names
_CLAUSES = re.compile(r"[^\w]+")


def known_of_customer(session: Session, speaker: Speaker, opening: Opening) -> tuple[str | None, tuple[str, ...]]:
    """The industry of the customer named or under discussion, and the title of the contact named there."""
    customer_id = _customer_of(session, speaker, opening)
    contacts = slot_values.words(opening.understanding.slots, "contact")
    scope = access.customers(speaker)
    return decision_chain.profile(session, scope, customer_id, contacts) if customer_id is not None else (None, ())


def customer_and_deal(session: Session, speaker: Speaker, opening: Opening) -> tuple[int | None, int | None]:
    """The customer named or under discussion, and the deal spoken of there: its only open one where none was (ids)."""
    customer_id = _customer_of(session, speaker, opening)
    if customer_id is None:
        return None, None
    about = topic.under_discussion(session, opening.run, opening.at)
    if about is not None and about.customer_id == customer_id and about.deal_id is not None:
        return customer_id, about.deal_id
    found = deals.open_of(session, access.deals(speaker), customer_id)
    return customer_id, found[0].id if len(found) == 1 else None


def deal_of_visit(session: Session, speaker: Speaker, opening: Opening) -> dict[str, Any]:
    """What PrepareVisit takes from the deal spoken of with the customer of a visit: its product, and budgets of about
    its sum (分) where the words name none."""
    deal_id = customer_and_deal(session, speaker, opening)[1]
    deal = deals.get(session, access.deals(speaker), deal_id) if deal_id is not None else None
    if deal is None:
        return {}
    if "budget" in opening.understanding.slots or not deal.amount_fen:
        return {"product": deal.product_line}
    low, high = deal.amount_fen // ABOUT, deal.amount_fen * ABOUT
    return {"product": deal.product_line, "budget_from": low, "budget_to": high}


def customer_told_of(session: Session, speaker: Speaker, opening: Opening, text: str) -> str | None:
    """The customer in scope that a script names, so that whoever reads it would know of them; None if it names none."""
    meant = opening.understanding
    called = [meant.text[start:end] for start, end in meant.spans_of("customer")]
    if any(words in text for words in called):
        return slot_values.word(meant.slots, "customer")
    clauses = [clause for clause in _CLAUSES.split(text) if clause][:MOST_CLAUSES]
    found = (names.part_named(session, access.customers(speaker), clause) for clause in clauses)
    return next((named[0] for named in found if named is not None), None)


def _customer_of(session: Session, speaker: Speaker, opening: Opening) -> int | None:
    """The one customer in scope that the words name, by itself or by a contact; else that under discussion."""
    slots = opening.understanding.slots
    scope, named = access.customers(speaker), slot_values.word(slots, "customer")
    contacts = slot_values.words(slots, "contact")
    if named:
        found = [fact for fact in customers.find(session, scope, named) if not fact.near]
    elif contacts:
        found = list(customers.by_contact(session, scope, contacts[0]))
    else:
        about = topic.under_discussion(session, opening.run, opening.at)
        fact = customers.get(session, scope, about.customer_id) if about else None
        found = [fact] if fact else []
    return found[0].id if len(found) == 1 else None
