"""Questions for one fact: what of a customer, or of one's own deals, is asked (rules/questions.yml).

`parse` says only that a customer is asked about; what exactly decides what is answered first.
"""

from __future__ import annotations

import re
from typing import Literal, TypeVar

from nlu import gates
from nlu.rules import rules
from nlu.understanding import Span, Understanding

LONGEST = 32  # characters of a question for one fact
CUSTOMER, PERSON_THERE, COLLEAGUE, STAGE, TIME = "C", "K", "M", "S", "T"  # stand for names and values
Fact = Literal[
    "limit",
    "objection",
    "contacted",
    "last_words",
    "owner",
    "budget",
    "amount",
    "chain",
    "people",
    "approval",
    "outlook",
    "stage",
    "next",
    "logged",
    "lost",
    "closed",
]
OwnFigure = Literal["of_stage", "customers", "won", "own_lost", "recorded", "first_contact"]
Kind = TypeVar("Kind", bound=str)
_FACTS: tuple[Fact, ...] = (
    "limit",
    "contacted",
    "lost",
    "objection",
    "last_words",
    "chain",
    "owner",
    "budget",
    "amount",
    "people",
    "approval",
    "outlook",
    "closed",
    "stage",
    "next",
    "logged",
)
_OWN: tuple[OwnFigure, ...] = ("first_contact", "of_stage", "won", "own_lost", "customers", "recorded")
_OF_NOBODY = re.compile(r"哪些|哪几|谁.?的单")  # asks which of several: a list, not a fact of one
_ASKS = re.compile(
    r"[啥吗嘛么没谁咋哪几?？]|什么|何时|怎么|多[少久大长]|为何|(.)不\1|会不会|是不是|不$|有无|来着|时限|决策链|决策人|拍板人|架构|电话|微信|联系方式|清单|列一下"
)
OF_TOPIC = frozenset(
    {
        "limit",
        "objection",
        "last_words",
        "chain",
        "people",
        "approval",
        "outlook",
        "closed",
        "lost",
        "stage",
        "contacted",
    }
)  # what may be asked without a name of what is spoken of: 电话多少
_RULES = rules("questions")
_HELP = rules("help")
# Of what a question about the bot itself may be about, the first whose pattern fits.
HELP_TOPICS = (
    "tickets",
    "snooze",
    "support",
    "why_reminded",
    "who_sees",
    "correct",
    "remind",
    "add_customer",
    "limits",
    "hand_over",
    "move",
    "close",
    "media",
    "log",
    "ask_customer",
    "tasks",
)
_LETTERS = {
    "customer": CUSTOMER,
    "product": CUSTOMER,
    "contact": PERSON_THERE,
    "person": COLLEAGUE,
    "stage": STAGE,
    "period": TIME,
    "occurred_on": TIME,
}


def may_ask(text: str) -> bool:
    """Whether the words are short enough to ask for one fact."""
    return 2 <= len(text.strip()) <= LONGEST


def asks(text: str) -> bool:
    """Whether any word of a question stands in the text."""
    return bool(_ASKS.search(text))


def fact_of_customer(understanding: Understanding) -> Fact | None:
    """What of a customer the words ask for; they name it, a person there or refer to it, or name nothing."""
    words = marked(understanding, ("customer", "product", "contact", "person"))
    return _first(words, _FACTS) if may_ask(understanding.text) and not _OF_NOBODY.match(words) else None


def own_figure(understanding: Understanding) -> OwnFigure | None:
    """What of one's own work, or of a stage, the words ask for."""
    words = marked(understanding, ("customer", "person", "stage", "period"))
    return _first(words, _OWN) if may_ask(understanding.text) else None


def asks_of_price(text: str) -> bool:
    """Whether the objection asked about is the price."""
    return "贵" in text or "价" in text


def marked(understanding: Understanding, slots: tuple[str, ...]) -> str:
    """The words with what they name in these slots as letters."""
    places: list[tuple[Span, str]] = [(span, _LETTERS[slot]) for slot in slots for span in understanding.spans_of(slot)]
    text, first = understanding.text, len(understanding.text)
    for (start, end), letter in sorted(places, reverse=True):
        if end <= first:
            text, first = text[:start] + letter + text[end:], start
    return text.strip()


def _first(words: str, kinds: tuple[Kind, ...]) -> Kind | None:
    return next((kind for kind in kinds if _RULES[kind].search(words)), None)


def asks_how_to_reach(text: str) -> bool:
    """Whether it is asked how somebody is to be reached."""
    return re.search(r"(?:怎么|如何|咋)(?:联系|联络)", text) is not None


def asks_why_told(text: str) -> bool:
    """Whether words ask why the speaker was just told of something: 为什么提醒我这个."""
    return _RULES["why_told"].search(text.strip()) is not None


def topic_of(text: str) -> str | None:
    """The topic that a question names."""
    return next((topic for topic in HELP_TOPICS if _HELP[topic].search(text)), None)


def asks_meaning(text: str) -> bool:
    """Whether words ask what something is: 什么叫方案报价."""
    return _HELP["asks_meaning"].search(text) is not None


def asks_why_again(text: str) -> bool:
    """Whether it is asked why a limit counts (again), or why somebody is reminded though something was done."""
    return len(text) <= LONGEST and bool(_RULES["why_again"].search(text.strip()))


def asks_limit(text: str) -> bool:
    """Whether words ask how long something may take: 线索多久要联系."""
    return _HELP["asks_limit"].search(text) is not None


def asks_stage_limits(text: str) -> bool:
    """Whether the limits of all stages are asked for."""
    return _HELP["stage_limits"].search(text.strip()) is not None


def asks_history(text: str) -> bool:
    """Whether it is asked how a deal came to its stage."""
    return bool(_RULES["history"].search(text.strip())) or gates.remarks("asks_way", text)


def wants_file(text: str) -> bool:
    """Whether something kept is wanted, as far as the verb says."""
    return bool(_RULES["wants_file"].search(text.strip()))
