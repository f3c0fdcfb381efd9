"""Who is meant by the answer to a question for a person at a customer: one of the known, or a name."""

from __future__ import annotations

import re

from sqlmodel import Session

from bot.conversation import Asked, NotAnAnswer, Parse
from bot.turn.references import labels
from nlu.understanding import Understanding
from sales import followup_history, signals, slot_values
from sales.names import called, same_person
from sales.scope import Scope

MOST_KNOWN = 4
NAME = re.compile(r"[一-鿿·]{2,5}|[A-Za-z][A-Za-z .]{1,20}")
LEAD_IN = re.compile(r"^(?:就是|应该是|换成|换|找|是|改成|以后找|叫)+")
STOPS = re.compile(r"[。,,!!.]+$")
ASK_NAME = "说个称呼就行,比如「钟经理」。"


def known_people(session: Session, scope: Scope, customer_id: int, but_not_of: int | None = None) -> tuple[str, ...]:
    """The people known at a customer in scope, as a question offers them; without those spoken to last about the deal
    `but_not_of`."""
    last = followup_history.latest_of_deals(session, [but_not_of] if but_not_of else ()).get(but_not_of or 0)
    spoken_to = last.contacts if last is not None else ()
    found = signals.people_of(session, scope.customers, customer_id)
    return tuple(name for name in found if not any(same_person(name, other) for other in spoken_to))[:MOST_KNOWN]


def read_person(customer: str) -> Parse:
    """A parser of a person's name at this customer."""

    def parse(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
        choice = labels.named(asked.choices, text)
        if choice is not None:
            return str(choice.answer)
        slots = understanding.slots
        if slot_values.word(slots, "customer") not in (None, customer):
            return NotAnAnswer()
        people = slot_values.words(slots, "contact")
        plain = LEAD_IN.sub("", STOPS.sub("", text.strip()))
        if people:
            return people[0]
        return plain if called(plain) or NAME.fullmatch(plain) else NotAnAnswer(ASK_NAME)

    return parse
