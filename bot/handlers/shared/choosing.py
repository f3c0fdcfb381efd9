"""Sub-flows that other flows share: which customer, and which of the customer's deals, is meant."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session

from bot import access
from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn import topic
from bot.turn.opening import Opening, Talk
from bot.turn.router import VERY_CLEAR
from bot.turn.topic import CurrentTopic
from bot.wording.values import say_money
from config.policy import Policy
from nlu.context import deal_meant, pointed_at, points_back
from nlu.schema import schema
from nlu.understanding import Understanding
from sales import customers, deals, slots
from sales.customers import CustomerFact
from sales.deals import DealFact
from sales.draft import FollowUpDraft

TRIES = 4
SHOWN = 6
LONGEST_NAME = 40
NAMING = frozenset(intent.name for intent in schema().intents.values() if intent.names_customer)
PUNCTUATION = " \n\t。,.,!！"


@dataclass(frozen=True)
class Chosen:
    """The customer, or the answer of an extra choice, or None where the person could not say; `told` is what was said
    besides when the customer was asked."""

    customer: CustomerFact | str | None
    told: tuple[Understanding, ...] = ()


async def in_context(talk: Talk, opening: Opening, told: Understanding) -> Understanding:
    """What was told, with 他, 他们 and 这单 read as whom and what was spoken of last; 李总那边 is where 李总 is."""
    if ("customer" in told.slots and "contact" in told.slots) or not points_back(told.text):
        return told
    about = await talk.query("about", topic.last, opening.run, opening.at)
    if about is None:
        return told
    contact = slots.word(told.slots, "contact")
    if contact and "customer" not in told.slots:
        known = await talk.query("known", customers.by_contact, access.customers(talk.speaker), contact)
        if known and all(one.id != about.customer_id for one in known):
            return told
    return pointed_at(told, about.topic)


async def choose_customer(
    talk: Talk, opening: Opening, words: str | None, contacts: tuple[str, ...] = (), extra: tuple[Choice, ...] = ()
) -> Chosen:
    """The customer meant by `words` or by a contact alone, among those the speaker may see. Asked where that is none
    or several, offering the one spoken of last where nobody is named, or one of `extra`'s answers instead."""
    scope = access.customers(talk.speaker)
    about = None if words else await talk.query("spoken_of", topic.last, opening.run, opening.at)
    told: tuple[Understanding, ...] = ()
    for attempt in range(1, TRIES + 1):
        found: tuple[CustomerFact, ...] = ()
        if words:
            found = await talk.query(f"customers{attempt}", customers.find, scope, words)
        elif contacts:
            found = await talk.query(f"customers{attempt}", customers.by_contact, scope, contacts[0])
        elif about is not None:
            found = await talk.query(f"customers{attempt}", last_spoken_of, scope, about)
        same = [one for one in found if about is not None and one.id == about.customer_id]
        if len(found) == 1 and (words or contacts):
            return Chosen(found[0], told)
        if same and contacts and not words:
            return Chosen(same[0], told)
        answer: CustomerFact | Understanding | str = await talk.ask(
            f"customer{attempt}",
            _which(words, contacts, found),
            [*(Choice(customer.name, customer) for customer in found[:SHOWN]), *extra],
            read_whom,
        )
        if isinstance(answer, Understanding):
            told = (*told, answer)
            words, contacts = slots.word(answer.slots, "customer"), slots.words(answer.slots, "contact") or contacts
        elif isinstance(answer, CustomerFact) or any(answer == choice.answer for choice in extra):
            return Chosen(answer, told)
        else:
            words = answer
    await talk.say("还是没对上是哪家客户,先放一放。名字确认好了再告诉我。")
    return Chosen(None, told)


async def choose_deal(
    talk: Talk, opening: Opening, customer: CustomerFact, product: str | None = None
) -> DealFact | None:
    """The open deal of `customer`: the only one, the one of `product`, 这单 that was spoken of last, or the one
    picked; None where there is none."""
    found = await talk.query("deals", deals.open_of, access.deals(talk.speaker), customer.id)
    if product:
        found = tuple(deal for deal in found if deal.product_line == product) or found
    if len(found) > 1 and points_back(opening.text):
        about = await talk.query("deal_spoken_of", topic.last, opening.run, opening.at)
        meant = deal_meant(opening.text, about.topic) if about else None
        found = tuple(deal for deal in found if str(deal.id) == meant) or found
    if len(found) <= 1:
        return found[0] if found else None
    labels = [Choice(deal_label(talk.policy, deal), deal) for deal in found]
    picked: DealFact = await talk.ask("deal", f"{customer.name}有 {len(found)} 单在跟,这次是哪一单?", labels)
    return picked


def last_spoken_of(session: Session, scope: ColumnElement[bool], about: CurrentTopic) -> tuple[CustomerFact, ...]:
    """The customer spoken of last, if it is to be seen."""
    found = customers.get(session, scope, about.customer_id)
    return (found,) if found else ()


def deal_label(policy: Policy, deal: DealFact) -> str:
    """A deal on a button: 仓储管理系统·方案报价·36 万元."""
    parts = [deal.product_line or "商机", policy.stage_name(deal.stage)]
    return "·".join([*parts, say_money(deal.amount_fen)] if deal.amount_fen else parts)


def read_customer(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """A customer's name: the one that was understood, or the words as they are. What clearly asks for something else
    to be done (康桥签了) names a customer too, but is no answer; nor is a report that names none."""
    if understanding.intent not in NAMING and asks_more(understanding):
        return NotAnAnswer()
    named = understanding.slots.get("customer")
    if named is None and understanding.intent == "log_followup" and asks_more(understanding):
        return NotAnAnswer()
    plain = named if isinstance(named, str) else text.strip(PUNCTUATION)
    return plain if 1 < len(plain) <= LONGEST_NAME else NotAnAnswer("客户名字一般几个字就够。")


def read_whom(text: str, understanding: Understanding, asked: Asked) -> Understanding | str | NotAnAnswer:
    """A customer's name, or words that tell more than that (宏远李总,他挺感兴趣; 下周二再聊)."""
    if understanding.intent not in NAMING - {"log_lead"} and asks_more(understanding):
        return NotAnAnswer()
    told = FollowUpDraft.of(understanding).told().keys() - {"customer"}
    return understanding if told else read_customer(text, understanding, asked)


def asks_more(understanding: Understanding) -> bool:
    """Whether it is clear what is meant, and that it says more than whom."""
    more = understanding.slots.keys() - {"customer", "contact", "product"}
    return understanding.confidence >= VERY_CLEAR and bool(more)


def _which(words: str | None, contacts: tuple[str, ...], found: tuple[CustomerFact, ...]) -> str:
    if not words and not contacts:
        return f"是{found[0].name}吗?点一下,或者发我客户名字。" if found else "是哪家客户?发我名字就行。"
    if len(found) > 1:
        return f"「{words or contacts[0]}」对得上 {len(found)} 家,是哪一家?"
    if words:
        return f"你名下没有「{words}」这个客户。是哪一家?发我客户名字就行。"
    return f"{contacts[0]}是哪家客户的?发我客户名字就行。"
