"""Words for a customer: K12校长说预算冻结了怎么回. The best comes first, others by a tap.

What is known of the customer (industry, role) and what the words say of it narrow the search; a tap widens it again.
The search is a step outside the transaction; a button carries the question, so that it works later too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.admin.library import SEARCH
from bot.conversation import Command, Failed, Flow, Intent
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.library import scripts as wording
from bot.wording.library.playing import PLAYABLE
from bot.wording.offers import FindScripts, PlayItem
from nlu.understanding import Understanding
from sales import customers, decision_chain, slot_values

NAMES = ("customer", "contact", "person")  # whose names say nothing of what is asked


async def find_script(talk: Talk, opening: Opening) -> None:
    offer = FindScripts.of(opening.params)
    if offer.query is None:
        understood = opening.understanding
        known = await talk.query("known_of_customer", known_of_customer, talk.speaker, opening)
        offer = FindScripts(query=question(opening.text, understood), **wanted(understood, known))
    if not offer.query:
        return await talk.say(wording.ASK_FOR_IT)
    found = await talk.call("found", SEARCH, _arguments(offer))
    if isinstance(found, Failed):
        return await talk.say(wording.FAILED, [Choice(wording.AGAIN, opens=offer)])
    if not found["hits"]:
        lifted = [Choice(wording.WITHOUT_FILTERS, opens=_lifted(offer))] if found["used"] else []
        return await talk.say(wording.nothing(offer.skip, found["used"]), lifted)
    await talk.say(wording.hits(found["hits"], found["used"]), list(choices(offer, found)))


def choices(offer: FindScripts, found: Mapping[str, Any]) -> list[Choice]:
    """What may be wanted next: another, two more, without the filters."""
    after = offer.skip + len(found["hits"])
    more = [
        Choice(wording.ANOTHER, opens=offer.at(after, 1)),
        Choice(wording.TWO_MORE, opens=offer.at(after, 2)),
    ]
    lifted = [Choice(wording.WITHOUT_FILTERS, opens=_lifted(offer))] if found["used"] else []
    return [*played(found["hits"]), *(more if found["more"] else []), *lifted]


def played(hits: Sequence[Mapping[str, Any]]) -> list[Choice]:
    """What may be heard, watched or sent of the items that are shown."""
    several = len(hits) > 1
    return [
        Choice(wording.play(hit["kind"], hit["title"] if several else ""), opens=PlayItem(hit["code"]))
        for hit in hits
        if PLAYABLE.fullmatch(hit.get("media") or "")
    ]


def question(text: str, understood: Understanding) -> str:
    """The words of a message without names of customers and people, which no script has."""
    places = sorted(place for slot in NAMES for place in understood.spans_of(slot))
    for start, end in reversed(places):
        text = text[:start] + text[end:]
    return text.strip()


def wanted(understood: Understanding, known: tuple[str | None, tuple[str, ...]]) -> dict[str, Any]:
    """The filters: what the words say, else what is known of the customer."""
    industry, titles = known
    said = slot_values.words(understood.slots, "industry")
    role = slot_values.words(understood.slots, "buyer_role")
    low, high = slot_values.fen_range(understood.slots.get("budget")) or (None, None)
    return {
        "industry": "、".join(said) or industry or "",
        "buyer_role": "、".join(role or titles),
        "budget_from": low,
        "budget_to": high,
    }


def known_of_customer(session: Session, speaker: Speaker, opening: Opening) -> tuple[str | None, tuple[str, ...]]:
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


def _arguments(offer: FindScripts) -> dict[str, Any]:
    no_budget = offer.budget_from is None and offer.budget_to is None
    return {
        "query": offer.query,
        "industry": [word for word in offer.industry.split("、") if word],
        "buyer_role": [word for word in offer.buyer_role.split("、") if word],
        "budget_fen": None if no_budget else [offer.budget_from, offer.budget_to],
        "skip": offer.skip,
        "count": offer.count,
    }


def _lifted(offer: FindScripts) -> FindScripts:
    return FindScripts(query=offer.query)


FLOW = Flow(
    "find_script",
    version=1,
    starts=(Command("找话术"), Intent("find_script")),
    roles=ANY_MEMBER,
    run=find_script,
    title="找话术",
    only_answers=True,
    offer=FindScripts,
)
