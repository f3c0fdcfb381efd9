"""Which clauses of a report found no place: they tell something of the customer that no slot of the record takes.

他们换了财务总监, 仓库要搬到苏州. Left out are clauses of which a slot took something, and those that hold no news: how
a contact took place and went, fillers, politeness, what the speaker did, reasons of what was said before, questions.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from nlu.reading import Reading
from nlu.rules import rules
from nlu.statements.buying_roles import role_claims
from nlu.statements.factuality import Force, statements
from nlu.understanding import Span

LEAST_LETTERS = 3  # that are left of a clause which tells something
_RULES = rules("unplaced")
TAKES_CLAUSE = ("outcome", "objection", "next_action", "amount", "budget")  # slots whose words say what a clause says
_TELLS = frozenset({Force.REPORTS, Force.HEARSAY, Force.NOT_DONE})
_CONTENT, _HOW = frozenset({"outcome", "objection"}), frozenset({"method"})  # concepts that a record has a place for
_PEOPLE = frozenset({"contact", "buyer_role"})
_NAMED = frozenset({"customer", "contact", "person"})
_LETTERS = re.compile(r"[^\W\d_]")


def unplaced(reading: Reading, part: Span, taken: Sequence[Span]) -> tuple[str, ...]:
    """The clauses in `part` of a report which tell something that no slot takes, in order. `taken` is where the values
    of its slots TAKES_CLAUSE were said."""
    told = [(one.start, one.end) for one in statements(reading) if one.force in _TELLS]
    return tuple(
        reading.text[_opening(reading, clause) : clause[1]].strip()
        for clause in reading.clauses
        if part[0] <= clause[0] < part[1] and _inside(clause, told) and _tells_more(reading, clause, taken)
    )


def _tells_more(reading: Reading, clause: Span, taken: Sequence[Span]) -> bool:
    if any(_meet(clause, span) for span in (*taken, *_places(reading, _CONTENT))):
        return False
    words = _lettered(reading, clause, "P")
    if _RULES["elaborates"].match(words) or _RULES["of_oneself"].search(words):
        return False
    if role_claims(reading.text[slice(*clause)], _people(reading, clause)):
        return False
    opens, begin = _RULES["opens"].match(words), clause[0]
    if any(_meet(clause, span) for span in _places(reading, _HOW)):  # 电话里说他们换人了
        if opens is None or not opens["says"]:
            return False
        begin += opens.end()
    left = _RULES["filler"].sub("", _lettered(reading, (begin, clause[1])))
    return len(_LETTERS.findall(left)) >= LEAST_LETTERS


def _opening(reading: Reading, clause: Span) -> int:
    """Where the words begin that tell something, behind 另外, 李总说."""
    opens = _RULES["opens"].match(_lettered(reading, clause, "P"))
    return clause[0] + (opens.end() if opens else 0)


def _places(reading: Reading, slots: Container[str]) -> list[Span]:
    """Where something of these slots is said, also what a negation takes back."""
    return [(known.start, known.end) for known in reading.concepts if known.slot in slots]


def _people(reading: Reading, clause: Span) -> list[str]:
    named = (one for one in reading.names if one.kind in _PEOPLE and _meet(clause, (one.start, one.end)))
    return [reading.text[one.start : one.end] for one in named]


def _lettered(reading: Reading, clause: Span, letter: str = " ") -> str:
    """The clause with `letter` for who and what it names, and without when and how."""
    words = list(reading.words)
    for mention in (one for one in reading.names if one.kind in _NAMED):
        words[mention.start : mention.end] = letter * (mention.end - mention.start)
    for start, end in (*((time.start, time.end) for time in reading.times), *_places(reading, _HOW)):
        words[start:end] = " " * (end - start)
    return "".join(words[slice(*clause)])


def _inside(clause: Span, spans: Iterable[Span]) -> bool:
    return any(start <= clause[0] and clause[1] <= end for start, end in spans)


def _meet(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]
