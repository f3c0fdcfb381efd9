"""Which open deal of a customer is meant: the only one, the one said by product, sum or size, the topic's; asked if not
clear.

At the question words may also point (小的那单), ask what tells the deals apart, or, while a follow-up is being logged,
add to the record and correct it; then the question comes again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation import Asked, NotAnAnswer, Parse
from bot.conversation.messages import Choice
from bot.handlers.shared.closed_deals import none_open
from bot.handlers.shared.pointing_back import in_context
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels, topic
from bot.turn.references.belonging import tells_another_contact
from bot.turn.references.deal_said import deals_named, deals_said
from bot.turn.references.reference import Candidate
from bot.wording.buttons import deal_label
from bot.wording.records import deals_apart
from nlu.context import deal_meant as deal_pointed_at
from nlu.context import points_back
from nlu.understanding import Understanding
from sales import deals, slot_values
from sales.customers import CustomerFact
from sales.deals import DealFact
from sales.followups import FollowUpDraft


@dataclass(frozen=True)
class ChosenDeal:
    """`deal` is None where the customer has no open one; `reports` were given at the question which."""

    deal: DealFact | None
    reports: tuple[Understanding, ...] = ()


async def deal_meant(talk: Talk, opening: Opening) -> DealFact | None:
    """The deal that the opening's words mean; None if there is none, which the person has been told."""
    slots = (await in_context(talk, opening, opening.understanding)).slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    chosen = await choose_customer(talk, opening, words, contacts)
    if chosen.customer is None:
        return None
    deal = (await choose_deal(talk, opening, chosen.customer, slot_values.word(slots, "product"))).deal
    if deal is None:
        await none_open(talk, opening, chosen.customer, slot_values.word(slots, "stage"))
    return deal


async def choose_deal(
    talk: Talk, opening: Opening, customer: CustomerFact, product: str | None = None, draft: FollowUpDraft | None = None
) -> ChosenDeal:
    """The open deal of `customer`: the only one, the one of `product` or otherwise said, the current topic's for 这单,
    where nobody else is named or after its nudge, or the one that the person picks. `draft` is the record that it is
    for, which words may add to meanwhile."""
    found = await talk.query("deals", open_deals_meant, talk.speaker, customer.id, product, opening, draft)
    if product:
        found = tuple(deal for deal in found if deal.product_line == product) or found
    if len(found) > 1 and points_back(opening.text):
        about = await talk.query("deal_spoken_of", topic.last, opening.run, opening.at)
        meant = deal_pointed_at(opening.text, about.topic) if about else None
        found = tuple(deal for deal in found if str(deal.id) == meant) or found
    if len(found) <= 1:
        return ChosenDeal(found[0] if found else None)
    reports: tuple[Understanding, ...] = ()
    while True:
        answer = await ask_which(talk, f"deal{len(reports) + 1}" if reports else "deal", customer, found, draft)
        if isinstance(answer, DealFact):
            return ChosenDeal(answer, reports)
        draft, reports = (draft or FollowUpDraft()).merge(answer), (*reports, answer)


def open_deals_meant(
    session: Session,
    speaker: Speaker,
    customer_id: int,
    product: str | None,
    opening: Opening,
    draft: FollowUpDraft | None,
) -> tuple[DealFact, ...]:
    """The open deals of the customer; only the one that the words tell from the others, else the one spoken of last
    where they name nobody or follow its nudge."""
    found = deals.open_of(session, access.deals(speaker), customer_id)
    if len(found) < 2:
        return found
    words = draft.said if draft is not None and draft.said else opening.text
    if len(named := deals_named(words, found)) == 1:
        return named
    if len({deal.product_line == product for deal in found}) > 1:
        return found
    found = deals_said(words, found)
    about = topic.last(session, opening.run, opening.at) if len(found) > 1 else None
    names_none = opening.understanding.slots.keys().isdisjoint({"customer", "contact"})
    if about is None or not (about.is_nudged or (about.is_recent and names_none)):
        return found
    return tuple(deal for deal in found if deal.id == about.deal_id) or found


async def ask_which(
    talk: Talk, key: str, customer: CustomerFact, found: tuple[DealFact, ...], draft: FollowUpDraft | None
) -> DealFact | Understanding:
    """Ask which of the customer's deals is meant: one of them, or more words for the record."""
    brief = f"{customer.name}这次是哪一单?"
    question = brief if key != "deal" else f"{customer.name}有 {len(found)} 单在跟,这次是哪一单?"
    answer: DealFact | Understanding = await talk.ask(
        key,
        f"好,记下了。{question}" if key != "deal" else question,
        [Choice(deal_label(talk.policy, deal), deal) for deal in found],
        read_deal(draft),
        about=(customer.name, *(draft.contacts if draft else ())),
        brief=brief,
        candidates=lambda _session: [
            Candidate(place, deal.customer, product=deal.product_line, size=float(deal.amount_fen or 0))
            for place, deal in enumerate(found)
        ],
        difference=lambda _session, now: deals_apart(talk.policy, found, now),
    )
    return answer


def said_by_sum(choices: Sequence[Choice], text: str) -> Choice | None:
    """The choice whose sum is said (哎呀是86万整)."""
    meant = deals_said(text, [choice.answer for choice in choices])
    return next((choice for choice in choices if len(meant) == 1 and choice.answer == meant[0]), None)


def read_deal(draft: FollowUpDraft | None) -> Parse:
    """A parser of answers to the question which deal: a label or a part of it, or where there is a record, words that
    add to it or correct it."""

    def parse(text: str, understanding: Understanding, asked: Asked) -> DealFact | Understanding | NotAnAnswer:
        choice = labels.named(asked.choices, text) or said_by_sum(asked.choices, text)
        reported = FollowUpDraft.of(understanding).filled().keys() - {"customer", "product"}
        if choice is not None and not (draft is not None and reported):
            deal: DealFact = choice.answer
            return deal
        if draft is not None and tells_another_contact(understanding, draft, asked.now.date()):
            return NotAnAnswer()
        denies = understanding.intent == "deny" and (
            asked.is_latest or reported & (draft or FollowUpDraft()).filled().keys()
        )
        if draft is not None and reported and (denies or understanding.intent == "log_followup"):
            return understanding
        return NotAnAnswer("没对上是哪一单,点一下或者说产品、金额都行。")

    return parse
