"""A customer to practise on, as words describe one. Pure but for the scenarios."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session

from bot.conversation import Asked, NotAnAnswer
from bot.turn.references.belonging import CLEAR, REPORT
from bot.wording.coaching import practice as wording
from coaching import casting
from coaching.casting import Wish
from coaching.scenarios import scripts
from nlu import drills as words
from nlu.drills import customers as said
from nlu.understanding import Understanding
from sales import slot_values

TOLD = frozenset({"method", "outcome", "next_time", "occurred_on"})  # slots of a report
MAY_SAY_WHOM = frozenset(
    {"start_drill", "log_lead", "log_followup", "customer_info", "deny", "confirm", "out_of_scope"}
)


@dataclass(frozen=True)
class Described:
    """A customer as words describe one: the wish itself, whom of one's own it names, how hard they are to be against
    before, whether anybody of one's own is meant, and the scenario whose title is said."""

    wish: Wish
    customer: str | None = None
    contacts: tuple[str, ...] = ()
    level: str | None = None
    own: bool = False
    script: str | None = None


def described(text: str, understanding: Understanding) -> Described:
    """What words say of whom to practise on."""
    slots = understanding.slots
    who = said.somebody(text, slot_values.words(slots, "industry"), slot_values.words(slots, "buyer_role"))
    budget = slots.get("budget")
    budget = budget[-1] if isinstance(budget, list) else budget
    temper = words.temper(text) or ("谨慎" if said.is_hesitant(text) else None)
    wish = Wish(
        industries=(who.trade,) if who.trade else (),
        roles=(who.post,) if who.post else (),
        objection=slot_values.word(slots, "objection"),
        temper=temper,
        budget=round(budget) if isinstance(budget, int | float) else None,
        called=who.place if who.place and not who.trade else "",
        anybody=said.is_anybody(text),
    )
    titled = next((script.id for script in scripts().values() if script.title in text), None)
    contacts = slot_values.words(slots, "contact")
    return Described(wish, slot_values.word(slots, "customer"), contacts, said.level(text), said.is_own(text), titled)


def read_whom(text: str, understanding: Understanding, _asked: Asked) -> Any:
    """A scenario by its title; else the fields of a wish that the words give, and whom of one's own they name."""
    told = described(text, understanding)
    if told.script is not None:
        return told.script
    wish = told.wish
    if told.level is not None:
        wish = replace(wish, temper=wish.temper or casting.temper_of(told.level, None))
    answer = asdict(wish)
    if told.own:
        answer["own"] = True
    elif told.customer or (told.contacts and not wish.called and not wish.industries):
        answer |= {"named": told.customer, "people": told.contacts}
    elif not wish.names_anything:
        return NotAnAnswer(wording.NOT_READ)
    return answer


def says_whom(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words say whom to practise on, and nothing of what was done or is asked for."""
    told = described(text, understanding)
    if told.own or told.level or told.script or told.wish.anybody:
        return True
    if understanding.intent == REPORT and understanding.slots.keys() & TOLD:
        return False
    clear = understanding.confidence >= CLEAR and understanding.intent not in MAY_SAY_WHOM
    return not clear and not isinstance(read_whom(text, understanding, asked), NotAnAnswer)
