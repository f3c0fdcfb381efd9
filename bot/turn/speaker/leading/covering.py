"""Words by which somebody looks after a colleague's customers for some days, no longer does, or asks who does."""

from __future__ import annotations

from dataclasses import replace

from bot.access import SALES, SELLERS
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
    whose, by = OWN if found.whose == "own" else persons[0], OWN if found.by_own else persons[-1]
    if found.whose == "last":
        whose, by = persons[-1], OWN if found.by_own else persons[0]
    slots: dict[str, object] = {"person": [whose, by]}
    if found.whose == "customer":
        slots = {"person": [by], "customer": slot_values.words(named.slots, "customer")[0]}
        whose = OWN if [by] == persons else persons[0]
    cover = replace(heard, intent="cover", confidence=SURE, slots=slots, spans={}, more=())
    if hearing.speaker.role in SELLERS and whose == OWN and found.by_own:
        return None
    if not leading.takes_leave(words, hearing.now) or (whose != OWN and not hearing.leads):
        return cover
    return replace(cover, intent="take_leave", slots={"person": whose}, more=(cover,))


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
