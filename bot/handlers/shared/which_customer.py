"""Which customer is meant: the one named, a contact's, the current topic's, or the speaker's only one; asked if that is
not clear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial

from sqlalchemy import ColumnElement
from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation.messages import Choice
from bot.handlers.shared.customer_answers import read_whom
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.turn.references.reference import Candidate
from bot.turn.references.topic import CurrentTopic
from bot.wording.records import customers_apart, whose_words
from nlu.entities.money import find_sums
from nlu.understanding import Understanding
from sales import customers, deals, slot_values, tasks
from sales.customers import CustomerFact
from sales.followups import FollowUpDraft

KEPT_AFTER, KEPT_BEFORE = timedelta(days=1), timedelta(minutes=30)  # of an appointment that may be told of
TOOK_PLACE = re.compile(
    r"^(?:刚才?|今天|上午|下午|已经|我们?|都|[,，\s])*(?:谈|聊|看|见|去|跑|讲|开|演示|验收|参观|拜访)"
    r"(?:完|好|过|到)?(?:会|人|场地)?了"
)
TRIES = 4
SHOWN = 6
NEW_LEAD = Choice("是新客户,建线索", "new_lead")


@dataclass(frozen=True)
class Chosen:
    """`customer` is None if the person says that it is a new one (`is_new`), or could not say which, and has been told
    so. `reports` are reports given as answers to the question which customer."""

    customer: CustomerFact | None = None
    is_new: bool = False
    reports: tuple[Understanding, ...] = ()


async def choose_customer(
    talk: Talk,
    opening: Opening,
    words: str | None,
    contacts: tuple[str, ...] = (),
    *,
    may_be_new: bool = False,
    draft: FollowUpDraft | None = None,
) -> Chosen:
    """The customer meant by `words` or by a contact alone, among those that the speaker may see. If that is none or
    several, the person is asked; offered are those found, the current topic's if nobody is named, and a new lead if
    it `may_be_new`. `draft` is the record that it is for, which words may add to meanwhile."""
    by_sum = draft is None and not contacts  # a move or a win, not the report of a contact
    current = None
    if not words:
        zone = talk.policy.zone
        current = await talk.query("spoken_of", last_or_only, talk.speaker, opening, zone, by_sum=by_sum)
    reports: tuple[Understanding, ...] = ()
    attempt, misses, more = 0, 0, False
    while misses < TRIES:
        attempt += 1
        found = await _candidates(talk, f"customers{attempt}", words, contacts, current)
        certain = _certain(found, words, contacts, current)
        if certain is not None:
            return Chosen(certain, reports=reports)
        choices = [Choice(customer.name, customer) for customer in found[:SHOWN]]
        answer: CustomerFact | Understanding | str = await talk.ask(
            f"customer{attempt}",
            f"记下了。{_brief(found, contacts)}" if more else _question(words, contacts, found),
            [*choices, NEW_LEAD] if may_be_new else choices,
            read_whom(draft),
            about=tuple(customer.name for customer in found) + contacts if found else (),
            brief=whose_words(opening.text),
            candidates=partial(_candidates_of, talk.speaker, found[:SHOWN]),
            difference=partial(_difference, talk, found[:SHOWN]) if len(found) > 1 else None,
        )
        match answer:
            case CustomerFact():
                return Chosen(answer, reports=reports)
            case Understanding():
                reports = (*reports, answer)
                draft = draft.merge(answer) if draft is not None else None
                words = slot_values.word(answer.slots, "customer")
                contacts = slot_values.words(answer.slots, "contact") or contacts
                more = not (words or slot_values.words(answer.slots, "contact"))
            case NEW_LEAD.value if may_be_new:
                return Chosen(is_new=True, reports=reports)
            case _:
                words, misses, more = answer, misses + 1, False
    await talk.say("还是没对上是哪家客户,先放一放。名字确认好了再告诉我。")
    return Chosen(reports=reports)


async def _candidates(
    talk: Talk, key: str, words: str | None, contacts: tuple[str, ...], current: CurrentTopic | None
) -> tuple[CustomerFact, ...]:
    """The customers that the words name, else those of the first contact, else the current topic's."""
    scope = access.customers(talk.speaker)
    found: tuple[CustomerFact, ...] = ()
    if words:
        found = await talk.query(key, customers.find, scope, words)
    elif contacts:
        found = await talk.query(key, customers.by_contact, scope, contacts[0])
    elif current is not None:
        found = await talk.query(key, topic_customer, scope, current)
    return found


def _certain(
    found: tuple[CustomerFact, ...],
    words: str | None,
    contacts: tuple[str, ...],
    current: CurrentTopic | None,
) -> CustomerFact | None:
    """The only customer found by name or contact; of several with such a contact, the current topic's. What is said
    right after a customer was spoken of is about it."""
    is_told = words or contacts or (current is not None and current.is_recent)
    if len(found) == 1 and is_told and not found[0].near:
        return found[0]
    if words or not contacts or current is None:
        return None
    return next((customer for customer in found if customer.id == current.customer_id), None)


def deal_of_sum(session: Session, speaker: Speaker, text: str) -> CurrentTopic | None:
    """The speaker's only open deal of the very sum that the words say (签完了 二百零八万), as what is spoken of."""
    said = {known.amount * 100 for known in find_sums(text)}
    theirs = deals.open_of_sum(session, speaker.member_id, said)
    if len(theirs) != 1:
        return None
    return CurrentTopic(theirs[0].customer_id, theirs[0].customer, theirs[0].id, is_recent=True)


def _candidates_of(speaker: Speaker, found: Sequence[CustomerFact], session: Session) -> list[Candidate[int]]:
    """What the customers may be named by: their products and sums, if they have one open deal."""
    of_each = [deals.open_of(session, access.deals(speaker), customer.id) for customer in found]
    return [
        Candidate(
            place,
            customer.name,
            product=open_deals[0].product_line if len(open_deals) == 1 else None,
            size=float(open_deals[0].amount_fen or 0) if len(open_deals) == 1 else None,
        )
        for place, (customer, open_deals) in enumerate(zip(found, of_each, strict=True))
    ]


def _difference(talk: Talk, found: Sequence[CustomerFact], session: Session, now: datetime) -> str:
    of_each = [deals.open_of(session, access.deals(talk.speaker), customer.id) for customer in found]
    return customers_apart(talk.policy, [customer.name for customer in found], of_each, now)


def last_or_only(
    session: Session, speaker: Speaker, opening: Opening, zone: tzinfo, *, by_sum: bool
) -> CurrentTopic | None:
    """What was spoken of last; where that is nothing, the only customer that a seller has, or had an appointment with
    just now. The very sum of one deal says more (`by_sum`)."""
    if by_sum and (meant := deal_of_sum(session, speaker, opening.text)) is not None:
        return meant
    about = topic.under_discussion(session, opening.run, opening.at)
    if about is not None or speaker.role not in access.SELLERS:
        return about
    theirs = customers.only(session, access.customers(speaker))
    if theirs is not None:
        return CurrentTopic(theirs.id, theirs.name, is_recent=True)
    return appointment_kept(session, speaker, opening, zone, by_sum=by_sum)


def appointment_kept(
    session: Session, speaker: Speaker, opening: Opening, zone: tzinfo, *, by_sum: bool
) -> CurrentTopic | None:
    """The only customer that the speaker had an appointment with by now (谈完了 他说下周签). It is asked for unless the
    words say that it took place."""
    last = opening.at + KEPT_BEFORE
    steps = tasks.promised(session, speaker, opening.at - KEPT_AFTER, zone)
    due = {
        step.customer_id: step.customer
        for step in steps
        if step.owner == speaker.name
        and (step.next_at <= last if step.next_at is not None else step.next_on == opening.at.astimezone(zone).date())
    }
    if len(due) != 1:
        return None
    ((customer_id, customer),) = due.items()
    return CurrentTopic(customer_id, customer, is_recent=not by_sum and TOOK_PLACE.search(opening.text) is not None)


def topic_customer(session: Session, scope: ColumnElement[bool], current: CurrentTopic) -> tuple[CustomerFact, ...]:
    """The customer of the current topic, if it is in scope."""
    found = customers.get(session, scope, current.customer_id)
    return (found,) if found else ()


def near_question(words: str, found: tuple[CustomerFact, ...]) -> str:
    """Whether a customer is meant whose name is only like `words`."""
    meant = f"是{found[0].name}吗?" if len(found) == 1 else "是下面哪一家吗?"
    return f"没有叫「{words}」的客户,{meant}不是的话发我客户名字。"


def _brief(found: tuple[CustomerFact, ...], contacts: tuple[str, ...]) -> str:
    """The question once more, in one line, after words that added to the record."""
    if len(found) == 1:
        return f"是{found[0].name}吗?"
    return f"{contacts[0]}是哪家客户的?" if contacts else "是哪家客户?"


def _question(words: str | None, contacts: tuple[str, ...], found: tuple[CustomerFact, ...]) -> str:
    if not words and not contacts:
        return f"是{found[0].name}吗?点一下,或者发我客户名字。" if found else "是哪家客户?发我名字就行。"
    if words and found and found[0].near:
        return near_question(words, found)
    if len(found) > 1:
        return f"「{words or contacts[0]}」对得上 {len(found)} 家,是哪一家?"
    if words:
        return f"你名下没有「{words}」这个客户。是哪一家?发我客户名字就行。"
    return f"{contacts[0]}是哪家客户的?发我客户名字就行。"
