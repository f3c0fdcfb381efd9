"""What each statement of a message does: it reports, asks, supposes, wishes, orders, refuses, or repeats somebody else.

A message is cut into statements at its punctuation, outside quotes. Each is tried against the patterns of
`rules/factuality.yml` in a fixed order; the first that matches decides, and is kept as the evidence. What none of them
matches reports. What is supposed or heard, and what the customer says, goes on to the end of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from nlu.rules import rules
from nlu.text.clauses import BREAK
from nlu.text.plain import plain

if TYPE_CHECKING:
    from nlu.reading import Reading

_RULES = rules("factuality")
_SENTENCE_ENDS = re.compile(r"[。！!？?\n；;]")
_NO_BREAK = re.compile(r"^[:：\"“”「」【】()（）/／|｜]+$")

LONGEST_JUDGED = 160  # code points of a statement, and of a message taken over from somewhere else
FEWEST_LINES = 2
LEAST_TOLD = 5  # code points behind an aside that tell something of their own


class Force(StrEnum):
    """What a statement does."""

    REPORTS = "reports"
    ORDERS = "orders"  # the bot, something it does
    OUTLOOK = "outlook"  # reports what is expected
    ASIDE = "aside"  # rhetoric or courtesy: says nothing
    ASKS = "asks"
    SUPPOSES = "supposes"
    WISHES = "wishes"
    HEARSAY = "hearsay"
    NOT_DONE = "not_done"
    REFUSES = "refuses"  # does not want something written or moved
    INSTRUCTS = "instructs"  # a colleague
    ERRAND = "errand"  # wants of the bot what it does not do
    PERSONAL = "personal"
    QUOTES = "quotes"
    OTHERS = "others"  # what a colleague is going to do


@dataclass(frozen=True)
class Statement:
    """One statement at `start`..`end` (code points) and the name of the pattern that decided; "" where none did."""

    start: int
    end: int
    force: Force
    evidence: str = ""


# Tried in this order, behind the customer's speech.
_ORDER: Sequence[tuple[str, Force]] = (
    ("orders_others", Force.ERRAND),
    ("instructs", Force.INSTRUCTS),
    ("refuses_to_record", Force.REFUSES),
    ("refuses_to_move", Force.REFUSES),
    ("refuses_to_ask", Force.REFUSES),
    ("orders_bot", Force.ORDERS),
    ("errand", Force.ERRAND),
    ("courtesy", Force.ASIDE),
    ("rhetorical", Force.ASIDE),
    ("said_by_them", Force.REPORTS),
    ("wishes", Force.WISHES),
    ("guess", Force.SUPPOSES),
    ("supposes", Force.SUPPOSES),
    ("hearsay", Force.HEARSAY),
)
_TAUGHT = ("teaches", "saying")  # words on words
_TAKEN_LIGHTLY = (*_TAUGHT, "joke")  # go on as well
_GO_ON = frozenset(
    {Force.SUPPOSES, Force.HEARSAY, Force.INSTRUCTS}
)  # to the end of the sentence, or to what has happened
_OF_TRADE = frozenset({"customer", "contact", "product", "sku", "contract_no"})
_ASKED_OR_SUPPOSED = frozenset({Force.ASKS, Force.SUPPOSES, Force.ASIDE})
_THEIRS = frozenset({Force.SUPPOSES, Force.WISHES, Force.REFUSES, Force.OUTLOOK, Force.HEARSAY})


def statements(reading: Reading) -> tuple[Statement, ...]:
    """The statements of a message, in order, blank ones left out."""
    if _RULES["pasted"].search(reading.text, 0, LONGEST_JUDGED) or _is_copied_talk(reading.text):
        return (Statement(0, len(reading.text), Force.QUOTES, "pasted"),)
    words = reading.lettered
    if _RULES["tried_out"].search(words, 0, LONGEST_JUDGED):
        return (Statement(0, len(reading.text), Force.QUOTES, "tried_out"),)
    found: list[Statement] = []
    spoken = False  # the customer still speaks
    goes_on: Statement | None = None
    starts, begun = True, 0  # whether a sentence starts here, and the number of the statement it started with
    for start, end, ends_sentence in _cut(words, reading):
        begun = len(found) if starts else begun
        statement = judged(words, start, end)
        if spoken and statement.force in _THEIRS:
            statement = Statement(start, end, Force.REPORTS, "they_say")
        if goes_on is not None and statement.force in (Force.REPORTS, Force.OUTLOOK):
            if statement.evidence == "said_by_them":
                found = [_reported(one) if one.force is Force.SUPPOSES else one for one in found]
            elif not _RULES["happened"].search(words, start, min(end, start + LONGEST_JUDGED)):
                statement = Statement(start, end, goes_on.force, goes_on.evidence)
        if statement.evidence == "guess" and not starts:
            found = [*found[:begun], *(_guessed(reading, one) for one in found[begun:])]
        found.append(statement)
        spoken = not ends_sentence and (spoken or statement.evidence in ("they_say", "they_ask"))
        starts = ends_sentence
        begins = statement if statement.force in _GO_ON or statement.evidence in _TAKEN_LIGHTLY else None
        goes_on = None if ends_sentence or statement.force in (Force.REPORTS, Force.OUTLOOK) else begins or goes_on
    return tuple(found)


def has_happened(reading: Reading, statement: Statement) -> bool:
    """Whether a statement says that something took place."""
    last = min(statement.end, statement.start + LONGEST_JUDGED)
    return _RULES["took_place"].search(reading.text, statement.start, last) is not None


def ends_deal(reading: Reading, statement: Statement) -> bool:
    """Whether a statement says that a deal is won or lost: the customer, or the deal, is what it says so of."""
    ends = (known.start for known in reading.said("closing") if statement.start <= known.start < statement.end)
    return any(_RULES["deal_that_ends"].search(reading.lettered, statement.start, place) for place in ends)


def looks_ahead(reading: Reading, said: Sequence[Statement]) -> bool:
    """Whether a sale is said to be expected, no figure of it looked up."""
    expected = [one for one in said if one.force is Force.OUTLOOK]
    return bool(expected) and not any(_RULES["looked_up"].search(reading.text[one.start : one.end]) for one in said)


def asks_for_words(reading: Reading) -> bool:
    """Whether words to say are asked for, about customers in general: nobody is named, nothing took place."""
    words = reading.lettered[:LONGEST_JUDGED]
    if _RULES["wants_words"].search(words) is None:
        return False
    return _RULES["of_somebody"].search(words) is None


def asks_of_deal(reading: Reading, said: Sequence[Statement]) -> bool:
    """Whether all of a message asks what becomes, or is to become, of the deal of somebody whom the company knows."""
    known = any(name.certain and name.kind in ("customer", "contact") for name in reading.names)
    if not known or not {one.force for one in said} <= _ASKED_OR_SUPPOSED:
        return False
    asked = any(one.force is Force.ASKS for one in said)
    rules_tried = ("what_if", "asks_of_deal") if asked else ("what_if",)
    return any(_RULES[rule].search(reading.lettered[:LONGEST_JUDGED]) for rule in rules_tried)


def asks_where(reading: Reading) -> bool:
    """Whether it is asked where in the bot something is entered."""
    words = reading.lettered[:LONGEST_JUDGED]
    return _RULES["where_to_enter"].search(words) is not None


def is_everyday(reading: Reading) -> bool:
    """Whether a message speaks of everyday things or acquaintances, and of nobody and nothing of the trade."""
    if any(name.certain and name.kind in _OF_TRADE for name in reading.names):
        return False
    words = _judged_words(reading)
    private = _RULES["everyday"].search(words) or _RULES["acquaintance"].search(words)
    return private is not None and _RULES["trade"].search(words) is None


def is_about_the_house(reading: Reading) -> bool:
    """Whether a message speaks of the phone, the house, a language or the calendar, and of nothing of the trade."""
    if any((name.certain and name.kind in _OF_TRADE) or name.kind in ("customer", "contact") for name in reading.names):
        return False
    words = _judged_words(reading)
    return _RULES["about_the_house"].search(words) is not None and _RULES["trade"].search(words) is None


def _judged_words(reading: Reading) -> str:
    return plain(reading.text[:LONGEST_JUDGED])


def _is_copied_talk(text: str) -> bool:
    if "\n" not in text or _RULES["note_label"].search(text):
        return False
    return len(_RULES["chat_line"].findall(text)) >= FEWEST_LINES


def _guessed(reading: Reading, statement: Statement) -> Statement:
    if statement.force in (Force.REPORTS, Force.OUTLOOK) and not has_happened(reading, statement):
        return Statement(statement.start, statement.end, Force.SUPPOSES, "guess")
    return statement


def _reported(statement: Statement) -> Statement:
    return Statement(statement.start, statement.end, Force.REPORTS, "said_by_them")


def judged(words: str, start: int, end: int) -> Statement:
    """One statement by itself."""
    piece = words[start : min(end, start + LONGEST_JUDGED)]
    if not piece.strip('Q “”"「」『』:：'):
        return Statement(start, end, Force.QUOTES, "quoted")
    for name in _TAUGHT:
        if _RULES[name].search(piece):
            return Statement(start, end, Force.QUOTES, name)
    if _RULES["joke"].search(piece):
        return Statement(start, end, Force.PERSONAL, "joke")
    if _RULES["others_plan"].search(piece):
        return Statement(start, end, Force.OTHERS, "others_plan")
    if _RULES["errand_of_the_day"].search(piece):
        return Statement(start, end, Force.ERRAND, "errand_of_the_day")
    if _RULES["left_undone"].search(piece):
        return Statement(start, end, Force.NOT_DONE, "left_undone")
    if "M" not in piece and any(kind in piece for kind in "CP") and _RULES["said_by_them"].search(piece):
        return Statement(start, end, Force.REPORTS, "said_by_them")
    if (spoken := _their_words(piece)) is not None:
        return Statement(start, end, Force.REPORTS, spoken)
    for name, force in _ORDER:
        found = _RULES[name].search(piece)
        if found and force is Force.ASIDE and _tells_on(piece, found.end()):
            told = judged(words, start + found.end(), end)
            return Statement(start, end, told.force, told.evidence)
        if found:
            return Statement(start, end, force, name)
    if (evidence := _question(piece)) is not None:
        return Statement(start, end, Force.ASKS, evidence)
    if _RULES["not_done"].search(piece):
        return Statement(start, end, Force.NOT_DONE, "not_done")
    if _RULES["outlook"].search(piece) and not _RULES["settled"].search(piece):
        return Statement(start, end, Force.OUTLOOK, "outlook")
    if "C" not in piece and "P" not in piece and _RULES["personal"].search(piece):
        return Statement(start, end, Force.PERSONAL, "personal")
    return Statement(start, end, Force.REPORTS)


def _tells_on(piece: str, place: int) -> bool:
    """Whether what stands behind an aside tells of somebody: 谁能想到李总今天主动找我."""
    return len(piece) - place >= LEAST_TOLD and any(kind in piece[place:] for kind in "CP")


def _their_words(piece: str) -> str | None:
    """The pattern that makes the customer the speaker of this statement; None where they are not, or where what they
    said is asked for."""
    if "M" not in piece and _RULES["led_to_quote"].search(piece):
        return "they_say"
    for name in ("they_ask", "they_say"):
        found = _RULES[name].search(piece)
        if found is None or _RULES["instructs"].search(piece) or _RULES["orders_bot"].search(piece, 0, found.end()):
            continue
        before = piece[: found.start()]
        wished = _RULES["wishes"].search(piece)
        if wished is not None and wished.start() <= found.start() and wished.end() <= found.end():
            return None
        supposed = _RULES["supposes"].search(piece)
        if (supposed is not None and supposed.start() < found.end()) or _RULES["hearsay"].search(before):
            return None
        if name == "they_say" and _RULES["asks_what_was_said"].search(piece, found.start()):
            return None
        return None if _question(before) or (name == "they_say" and _asks_within(found.group())) else name
    return None


def _asks_within(words: str) -> bool:
    """Whether it is asked if they said it: 史总是不是嫌."""
    return _RULES["asks_whether"].search(words) is not None


def _question(piece: str) -> str | None:
    """The pattern by which a statement asks; None where it does not, or where the question is only reported."""
    found = _RULES["question_word"].search(piece)
    if found is not None and not _RULES["embedded"].search(piece[: found.start()]):
        return "question_word"
    end = _RULES["question_end"].search(piece)
    if end is None or (found is None and _RULES["embedded"].search(piece[: end.start()]) and "?" not in end.group()):
        return None
    return "question_end" if found is None or end.group()[-1] in "?？吗" else None


def _cut(words: str, reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether a sentence ends there) of each statement; a question keeps its mark."""
    text = reading.text
    gaps = [
        (gap.start(), gap.end())
        for gap in BREAK.finditer(text)
        if words[gap.start()] != "Q" and not _NO_BREAK.match(gap.group())
    ]
    bare = [(left[1], left[1]) for left, right in pairwise(reading.clauses) if left[1] == right[0]]
    edges = [(0, 0), *sorted([*gaps, *bare]), (len(text), len(text))]
    for (_, start), (stop, after) in pairwise(edges):
        mark = text[stop:after]
        if words[start:stop].strip():
            asked = stop + 1 if mark[:1] in ("?", "？") else stop
            yield start, asked, _SENTENCE_ENDS.search(mark) is not None
