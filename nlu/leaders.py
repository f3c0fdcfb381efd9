"""Words between leaders and their people that are read by who says them: hand-overs, errands, reports for a colleague.

`parse` knows neither who speaks nor to whom a nudge went; the bot asks here when it does.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from nlu.rules import rules

_RULES = rules("leaders")
Phrase = Literal["changes_limit", "my_orders"]


class Order(NamedTuple):
    """Who is to do what."""

    whom: str
    what: str


class ForColleague(NamedTuple):
    """Whose report it is, and the report."""

    whom: str
    rest: str


def handed_over(text: str) -> str | None:
    """The customer that 把…转给 names, as typed."""
    found = _RULES["handed"].search(text)
    return found["what"] if found else None


def takes_care(order: str) -> bool:
    """Whether an order (跟, 来跟吧) means that the colleague has the customer from now on."""
    return bool(_RULES["takes_care"].search(order))


def errand(text: str) -> str | None:
    """What somebody who was just spoken of is to do (让他明天去 → 明天去)."""
    found = _RULES["errand"].search(text)
    return found["what"] if found else None


def orders(before: str) -> bool:
    """Whether what stands before a colleague's name (让, 那就叫) makes the rest an order."""
    return bool(_RULES["orders"].search(before))


def order_to_familiar(text: str) -> Order | None:
    """An order to somebody called as colleagues call each other (让小陈明天去)."""
    found = _RULES["familiar_order"].search(text)
    return Order(found["whom"], found["what"]) if found else None


def to_everybody(text: str) -> str | None:
    """What the whole team is told."""
    found = _RULES["everybody"].search(text)
    return found["what"] if found else None


def for_colleague(text: str) -> ForColleague | None:
    """A report in the name of a colleague (帮小王记一下,…)."""
    found = _RULES["for_colleague"].search(text)
    return ForColleague(found["whom"], found["rest"]) if found else None


def asks_deals_in_hand(text: str) -> bool:
    """Whether it is asked how many or which deals somebody has."""
    return bool(_RULES["in_hand"].search(text))


def says(phrase: Phrase, text: str) -> bool:
    """Whether the words are of this kind, which no intent of `parse` is."""
    return bool(_RULES[phrase].search(text.strip()))
