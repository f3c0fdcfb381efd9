"""A colleague who is called as colleagues call each other (段姐, 老马), a leader of the speaker by title (段总), and
what the speaker has that leader told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sqlmodel import Session

from bot import access
from bot.access import SELLERS, Speaker
from bot.turn.speaker.hearing import SURE, Hearing
from nlu import leaders, leading
from nlu.understanding import Span, Understanding
from sales import customers, slot_values
from sales.teamwork import people

LEAD = "log_lead"
OF_CUSTOMER = re.compile("的?(?:[那这]边的?)?")  # between a customer's name and that of somebody there


def with_colleague(understanding: Understanding, session: Session, speaker: Speaker) -> Understanding:
    """The understanding with the colleague whom the words call so, where no contact of the speaker's customers is
    called so, nor somebody at the customer named right before."""
    if speaker.id is None:
        return understanding
    for called, span, name in _called(understanding, session, speaker):
        taken = [place for slot in ("customer", "person") for place in understanding.spans_of(slot)]
        if any(start <= span[0] < end for start, end in taken) or _is_theirs(understanding, span):
            continue
        if not customers.by_contact(session, access.customers(speaker), called):
            return _named_colleague(understanding, called, name, span)
    return understanding


def told_leader(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """What a rep has a leader of theirs told (C要95折,帮我跟M说一声); None for other words."""
    spans = heard.spans_of("person")
    if hearing.speaker.role not in SELLERS or hearing.speaker.id is None or len(spans) != 1:
        return None
    (start, end), name = spans[0], slot_values.word(heard.slots, "person")
    what = leading.told_upward(heard.text[:start], heard.text[end:])
    if what is None or name not in access.led_by(hearing.session, hearing.speaker.id):
        return None
    order = hearing.read(heard.text, "instruct").slots
    slots = {key: value for key, value in order.items() if key in ("customer", "next_time")}
    slots |= {"person": name, "next_action": what}
    return replace(heard, intent="instruct", confidence=SURE, slots=slots, spans={}, more=())


def _called(understanding: Understanding, session: Session, speaker: Speaker) -> Iterator[tuple[str, Span, str]]:
    """Who is called as colleagues are: the words, where they stand, and the colleague's name. Somebody with a title in
    a new lead is of the lead."""
    text = understanding.text
    for found in leaders.familiar(text):
        members = [one for one in people.find(session, found.group()) if one.active]
        if len(members) == 1 and members[0].id != speaker.id:
            yield found.group(), found.span(), members[0].name
    may_lead = speaker.role in SELLERS and understanding.intent != LEAD
    if may_lead and speaker.id is not None and any(leading.titled(text)):
        for leader in access.led_by(session, speaker.id):
            for found in leading.titled(text):
                if found.group()[0] == leader[0]:
                    yield found.group(), found.span(), leader


def _is_theirs(understanding: Understanding, span: Span) -> bool:
    """Whether who is named at `span` is called somebody of the customer named right before: 海鸥的郭总."""
    before = (understanding.text[end : span[0]] for _, end in understanding.spans_of("customer") if end <= span[0])
    return any(OF_CUSTOMER.fullmatch(words) for words in before)


def _named_colleague(understanding: Understanding, called: str, name: str, span: Span) -> Understanding:
    persons = [*slot_values.words(understanding.slots, "person"), name]
    places = [*understanding.spans_of("person"), span]
    slots, spans = dict(understanding.slots), dict(understanding.spans)
    slots["person"], spans["person"] = (persons, places) if len(persons) > 1 else (name, list(span))
    contacts = [one for one in slot_values.words(slots, "contact") if one != called]
    if contacts != list(slot_values.words(slots, "contact")):
        places = [place for place in understanding.spans_of("contact") if place != span]
        for known, value in ((slots, contacts), (spans, places)):
            known.pop("contact", None)
            if value:
                known["contact"] = value if len(value) > 1 else value[0]
    return replace(understanding, slots=slots, spans=spans)
