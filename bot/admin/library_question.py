"""What a message asks of the script library: the question in its words, and the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.wording.offers import FindScripts, PrepareVisit
from config.policy import Policy
from knowledge.filters import ANY_FEN, Filters, known_values
from knowledge.search import Index
from nlu.understanding import Understanding
from sales import slot_values

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
    industries, roles = industries_and_roles(understood, known)
    low, high = slot_values.fen_range(understood.slots.get("budget")) or (None, None)
    return {
        "industry": "、".join(industries),
        "buyer_role": "、".join(roles or slot_values.words(understood.slots, "contact")),
        "budget_from": low,
        "budget_to": high,
    }


def industries_and_roles(understood: Understanding, known: Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the words say, else what is known of the customer."""
    industry, titles = known
    named = slot_values.words(understood.slots, "industry")
    role = slot_values.words(understood.slots, "buyer_role")
    return named or ((industry,) if industry else ()), role or titles


def arguments(offer: FindScripts | PrepareVisit) -> dict[str, Any]:
    """The question with its filters, as the steps take it."""
    no_budget = offer.budget_from is None and offer.budget_to is None
    narrow: dict[str, Any] = {}
    if isinstance(offer, FindScripts):
        narrow = {"kinds": parts(offer.kinds)} if offer.kinds else {}
        narrow |= {"must": True} if offer.must else {}
    elif offer.product:
        narrow = {"product": offer.product}
    return {
        "query": offer.query,
        "industry": parts(offer.industry),
        "buyer_role": parts(offer.buyer_role),
        "budget_fen": None if no_budget else [offer.budget_from, offer.budget_to],
        **narrow,
    }


def parts(words: str) -> list[str]:
    """The words that a button keeps parted by 、."""
    return [word for word in words.split("、") if word]


def used_filters(offer: FindScripts, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """What narrowed a search: those of its filters that the library knows, and the budget."""
    known = {name: "、".join(found[name]) for name in ("industry", "buyer_role")}
    return {**known, "budget_from": offer.budget_from, "budget_to": offer.budget_to}


def filters_of(index: Index, policy: Policy, args: Mapping[str, Any]) -> Filters:
    """The filters that people's words for industries and roles, and a budget (分, open ends: None), stand for in this
    library."""
    filtering, synonyms, budget = index.filtering, policy.library.synonyms, args["budget_fen"]
    return Filters(
        known_values(args["industry"], filtering.industries, synonyms),
        known_values(args["buyer_role"], filtering.buyer_roles, synonyms),
        None if budget is None else (budget[0] or 0, ANY_FEN if budget[1] is None else budget[1]),
        tuple(args.get("kinds", ())),
    )


def knows_whom(filters: Filters, args: Mapping[str, Any]) -> bool:
    """Whether the library knows whom items must be for, where they must."""
    asked = (args["industry"] and not filters.industry) or (args["buyer_role"] and not filters.buyer_role)
    return not (args.get("must") and asked)
