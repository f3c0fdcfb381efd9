"""What waits for somebody's word, put to them with buttons and not decided yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.conversation.messages import Offer
from bot.messaging import offers
from bot.wording.offers import (
    AnswerInstruction,
    AnswerSupport,
    DecideClaim,
    DecideContribution,
    DecideHandover,
    DecideOverride,
    DecideRedemption,
    HoldDeal,
    ReplyOrder,
)
from knowledge.points import contributions, rewards
from sales import deals, leads
from sales.gates import requests
from sales.teamwork import handover, instructions

FRESH = timedelta(days=3)
READ = 40  # messages looked through
ASKED_FOR_SUPPORT = frozenset({"need_support", "ask_along"})
SAID_TO_ORDERS = frozenset({AnswerInstruction.flow, ReplyOrder.flow})


@dataclass(frozen=True)
class Standing:
    """Something that waits: what answers it, about which customer and whom, put at `at`. `last`: nothing was put to its
    reader since but what was said to their answer. `words`: what a colleague wants."""

    offer: Offer
    about: str
    customer: str | None
    names: tuple[str, ...] = ()
    words: str = ""
    at: datetime | None = None
    last: bool = False


def waiting(session: Session, conversation_id: int, member_id: int, now: datetime) -> list[Standing]:
    """What waits for the member's word in their conversation, the newest first."""
    rows = offers.shown(session, conversation_id, now - FRESH, READ)
    found: dict[tuple[str, int], Standing] = {}
    last = True
    for place, row in enumerate(rows):
        last = place == 0 or (last and rows[place - 1].flow in SAID_TO_ORDERS)
        for choice in row.choices:
            key = _key(choice, supports=row.kind == "alert" and row.flow in ASKED_FOR_SUPPORT)
            if key is None or key in found:
                continue
            one = _READERS[key[0]](session, key[1], member_id)
            if one is not None:
                offer = ReplyOrder.of(choice["params"]) if isinstance(one.offer, ReplyOrder) else one.offer
                found[key] = replace(one, offer=offer, at=row.at, last=last)
    return list(found.values())


def _key(choice: Mapping[str, Any], *, supports: bool) -> tuple[str, int] | None:
    """What a stored choice would answer: its flow and the id of that."""
    opens, params = choice.get("opens"), choice.get("params") or {}
    if opens == AnswerSupport.flow or (supports and opens == HoldDeal.flow):
        return AnswerSupport.flow, int(params["deal"])
    field = _FIELDS.get(opens or "")
    return (str(opens), int(params[field])) if field and params.get(field) is not None else None


def _request(session: Session, request_id: int, _member: int) -> Standing | None:
    fact = handover.request(session, request_id)
    if fact is None or fact.granted is not None:
        return None
    offer = DecideHandover(request_id, granted=True)
    return Standing(offer, f"{fact.customer}→{fact.to}", fact.customer, (fact.to,))


def _claim(session: Session, claim_id: int, _member: int) -> Standing | None:
    fact = leads.claim_facts(session, claim_id)
    if fact is None or fact.granted is not None:
        return None
    offer = DecideClaim(claim_id, granted=True)
    return Standing(offer, fact.customer, fact.customer, (fact.claimant, fact.owner or ""))


def _override(session: Session, request_id: int, _member: int) -> Standing | None:
    fact = requests.anybodys(session, request_id)
    if fact is None or not fact.is_waiting or fact.asked_at is None:
        return None
    return Standing(DecideOverride(request_id), fact.deal.customer, fact.deal.customer)


def _contribution(session: Session, contribution_id: int, _member: int) -> Standing | None:
    fact = contributions.get(session, contribution_id)
    if fact is None or not fact.is_waiting:
        return None
    return Standing(DecideContribution(contribution_id, granted=True), fact.draft.title[:12], None, (fact.member,))


def _redemption(session: Session, redemption_id: int, _member: int) -> Standing | None:
    fact = rewards.get(session, redemption_id)
    if fact is None or not fact.is_waiting:
        return None
    return Standing(DecideRedemption(redemption_id, granted=True), f"{fact.member}·{fact.name}", None, (fact.member,))


def _wanted(session: Session, instruction_id: int, member_id: int) -> Standing | None:
    fact = instructions.get(session, instruction_id)
    if fact is None or fact.done_at is not None or fact.to_id != member_id:
        return None
    return Standing(AnswerInstruction(instruction_id, done=True), fact.text[:12], fact.customer, (fact.by,), fact.text)


def _said_back(session: Session, instruction_id: int, member_id: int) -> Standing | None:
    fact = instructions.get(session, instruction_id)
    if fact is None or fact.by_id != member_id:
        return None
    return Standing(ReplyOrder(instruction_id), fact.to, fact.customer, (fact.to,), fact.text)


def _support(session: Session, deal_id: int, _member: int) -> Standing | None:
    deal = deals.read(session, deal_id)
    return Standing(AnswerSupport(deal_id), deal.customer, deal.customer)


_FIELDS: Mapping[str, str] = {
    DecideHandover.flow: "request",
    DecideClaim.flow: "claim",
    DecideOverride.flow: "request",
    DecideContribution.flow: "contribution",
    DecideRedemption.flow: "redemption",
    AnswerInstruction.flow: "instruction",
    ReplyOrder.flow: "instruction",
}
_READERS: Mapping[str, Callable[[Session, int, int], Standing | None]] = {
    DecideHandover.flow: _request,
    DecideClaim.flow: _claim,
    DecideOverride.flow: _override,
    DecideContribution.flow: _contribution,
    DecideRedemption.flow: _redemption,
    AnswerInstruction.flow: _wanted,
    ReplyOrder.flow: _said_back,
    AnswerSupport.flow: _support,
}
