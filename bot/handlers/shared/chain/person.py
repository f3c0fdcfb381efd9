"""Whom at a customer an answer names, somebody known there or a new name: 拍板的是陈院长, 李总说了算, 换钟经理, Leo."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlmodel import Session

from bot.conversation import Asked, NotAnAnswer, Parse
from bot.turn.references import labels
from bot.wording.deals.chain import NO_NAME
from nlu.entities.surnames import DOUBLE, SURNAMES
from nlu.statements.buying_roles import DECIDES, role_claims
from nlu.understanding import Understanding
from sales import decision_chain, followup_history, slot_values
from sales.names import called, same_person
from sales.scope import Scope

MOST_OFFERED = 4
LONGEST = 9  # characters of a name with department and title
NOBODY = re.compile(r"不知道|不清楚|没定|不确定|[不没]\S{0,3}(?:拍板|说了算|做主|定)|[?？吗]\s*$")
HOLDS = r"(?:最后|最终|都|就|才|来|他|自己)*(?:拍板|说了?算|做主|拿主意|定|签字|点头)"
HOLDER_BEFORE = re.compile(rf"(?P<name>[\u4e00-\u9fffA-Za-z]{{2,12}}?){HOLDS}")
HOLDER_BEHIND = re.compile(
    r"(?:拍板|决策|做主|说了?算|负责|管事)的?(?:人|领导)?(?:就|应该|其实)?(?:是|:|:)(?P<name>.+)"
)
LEAD_IN = r"那个?|就|应该|其实|是|找|要|得|他们?|她|的|家|换成|换|改成|以后|叫"
AROUND = re.compile(rf"^(?:{LEAD_IN})+|(?:吧|啊|呀|呢|啦|的|了|[。.!！~,, ])+$")
NAME = re.compile(r"[\u4e00-\u9fff·]{2,5}|[A-Za-z][A-Za-z .]{1,18}")


def offered(session: Session, scope: Scope, customer_id: int, but_not_of: int | None = None) -> tuple[str, ...]:
    """The people known at a customer in scope, as a question offers them; without those spoken to last about the deal
    `but_not_of`."""
    last = followup_history.latest_of_deals(session, [but_not_of] if but_not_of else ()).get(but_not_of or 0)
    spoken_to = last.contacts if last is not None else ()
    found = decision_chain.people_at(session, scope.customers, customer_id)
    return tuple(name for name in found if not any(same_person(name, other) for other in spoken_to))[:MOST_OFFERED]


def read_holder(people: Sequence[str]) -> Parse:
    """A parser of who holds a role at a customer: the person whom the words name, or what else a choice stands for."""

    def parse(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
        choice = labels.pick(asked.choices, labels.tidy(text))
        if choice is not None:
            return str(choice.answer)
        return holder_named(people, text, understanding) or NotAnAnswer(NO_NAME)

    return parse


def holder_named(people: Sequence[str], text: str, understanding: Understanding) -> str | None:
    """The person who decides by these words, one of those known there (`people`) or a new one; None if they name
    nobody."""
    if NOBODY.search(text):
        return None
    told = [*slot_values.words(understanding.slots, "contact"), *(name for name in people if name in text)]
    claims = role_claims(text, told)
    claimed = next((claim.person for claim in claims if claim.holds and claim.value == DECIDES), None)
    if claimed is not None:
        return claimed
    for pattern in (HOLDER_BEHIND, HOLDER_BEFORE):
        found = pattern.search(text)
        if found is not None:
            named = next((name for name in told if name in found["name"]), None) or bare_name(found["name"])
            if named is not None:
                return named
    return told[0] if len(set(told)) == 1 else bare_name(text)


def read_contact(customer: str) -> Parse:
    """A parser of whom at this customer is to be spoken to."""

    def parse(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
        choice = labels.named(asked.choices, text)
        if choice is not None:
            return str(choice.answer)
        if slot_values.word(understanding.slots, "customer") not in (None, customer):
            return NotAnAnswer()
        people = slot_values.words(understanding.slots, "contact")
        return people[0] if people else bare_name(text) or NotAnAnswer(NO_NAME)

    return parse


def bare_name(words: str) -> str | None:
    """A name that stands alone, without what leads to it."""
    name = AROUND.sub("", words.strip()).strip()
    if len(name) <= LONGEST and called(name) is not None:
        return name
    if NAME.fullmatch(name) is None:
        return None
    return name if name.isascii() or name[0] in SURNAMES or name[:2] in DOUBLE or name[0] in "小老阿" else None
