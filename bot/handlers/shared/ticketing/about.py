"""Which customer and deal a ticket is about; asked by one tap where that is not clear. It may be about none."""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation.messages import Choice
from bot.handlers.shared.customer_answers import read_customer
from bot.handlers.shared.which_customer import last_or_only, topic_customer
from bot.turn.opening import Opening, Talk
from bot.turn.references.deal_said import deals_said
from sales import customers, deals, slot_values
from sales.customers import CustomerFact

TRIES = 2
SHOWN = 5
NONE = Choice("不针对哪家客户", "none")


async def customer_about(talk: Talk, opening: Opening) -> CustomerFact | None:
    """The customer that the words name, else a contact's, else the one just spoken of; None where it is about none."""
    if opening.speaker.role not in SALES:
        return None
    slots = opening.understanding.slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    current = None
    if not words:
        current = await talk.query("topic", last_or_only, talk.speaker, opening, talk.policy.zone, by_sum=False)
    for attempt in range(1, TRIES + 1):
        found: tuple[CustomerFact, ...] = ()
        scope = access.customers(talk.speaker)
        if words:
            found = await talk.query(f"about{attempt}", customers.find, scope, words)
        elif contacts:
            found = await talk.query(f"about{attempt}", customers.by_contact, scope, contacts[0])
        elif current is not None:
            found = await talk.query(f"about{attempt}", topic_customer, scope, current)
        told = words or contacts or (current is not None and current.is_recent)
        if len(found) == 1 and told and not found[0].near:
            return found[0]
        choices = [*(Choice(customer.name, customer) for customer in found[:SHOWN]), NONE]
        answer = await talk.ask(f"customer{attempt}", question(words, found), choices, read_customer)
        if isinstance(answer, CustomerFact):
            return answer
        if answer == NONE.value:
            return None
        words = str(answer)
    return None


def question(words: str | None, found: tuple[CustomerFact, ...]) -> str:
    """Which customer it is about."""
    if found:
        return "这件事是给哪家客户的?" if len(found) > 1 else f"这件事是给{found[0].name}的吗?"
    return f"你名下没有「{words}」。这件事是给哪家客户的?" if words else "这件事是给哪家客户的?发我名字,或者点一下。"


def deal_about(session: Session, speaker: Speaker, customer_id: int, text: str) -> int | None:
    """The only open deal of the customer in scope, or the one that the words tell from the others."""
    found = deals_said(text, deals.open_of(session, access.deals(speaker), customer_id))
    return found[0].id if len(found) == 1 else None
