"""What waits for somebody's word, put to them with buttons and not decided yet, and which of it words answer.

Hand-overs, claims and moves at a gate wait for a yes or no (可以, 这条给贺丽, 放吧 客户急), what a colleague wants for
办好了 or why not, what a rep needs for the leader's own words. The newest of a kind is meant, or that about the
customer named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import true
from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation.messages import Offer
from bot.messaging import offers
from bot.turn.references.belonging import CLEAR, REPORT, acknowledges
from bot.wording.offers import (
    AnswerInstruction,
    AnswerSupport,
    DecideClaim,
    DecideContribution,
    DecideHandover,
    DecideOverride,
    DecideRedemption,
    HoldDeal,
)
from knowledge.points import contributions, rewards
from nlu import gates, giving, replies
from nlu.understanding import Understanding
from sales import customers, deals, leads, slot_values
from sales.gates import requests
from sales.teamwork import handover, instructions

FRESH, LATELY = timedelta(days=3), timedelta(hours=8)
YES, NO = "同意", "不同意"
SHOWN = 4  # of several that may be meant
READ = 40  # messages looked through
ASKED_FOR_SUPPORT = frozenset({"need_support", "ask_along"})
GIVES = "reassign"  # words that give a customer to somebody


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


@dataclass(frozen=True)
class Answered:
    """What the words answer; `label` says it on a button where several may be meant."""

    offer: Offer
    label: str


def answered(
    session: Session,
    conversation_id: int,
    member_id: int,
    text: str,
    meant: Understanding,
    now: datetime,
    *,
    unclear: bool,
    recorded: bool,
) -> tuple[tuple[Answered, ...], bool]:
    """What of that which waits the words answer, and whether all of it. Words that mean nothing by themselves
    (`unclear`) may be anything said about the last message; with a record just made (`recorded`) they
    are about that, unless something was wanted after it."""
    verdicts = (replies.verdict(text), gates.decision(text, awaited=True), giving.verdict(text))
    decides = any(verdict is not None for verdict in verdicts)
    along = replies.comes_along(text) or replies.leader_answers(text)
    if not (unclear or meant.intent == GIVES or decides or along):
        return (), False
    found = waiting(session, conversation_id, member_id, now)
    named = slot_values.word(meant.slots, "customer")
    if named and gates.decision(text, awaited=True) is not None and not customers.find(session, true(), named):
        named = None  # 客户急排产 names nobody
    if (verdict := giving.verdict(text)) is not None and verdict.place is not None:
        given = [one for one in reversed(found) if isinstance(one.offer, DecideContribution)]
        found = given[verdict.place - 1 : verdict.place]
    about = {one: called for one in found if (called := _called(one, text))}
    if about or named:
        found = [one for one in found if one in about]
    said = text.replace(next(iter(about.values()), "\n"), "")
    decided = [answer for one in found if (answer := _decision(one, said)) is not None]
    if decided:
        everything = replies.all_of_them(said)
        return tuple(decided if everything else decided[:SHOWN]), everything
    return (tuple(_told(found, text, now, recorded=recorded)) if unclear or along else ()), False


def decided(
    session: Session, conversation_id: int, member_id: int, now: datetime, *, granted: bool
) -> list[tuple[Standing, Answered]]:
    """What waits for the member's yes or no, the newest first, each with that answer to it."""
    words = YES if granted else NO
    found = waiting(session, conversation_id, member_id, now)
    return [(one, answer) for one in found if (answer := _decision(one, words)) is not None]


def reported_on(
    session: Session, conversation_id: int, speaker: Speaker, meant: Understanding, whose: Sequence[str], now: datetime
) -> Standing | None:
    """What a colleague has just wanted, where the words are a report about its customer that does not name it; `whose`
    are the customers that have a contact named."""
    report = meant.intent == REPORT and meant.confidence >= CLEAR and not meant.more and "customer" not in meant.slots
    if not report or speaker.id is None:
        return None
    found = waiting(session, conversation_id, speaker.id, now)
    wanted = next((one for one in found if one.last and isinstance(one.offer, AnswerInstruction)), None)
    if wanted is None or wanted.customer is None or (whose and wanted.customer not in whose):
        return None
    return wanted if customers.find(session, access.customers(speaker), wanted.customer) else None


def not_done(one: Standing) -> AnswerInstruction:
    """What says something to an order that is not done yet."""
    return _instruction(one, done=False)


def _called(one: Standing, text: str) -> str:
    """The longest part of the name of its customer that stands in the text; empty if none does."""
    name = one.customer or ""
    parts = {name[at : at + size] for size in range(2, len(name) + 1) for at in range(len(name) - size + 1)}
    return max((part for part in parts if part in text), key=len, default="")


def _decision(one: Standing, text: str) -> Answered | None:
    match one.offer:
        case DecideHandover(request=request):
            granted = replies.verdict(text, one.names)
            label = "同意" if granted else "不同意"
            return None if granted is None else Answered(DecideHandover(request, granted), f"{label}·{one.about}")
        case DecideClaim(claim=claim):
            for granted, name in ((True, one.names[0]), (False, one.names[1])):
                if replies.goes_to(text, name):
                    return Answered(DecideClaim(claim, granted), f"给{name}·{one.about}")
        case DecideContribution(contribution=key):
            verdict = giving.verdict(text)
            if verdict is not None and verdict.who and not any(verdict.who in name for name in one.names):
                return None
            if verdict is not None and verdict.loose and not one.last:
                return None
            let_in = verdict.granted if verdict is not None else replies.verdict(text, one.names)
            label = "通过" if let_in else "退回"
            return None if let_in is None else Answered(DecideContribution(key, let_in), f"{label}·{one.about}")
        case DecideRedemption(redemption=key):
            granted = replies.verdict(text, one.names)
            label = "同意" if granted else "不同意"
            return None if granted is None else Answered(DecideRedemption(key, granted), f"{label}·{one.about}")
        case DecideOverride(request=move) if one.last and gates.decision(text, awaited=True) is not None:
            return Answered(DecideOverride(move), f"放行·{one.about}")
    return None


def _told(found: Sequence[Standing], text: str, now: datetime, *, recorded: bool) -> Sequence[Answered]:
    """The answers to what a colleague wants or needs."""
    wanted = [one for one in found if isinstance(one.offer, AnswerInstruction)]
    needed = [one for one in found if isinstance(one.offer, AnswerSupport)]
    answer = replies.order_answer(text)
    if recorded:
        wanted = [one for one in wanted if one.last]
    if answer == "done":
        return [Answered(_instruction(one, done=True), f"办好了·{one.about}") for one in wanted[:SHOWN]]
    if needed and replies.comes_along(text):
        return [Answered(needed[0].offer, needed[0].about)]
    if replies.leader_answers(text):
        if wanted and wanted[0].last:
            return [Answered(_instruction(wanted[0], done=False), wanted[0].about)]
        lately = [one for one in needed if one.at is not None and one.at > now - LATELY]
        meant = [one for one in lately if one.last] or lately
        if meant:
            return [Answered(one.offer, f"回{one.about}") for one in meant[:SHOWN]]
    last = next((one for one in found if one.last), None)
    if last is not None and last in needed and not replies.to_others(text):
        return [Answered(last.offer, last.about)]
    if wanted and (answer is not None or (wanted[0].last and _may_answer(text, wanted[0].words))):
        return [Answered(_instruction(wanted[0], done=False), wanted[0].about)]
    return ()


def _may_answer(text: str, wanted: str) -> bool:
    """Whether words that say nothing by themselves are said to what was wanted: anything may be, where it asks."""
    asked = replies.asks_for_answer(wanted) and replies.small_talk(text) is None and not replies.to_others(text)
    return replies.may_answer(text, wanted) or (asked and not acknowledges(text))


def _instruction(one: Standing, *, done: bool) -> AnswerInstruction:
    assert isinstance(one.offer, AnswerInstruction)
    return AnswerInstruction(one.offer.instruction, done)


def waiting(session: Session, conversation_id: int, member_id: int, now: datetime) -> list[Standing]:
    """What waits for the member's word in their conversation, the newest first."""
    rows = offers.shown(session, conversation_id, now - FRESH, READ)
    found: dict[tuple[str, int], Standing] = {}
    last = True
    for place, row in enumerate(rows):
        last = place == 0 or (last and rows[place - 1].flow == AnswerInstruction.flow)
        for choice in row.choices:
            key = _key(choice, supports=row.kind == "alert" and row.flow in ASKED_FOR_SUPPORT)
            if key is None or key in found:
                continue
            one = _READERS[key[0]](session, key[1], member_id)
            if one is not None:
                found[key] = replace(one, at=row.at, last=last)
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
}
_READERS: Mapping[str, Callable[[Session, int, int], Standing | None]] = {
    DecideHandover.flow: _request,
    DecideClaim.flow: _claim,
    DecideOverride.flow: _override,
    DecideContribution.flow: _contribution,
    DecideRedemption.flow: _redemption,
    AnswerInstruction.flow: _wanted,
    AnswerSupport.flow: _support,
}
