"""Resolving words that refer back (他, 他们, 这单) to the current topic."""

from __future__ import annotations

from dataclasses import replace

from bot import access
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from nlu.context import pointed_at, points_back
from nlu.understanding import Understanding
from sales import customers, slot_values


async def in_context(
    talk: Talk, opening: Opening, understanding: Understanding, *, at_all: bool = False
) -> Understanding:
    """`understanding` with the customer, contact and deal filled in that it refers back to; with `at_all` also where it
    names nobody (电话多少). A contact of another customer (李总那边) is not taken for one of the current topic's."""
    slots = understanding.slots
    refers = points_back(understanding.text) or (at_all and slots.keys().isdisjoint({"customer", "contact", "product"}))
    if ("customer" in slots and "contact" in slots) or not refers:
        return understanding
    about = await talk.query("about", topic.under_discussion, opening.run, opening.at)
    if about is None:
        return understanding
    contact = slot_values.word(understanding.slots, "contact")
    if contact and "customer" not in understanding.slots:
        known = await talk.query("known", customers.by_contact, access.customers(talk.speaker), contact)
        if known and all(customer.id != about.customer_id for customer in known):
            return understanding
    if at_all and slots.keys().isdisjoint({"customer", "contact"}):
        return replace(understanding, slots={**slots, "customer": about.customer})
    return pointed_at(understanding, about.topic)
