"""Which open deal of a customer is meant: the only one, the product's, the current topic's; asked if not clear."""

from __future__ import annotations

from bot import access
from bot.conversation.messages import Choice
from bot.handlers.shared.closed_deals import none_open
from bot.handlers.shared.pointing_back import in_context
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.buttons import deal_label
from nlu.context import deal_meant as deal_pointed_at
from nlu.context import points_back
from sales import deals, slot_values
from sales.customers import CustomerFact
from sales.deals import DealFact


async def deal_meant(talk: Talk, opening: Opening) -> DealFact | None:
    """The deal that the opening's words mean; None if there is none, which the person has been told."""
    slots = (await in_context(talk, opening, opening.understanding)).slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    chosen = await choose_customer(talk, opening, words, contacts)
    if chosen.customer is None:
        return None
    deal = await choose_deal(talk, opening, chosen.customer, slot_values.word(slots, "product"))
    if deal is None:
        await none_open(talk, opening, chosen.customer, slot_values.word(slots, "stage"))
    return deal


async def choose_deal(
    talk: Talk, opening: Opening, customer: CustomerFact, product: str | None = None
) -> DealFact | None:
    """The open deal of `customer`: the only one, the one of `product`, the current topic's for 这单, or the one that
    the person picks; None if there is none."""
    found = await talk.query("deals", deals.open_of, access.deals(talk.speaker), customer.id)
    if product:
        found = tuple(deal for deal in found if deal.product_line == product) or found
    if len(found) > 1 and points_back(opening.text):
        about = await talk.query("deal_spoken_of", topic.last, opening.run, opening.at)
        meant = deal_pointed_at(opening.text, about.topic) if about else None
        found = tuple(deal for deal in found if str(deal.id) == meant) or found
    if len(found) <= 1:
        return found[0] if found else None
    labels = [Choice(deal_label(talk.policy, deal), deal) for deal in found]
    picked: DealFact = await talk.ask("deal", f"{customer.name}有 {len(found)} 单在跟,这次是哪一单?", labels)
    return picked
