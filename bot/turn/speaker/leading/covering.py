"""Words by which somebody looks after a colleague's customers for some days, no longer does, or asks who does."""

from __future__ import annotations

from dataclasses import replace

from bot.access import SALES
from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import leading
from nlu.understanding import Understanding
from sales import slot_values
from sales.teamwork import covers, people

NAMES, OWN = "reassign", "我"  # the intent as which customers and colleagues are read
COVERS = frozenset({"cover", "end_cover", "who_covers"})  # the intents
UNTOLD = frozenset({"supposes", "hearsay", "quotes"})  # statements that arrange nothing


def covering(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as what arranges it, ends it or asks for it; None for other words."""
    if hearing.speaker.role not in SALES or not leading.may_cover(heard.text):
        return None
    named = heard if {"customer", "person"} <= heard.slots.keys() else hearing.read(heard.text, NAMES)
    words = marked(named)
    persons = list(slot_values.words(named.slots, "person"))
    if leading.asks_cover(words) is not None:
        return replace(heard, intent="who_covers", confidence=SURE, slots={"person": persons}, spans={}, more=())
    if not UNTOLD.isdisjoint(heard.factuality[:1]):
        return None
    if (over := leading.ends_cover(words, hearing.now)) is not None:
        whose = OWN if over == "own" else persons[0 if over == "first" else -1] if persons else None
        return _ended(heard, hearing, whose, is_back=over == "first")
    found = leading.covers(words, hearing.now)
    if found is None or not persons:
        return None
    slots: dict[str, object] = {"person": [persons[0], persons[-1]]}
    if found.whose == "customer":
        slots = {"person": [persons[-1]], "customer": slot_values.words(named.slots, "customer")[0]}
    elif found.whose == "own":
        slots = {"person": [OWN, persons[-1]]}
    elif found.whose == "last":
        slots = {"person": [persons[-1], persons[0]]}
    return replace(heard, intent="cover", confidence=SURE, slots=slots, spans={}, more=())


def _ended(heard: Understanding, hearing: Hearing, whose: str | None, *, is_back: bool) -> Understanding | None:
    """Of somebody for whom nobody stands in, the words say something else; who `is_back` ends what has begun."""
    if whose is None:
        return None
    members = people.find(hearing.session, whose) if whose != OWN else ()
    member_id = hearing.speaker.id if whose == OWN else members[0].id if len(members) == 1 else None
    noted = covers.open_of(hearing.session, {member_id}) if member_id is not None else ()
    if not any(one.is_on or not is_back for one in noted):
        return None
    return replace(heard, intent="end_cover", confidence=SURE, slots={"person": [whose]}, spans={}, more=())
