"""Answers to the questions about a customer list that is shown: whether it is imported, and which customers are the
same. What names a line goes to the list before any customer of the company; no question ever ends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.conversation import Asked, NotAnAnswer
from bot.wording.admin import importing as wording
from bot.wording.admin.import_problems import SAME_FIRST
from nlu import lists
from nlu.lists import Meant
from nlu.understanding import Understanding
from sales import importing
from sales.importing import MaySame, Preview

SAME, APART, ALL_APART = "同一家", "不是同一家", "都不是同一家"
EVERYTHING, GOOD, NOTHING = "导入", "只导没问题的", "不导"
MOST_OF_A_PAIR = 3  # choices where one pair only is asked about
UNCLAIMED = frozenset({"customer", "contact"})  # who names one of these may mean somebody outside the list
MOVES = frozenset({"reassign", "advance_stage", "close_deal", "reopen_deal"})  # change what the company has
Answer = str | tuple[Meant, ...] | NotAnAnswer


def claims(found: Preview, session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words are of the list that is shown: they agree or not, or name something that stands in it, or are to
    change hands and are nobody that is known."""
    says = (lists.agrees, lists.declines, lists.good_only, lists.problems, lists.asks_unowned)
    if any(say(text) for say in says):
        return True
    names_known, meant = not UNCLAIMED.isdisjoint(understanding.slots), lists.meant_otherwise(text)
    if not names_known and understanding.intent in MOVES and (meant or asked.is_latest):
        return True
    asks = () if names_known else lists.asks_row(text)
    return importing.concerns(session, found, (*meant, *asks))


def claims_same(
    found: Preview, pair: MaySame, session: Session, text: str, understanding: Understanding, asked: Asked
) -> bool:
    """Whether words are of the two customers, or of the list that is shown."""
    return _same(pair, text) is not None or claims(found, session, text, understanding, asked)


def read_choice(found: Preview, text: str, understanding: Understanding, asked: Asked) -> Answer:
    """A choice said in other words, or what is meant otherwise; what is asked about the list is answered."""
    if lists.declines(text):
        return NOTHING
    if lists.good_only(text):
        if any(choice.label == GOOD for choice in asked.choices):
            return GOOD
        return EVERYTHING if found.good == found.everything else NotAnAnswer(wording.NONE_GOOD)
    if (said := _said(found, text)) is not None:
        return said
    if understanding.intent in ("deny", "cancel") and not understanding.slots:
        return NOTHING
    agrees = lists.agrees(text) or understanding.intent == "confirm"
    return EVERYTHING if agrees else NotAnAnswer(wording.PUT_RIGHT)


def read_same(found: Preview, pair: MaySame, text: str, understanding: Understanding, asked: Asked) -> Answer:
    """Whether two customers are the same, in other words, or what of the list is meant otherwise."""
    same = _same(pair, text)
    if same is not None:
        return SAME if same else ALL_APART if "都" in text and len(asked.choices) > MOST_OF_A_PAIR else APART
    if lists.declines(text):
        return NOTHING
    said = _said(found, text)
    return NotAnAnswer(SAME_FIRST) if said is None else said


def of_speaker(said: Sequence[Meant], name: str, pair: MaySame | None = None) -> tuple[Meant, ...]:
    """What is said, with the speaker's `name` for 我, and the line of the `pair` that is asked about for 那行."""
    line = None if pair is None else f"第{pair.line}行"
    named = (replace(one, to=name) if one.to == lists.MYSELF else one for one in said)
    return tuple(replace(one, which=line) if line and lists.is_that_line(one.which) else one for one in named)


def _same(pair: MaySame, text: str) -> bool | None:
    lines = [line for line in (pair.line, pair.other_line) if line]
    return lists.same_company(text, lines, (pair.name, pair.other))


def _said(found: Preview, text: str) -> Answer | None:
    """What is meant otherwise, or asked, of the list; None for neither."""
    if lists.problems(text):
        return NotAnAnswer(wording.problems(found))
    if lists.asks_unowned(text):
        return NotAnAnswer(wording.UNOWNED)
    return lists.meant_otherwise(text) or lists.asks_row(text) or None
