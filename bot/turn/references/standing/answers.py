"""Which of what waits for somebody's word their words answer.

Hand-overs, claims and moves at a gate wait for a yes or no (可以, 这条给贺丽, 放吧 客户急), what a colleague wants for
办好了 or why not, what they said to it and what a rep needs for the leader's own words. The newest of a kind is meant,
or that about the customer named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import true
from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation.messages import Offer
from bot.turn.references.belonging import CLEAR, REPORT, acknowledges
from bot.turn.references.standing.waiting import Standing, waiting
from bot.wording.offers import (
    AnswerInstruction,
    AnswerSupport,
    DecideClaim,
    DecideContribution,
    DecideHandover,
    DecideOverride,
    DecideRedemption,
    ReplyOrder,
)
from nlu import gates, giving, orders, replies
from nlu.understanding import Understanding
from sales import customers, slot_values

LATELY = timedelta(hours=8)
YES, NO = "同意", "不同意"
SHOWN = 4  # of several that may be meant
GIVES = "reassign"  # words that give a customer to somebody
LIKE_YES_OR_NO = frozenset({"correct_record", "close_deal"})  # what 还没 and 拿到了 may be taken for
OF_CUSTOMER = frozenset({"customer", "objection", "outcome", "next_action"})  # slots of what a customer said or did


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
    wanted = _just_wanted(session, conversation_id, speaker.id, now)
    if wanted is None or wanted.customer is None or (whose and wanted.customer not in whose):
        return None
    return wanted if customers.find(session, access.customers(speaker), wanted.customer) else None


def only_answers(
    session: Session,
    conversation_id: int,
    member_id: int,
    text: str,
    meant: Understanding,
    whose: Sequence[str],
    now: datetime,
) -> bool:
    """Whether words that read as a report tell no more of a customer than how it went with what a colleague has just
    wanted: it is done (资料发过去了), it can't be (去不了 闵总出差), or yes or no to what was asked (没呢 说周五)."""
    answers = orders.says_yes_or_no(text)
    if meant.intent not in (REPORT, *(LIKE_YES_OR_NO if answers else ())) or "customer" in meant.slots:
        return False
    done = orders.order_answer(text) == "done" and not whose and OF_CUSTOMER.isdisjoint(meant.slots)
    wanted = _just_wanted(session, conversation_id, member_id, now) if done or answers or orders.cannot(text) else None
    return wanted is not None and (done or orders.cannot(text) or orders.asks_for_answer(wanted.words))


def settling(one: Standing, *, done: bool) -> AnswerInstruction:
    """What says to an order that it is done, or something else."""
    assert isinstance(one.offer, AnswerInstruction)
    return AnswerInstruction(one.offer.instruction, done)


def _just_wanted(session: Session, conversation_id: int, member_id: int, now: datetime) -> Standing | None:
    found = waiting(session, conversation_id, member_id, now)
    return next((one for one in found if one.last and isinstance(one.offer, AnswerInstruction)), None)


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
    answer = orders.order_answer(text)
    if recorded:
        wanted = [one for one in wanted if one.last]
    replied = next((one for one in found if one.last and isinstance(one.offer, ReplyOrder)), None)
    if replied is not None and _replies(text, replied):
        return [Answered(replied.offer, f"回{replied.about}")]
    if answer == "done":
        return [Answered(settling(one, done=True), f"办好了·{one.about}") for one in wanted[:SHOWN]]
    if needed and replies.comes_along(text):
        return [Answered(needed[0].offer, needed[0].about)]
    if replies.leader_answers(text):
        if wanted and wanted[0].last:
            return [Answered(settling(wanted[0], done=False), wanted[0].about)]
        lately = [one for one in needed if one.at is not None and one.at > now - LATELY]
        meant = [one for one in lately if one.last] or lately
        if meant:
            return [Answered(one.offer, f"回{one.about}") for one in meant[:SHOWN]]
    last = next((one for one in found if one.last), None)
    if last is not None and last in needed and not orders.to_others(text):
        return [Answered(last.offer, last.about)]
    if wanted and (answer is not None or (wanted[0].last and _may_answer(text, wanted[0].words))):
        return [Answered(settling(wanted[0], done=False), wanted[0].about)]
    return ()


def _may_answer(text: str, wanted: str) -> bool:
    """Whether words that say nothing by themselves are said to what was wanted: anything may be, where it asks."""
    if replies.small_talk(text) is not None or orders.to_others(text):
        return False
    asked = orders.asks_for_answer(wanted) and not acknowledges(text)
    return asked or orders.may_answer(text, wanted) or orders.asks_back(text)


def _replies(text: str, one: Standing) -> bool:
    """Whether the words are said to what a colleague has just said to an order: a yes or no, where they asked."""
    assert isinstance(one.offer, ReplyOrder)
    if one.offer.asks and replies.verdict(text) is not None:
        return True
    return not acknowledges(text) and _may_answer(text, one.words)
