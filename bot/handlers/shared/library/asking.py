"""What a message asks of the library, and for whom: what the words say of the customer, else what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.turn.opening import Opening
from bot.turn.references import topic
from bot.wording.offers import FindScripts, PrepareVisit
from nlu.understanding import Understanding
from sales import customers, decision_chain, slot_values

NAMES = ("customer", "contact", "person")  # whose names say nothing of what is asked
CUSTOMER, SAYS = "客户", ("说", "问", "讲", "觉得")
Known = tuple[str | None, tuple[str, ...]]


def question(text: str, understood: Understanding) -> str:
    """The words of a message without names of customers and people, which no script has; where they begin with what
    one of these says, the customer says it."""
    places = sorted(place for slot in NAMES for place in understood.spans_of(slot))
    for start, end in reversed(places):
        text = text[:start] + text[end:]
    text = text.strip()
    return f"{CUSTOMER}{text}" if places and text.startswith(SAYS) else text


def wanted(understood: Understanding, known: Known) -> dict[str, Any]:
    """The filters: what the words say, else what is known of the customer; a contact's post, where nothing says the
    role (高校长: the library knows a 校长 or it does not)."""
    industry, titles = known
    said = slot_values.words(understood.slots, "industry")
    role = slot_values.words(understood.slots, "buyer_role")
    low, high = slot_values.fen_range(understood.slots.get("budget")) or (None, None)
    return {
        "industry": "、".join(said) or industry or "",
        "buyer_role": "、".join(role or titles or slot_values.words(understood.slots, "contact")),
        "budget_from": low,
        "budget_to": high,
    }


def known_of_customer(session: Session, speaker: Speaker, opening: Opening) -> Known:
    """The industry of the customer named or under discussion, and the title of the contact named there."""
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
    return decision_chain.profile(session, scope, found[0].id, contacts) if len(found) == 1 else (None, ())


def arguments(offer: FindScripts | PrepareVisit) -> dict[str, Any]:
    """The question with its filters, as the steps take it."""
    no_budget = offer.budget_from is None and offer.budget_to is None
    return {
        "query": offer.query,
        "industry": parts(offer.industry),
        "buyer_role": parts(offer.buyer_role),
        "budget_fen": None if no_budget else [offer.budget_from, offer.budget_to],
    }


def parts(words: str) -> list[str]:
    """The words that a button keeps parted by 、."""
    return [word for word in words.split("、") if word]


def used_filters(offer: FindScripts, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """What narrowed a search: those of its filters that the library knows, and the budget."""
    known = {name: "、".join(found[name]) for name in ("industry", "buyer_role")}
    return {**known, "budget_from": offer.budget_from, "budget_to": offer.budget_to}
