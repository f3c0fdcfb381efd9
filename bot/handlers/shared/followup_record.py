"""Completing one follow-up: its customer and deal, the forced fields of the deal's stage, and saving it; and which of
several records words are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.conversation import Asked, Keeps, NotAnAnswer, Parse
from bot.conversation.messages import Choice
from bot.handlers.shared.which_customer import choose_customer
from bot.handlers.shared.which_deal import choose_deal
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.turn.references.belonging import adds_words, class_named, orders_else, tells_another_contact, tells_of_others
from bot.wording.records import forced_brief, forced_question
from bot.wording.undoing import quoted
from config.policy import Policy
from nlu.context import NO_OBJECTION, others_tell, own_act_only, said_choice, tells_no_objection
from nlu.corrections import exchange as exchange_of
from nlu.corrections import sum_put_right, taken_away
from nlu.statements.buying_roles import role_claims
from nlu.understanding import Understanding
from sales import deals, decision_chain, followups, slot_values
from sales.cadence import unfinished
from sales.deals import DealFact
from sales.decision_chain import Heard
from sales.followups import FollowUpDraft, Gap, Saved
from sales.scope import Actor
from scheduler import instruction_clock, signal_clock, stage_clock, step_clock
from storage.changes import unrecorded

MOST_ASKED = 2  # questions for forced fields in one record
LONGEST_CHOICE = 5  # characters of an answer that only names a value; longer ones are kept as words of the record


@dataclass(frozen=True)
class Subject:
    """What a follow-up is about; `deal` is None for a customer without an open one."""

    customer_id: int
    customer: str
    deal: DealFact | None


async def named_subject(talk: Talk, opening: Opening, words: str, product: str | None) -> Subject | None:
    """The customer that `words` name, and the deal; None if the person could not say which."""
    customer = (await choose_customer(talk, opening, words)).customer
    if customer is None:
        return None
    deal = (await choose_deal(talk, opening, customer, product)).deal
    return Subject(customer.id, customer.name, deal)


async def fill_gaps(
    talk: Talk,
    opening: Opening,
    subject: Subject,
    draft: FollowUpDraft,
    earlier: Sequence[Saved] = (),
    *,
    is_new: bool = True,
) -> tuple[Subject, FollowUpDraft]:
    """Ask for the forced fields of the deal's stage; answers may also correct the subject. What the customer thinks, in
    words of no known kind, answers too; then, or after MOST_ASKED questions, the record goes without the field. Nothing
    is asked where only what the speaker did is told. What `is_new` is kept while the question waits."""
    attempts, only_words = 0, False
    if own_act_only(draft.said) and not draft.outcome:
        return subject, draft
    while gaps := await talk.query(
        f"gaps{attempts}", missing, talk.policy, subject.deal.stage if subject.deal else None, draft
    ):
        attempts += 1
        brief = forced_brief(gaps[0], subject.customer)
        question = (
            f"记下了。{brief}"
            if only_words
            else forced_question(talk.policy, gaps[0], subject.customer, draft, opening.at, earlier)
        )
        choices = [Choice(label, key) for key, label in gaps[0].options]
        answer = await talk.ask(
            f"{gaps[0].field}{attempts}",
            question,
            choices,
            read_gap(gaps[0], subject, draft, opening.at),
            about=(subject.customer, *draft.contacts),
            brief=brief,
            matters=still_open(talk, subject.deal),
            claims=names_class if gaps[0].field == "objection" else None,
            keeps=kept_meanwhile(talk.policy, subject, draft, opening.at) if is_new else None,
        )
        if not isinstance(answer, Understanding):
            draft = draft.fill(gaps[0].field, answer)
            continue
        before, draft = draft, draft.merge(answer)
        only_words = before == draft
        named = slot_values.word(answer.slots, "customer")
        if named is not None and named != subject.customer:
            subject = await named_subject(talk.part(f"right{attempts}"), opening, named, draft.product) or subject
        elif attempts >= MOST_ASKED or (only_words and others_tell(answer.text)):
            break
    return subject, draft.fill("objection", NO_OBJECTION) if says_none(draft) else draft


def kept_meanwhile(policy: Policy, subject: Subject, draft: FollowUpDraft, told_at: datetime) -> Keeps | None:
    """Keeps what was told of a deal at `told_at`, with what it promised, while a forced field of it is asked for."""
    deal = subject.deal
    if deal is None:
        return None
    told = replace(draft, occurred_on=draft.occurred_on or told_at.astimezone(policy.zone).date())

    def keep(session: Session, by: Actor, run_id: int, now: datetime) -> None:
        take_kept(session, by, run_id, now)
        kept = unfinished.keep(session, by, run_id, subject.customer_id, deal.id, told, now, policy.zone)
        step_clock.plan(session, policy, kept, now)
        signal_clock.look_later(session, policy, deal.id, deal.owner_id, now)

    return keep


def take_kept(session: Session, by: Actor, run_id: int, now: datetime) -> None:
    """Take away what the run has kept: what is told by now comes in its place."""
    with unrecorded(session):
        key = unfinished.take(session, by.member_id, run_id, now)
        if key is not None:
            step_clock.dropped(session, key)


def still_open(talk: Talk, deal: DealFact | None) -> Callable[[Session], bool] | None:
    """Whether a question about `deal` still matters: not once it is won or lost. Of one that is somebody else's by now,
    the answer is refused."""
    if deal is None:
        return None

    def matters(session: Session) -> bool:
        return not deals.read(session, deal.id).closed

    return matters


def missing(_session: Session, policy: Policy, stage: str | None, draft: FollowUpDraft) -> tuple[Gap, ...]:
    """The forced fields of the stage that neither the draft nor its words give."""
    found = followups.gaps(policy, stage, draft)
    return tuple(gap for gap in found if gap.field != "objection") if says_none(draft) else found


def says_none(draft: FollowUpDraft) -> bool:
    """Whether the words of the draft say that there is no objection."""
    return not draft.objections and tells_no_objection(draft.said)


def names_class(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words only name a kind of objection."""
    return class_named(text, understanding) is not None


def read_gap(gap: Gap, subject: Subject, draft: FollowUpDraft, at: datetime) -> Parse:
    """A parser of answers to a forced field of a record begun `at` then: words that fill it, or that add to the record
    or correct it (then the field is asked again). Words about another customer or of another contact, or that correct
    what is not in this record, do not answer."""

    def parse(text: str, understanding: Understanding, asked: Asked) -> Understanding | str | NotAnAnswer:
        slots = understanding.slots
        named, denies = slot_values.word(slots, "customer"), understanding.intent == "deny"
        another = tells_another_contact(understanding, draft, at.astimezone(asked.now.tzinfo).date())
        if another or (orders_else(understanding) and draft.amount_fen in (None, slot_values.fen(slots.get("amount")))):
            return NotAnAnswer()
        taken = taken_away(text)
        if draft.without(taken) != draft:
            return understanding
        right_sum = sum_put_right(text) if draft.amount_fen is not None and "amount" not in slots else None
        if denies and right_sum is not None:  # 不是13万是1600
            return replace(understanding, slots={**slots, "amount": right_sum})
        if named is not None and named != subject.customer:
            return understanding if denies and not puts_right_elsewhere(understanding) else NotAnAnswer()
        choice = labels.named(asked.choices, text)
        value = choice.answer if choice is not None else said_choice(text, gap.field)
        if value is None and gap.field == "objection" and tells_no_objection(text):
            value = NO_OBJECTION
        reported = FollowUpDraft.of(understanding).filled()
        figure = value in slots  # 预算 50 万 is the budget, not 预算未定
        if value is not None and not figure and not understanding.more:
            told = _without_agreement(understanding) if value == NO_OBJECTION else understanding
            says_more = told.slots or len(labels.tidy(text)) > LONGEST_CHOICE
            return replace(told, slots={**told.slots, gap.field: value}) if says_more else str(value)
        adds = bool(understanding.intent == "log_followup" and reported) or (
            not denies and (adds_words(text, understanding) or tells_of_others(text, understanding))
        )
        corrects = denies and reported and (asked.is_latest or reported.keys() & draft.filled().keys())
        if gap.field in slots or adds or corrects or (figure and reported):
            return understanding
        return NotAnAnswer("点一个最接近的,或者说一句他怎么想的。")

    return parse


def puts_right_elsewhere(understanding: Understanding) -> bool:
    """Whether something of the customer named is put right (六院那单不是36万是63万), not the customer (不是甲,是乙)."""
    exchange = exchange_of(understanding.text)
    if exchange is None or exchange.wrong is None:
        return False
    customers = [understanding.text[start:end] for start, end in understanding.spans_of("customer")]
    return not any(called in part for called in customers for part in (exchange.wrong, exchange.right))


def _without_agreement(understanding: Understanding) -> Understanding:
    """The words without the agreement that 没异议 is elsewhere: to this question it says only that there is none."""
    said = [understanding.text[start:end] for start, end in understanding.spans_of("outcome")]
    if not any("异议" in words for words in said):
        return understanding
    return replace(
        understanding, slots={slot: value for slot, value in understanding.slots.items() if slot != "outcome"}
    )


def save(session: Session, by: Actor, policy: Policy, subject: Subject, draft: FollowUpDraft, now: datetime) -> Saved:
    """Save the record, and plan the reminder of its next step and, unless nobody was reached, the deal's nudge anew.
    Raises Changed if who acts may no longer change the deal, or the customer."""
    deal = deals.locked(session, subject.deal.id, by.deals) if subject.deal else None
    contact = followups.is_contact(policy, draft.outcome)
    saved = followups.record(session, by, subject.customer_id, deal, draft, now, policy.zone, restarts_clock=contact)
    if deal is not None and contact:
        stage_clock.restarted(session, policy, deal, now)
    if contact:
        instruction_clock.settled(session, by, subject.customer_id, now)
    step_clock.plan(session, policy, saved.followup, now, is_new=True)
    heard = note_people(session, by, subject.customer_id, draft, now)
    if subject.deal is not None and contact:
        deal = deals.locked(session, subject.deal.id, by.deals)
        heard = replace(heard, nobody_decides=decision_chain.note_missing(session, policy, deal, now))
    return with_heard(saved, heard)


def save_kept(
    session: Session, by: Actor, policy: Policy, subject: Subject, draft: FollowUpDraft, now: datetime, run: int
) -> Saved:
    """`save` in the place of what the run has kept of it. Raises Changed as `save`."""
    if subject.deal is not None:
        deals.locked(session, subject.deal.id, by.deals)
    take_kept(session, by, run, now)
    return save(session, by, policy, subject, draft, now)


def add(session: Session, by: Actor, policy: Policy, followup_id: int, more: FollowUpDraft, now: datetime) -> Saved:
    """Add to what was saved, plan the reminder of its next step anew, and write down what the words say of people.
    Raises Changed as `followups.add`."""
    saved = followups.add(session, by, followup_id, more, policy.zone)
    step_clock.plan(session, policy, saved.followup, now)
    people = more if more.contacts else replace(more, contacts=saved.followup.contacts)
    return with_heard(saved, note_people(session, by, saved.customer_id, people, now))


def note_people(session: Session, by: Actor, customer_id: int, draft: FollowUpDraft, now: datetime) -> Heard:
    """Write down what the words of a report say of the people at its customer, which who acts has in scope."""
    people = (*draft.contacts, *decision_chain.names_at(session, customer_id))
    spoken_of = draft.contacts[0] if len(draft.contacts) == 1 else ""
    claims = role_claims(draft.said, people, spoken_of)
    return decision_chain.record(session, by.member_id, customer_id, claims, draft.said, now)


def with_heard(saved: Saved, heard: Heard) -> Saved:
    """What was saved with what was heard in it of people, if anything was."""
    new = tuple(dict.fromkeys((*saved.new_contacts, *heard.new_contacts)))
    return replace(saved, new_contacts=new, chain=heard if heard != Heard() else None)


async def choose_record(talk: Talk, question: str, records: Sequence[Saved]) -> Saved:
    """The only one of the records, or the one that is tapped."""
    if len(records) == 1:
        return records[0]
    chosen: Saved = await talk.ask("which", question, [Choice(told_apart(known, records), known) for known in records])
    return chosen


def told_apart(record: Saved, records: Sequence[Saved]) -> str:
    """A record by its customer and, where others are of the same one, by what tells it from them."""
    same = [other for other in records if other.customer == record.customer]
    if len(same) == 1:
        return record.customer
    if record.product_line and len({other.product_line for other in same}) == len(same):
        return f"{record.customer}·{record.product_line}"
    people = {other.followup.contacts for other in same}
    who = "、".join(record.followup.contacts) if len(people) == len(same) else quoted(record.followup.said, 12)
    return f"{record.customer}·{who}" if who else record.customer


def those_left(session: Session, followup_ids: Sequence[int]) -> tuple[Saved, ...]:
    """The follow-ups that are there still, as they are now."""
    saved = (followups.saved(session, followup_id) for followup_id in followup_ids)
    return tuple(known for known in saved if known is not None)
