"""Which customer or deal a leader speaks of: the one named, else that of the alert shown last, else the topic."""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, Speaker
from bot.conversation.messages import Choice
from bot.handlers.shared.pointing_back import in_context
from bot.handlers.shared.which_customer import choose_customer
from bot.handlers.shared.which_deal import deal_meant
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.turn.references.alerted import last_alert
from bot.wording.buttons import deal_label
from nlu import leaders
from sales import customers, deals, slot_values
from sales.customers import CustomerFact
from sales.deals import DealFact


async def customer_spoken_of(talk: Talk, opening: Opening, words: str | None = None) -> CustomerFact | None:
    """The customer that `words`, else the opening's, mean, in the speaker's scope; None if the person could not say
    which, and has been told so."""
    words = words or _named(opening)
    contacts = slot_values.words(opening.understanding.slots, "contact")
    if not words and not contacts:
        deal = await deal_of_alert(talk, opening)
        if deal is not None:
            scope = access.customers(talk.speaker)
            known: CustomerFact | None = await talk.query("alerted_customer", customers.get, scope, deal.customer_id)
            return known
        slots = (await in_context(talk, opening, opening.understanding)).slots
        words = slot_values.word(slots, "customer")
    return (await choose_customer(talk, opening, words, contacts)).customer


async def deal_spoken_of(talk: Talk, opening: Opening) -> DealFact | None:
    """The open deal that the opening's words mean; None if there is none, which the person has been told."""
    if not _named(opening) and not slot_values.words(opening.understanding.slots, "contact"):
        deal = await deal_of_alert(talk, opening)
        if deal is not None:
            return deal
    return await deal_meant(talk, opening)


async def deal_of_alert(talk: Talk, opening: Opening) -> DealFact | None:
    """The deal of the alert shown last, if nothing else has been spoken of since; asked which, where it had several."""
    if opening.speaker.role not in LEADERS and not opening.speaker.admin:
        return None
    found = await talk.query("alerted", alerted, talk.speaker, opening)
    if len(found) <= 1:
        return found[0] if found else None
    choices = [Choice(f"{deal.customer}·{deal_label(talk.policy, deal)}", deal) for deal in found]
    picked: DealFact = await talk.ask("alerted_deal", "刚才提醒的有几单,说的是哪一单?", choices)
    return picked


def alerted(session: Session, speaker: Speaker, opening: Opening) -> tuple[DealFact, ...]:
    """The deals in scope of the alert shown last; none if something else has been spoken of since."""
    alert = last_alert(session, opening.run, opening.at)
    if alert is None or topic.last(session, opening.run, opening.at, alert[1]) is not None:
        return ()
    found = (deals.get(session, access.deals(speaker), deal_id) for deal_id in alert[0])
    return tuple(deal for deal in found if deal is not None and not deal.closed)


def deal_of_topic(session: Session, speaker: Speaker, opening: Opening) -> DealFact | None:
    """The deal that was just spoken of, if there is only one."""
    about = topic.last(session, opening.run, opening.at)
    if about is None:
        return None
    found = deals.open_of(session, access.deals(speaker), about.customer_id)
    return next((deal for deal in found if deal.id == about.deal_id), found[0] if len(found) == 1 else None)


def _named(opening: Opening) -> str | None:
    return slot_values.word(opening.understanding.slots, "customer") or leaders.handed_over(opening.text)
