"""What is won where words sound like a deal won: the deal, something on the way to it, or perhaps neither.

拿下, 搞定, 签了 and 盖章 are said of deals, and as well of a discount, a doubt, a paper, a person. Where the customer
or the contract itself is meant, the deal is won; where a thing of the way is, a contact is reported; where
it may be either (a person, a mere 协议, a contract that is back), it is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from nlu.reading import Reading
from nlu.rules import rules
from nlu.statements.factuality import Force, Statement

_RULES = rules("winning")
_ON_THE_WAY = ("gets_thing", "signs_paper")
_IN_DOUBT = ("gets_person", "paper_or_contract", "contract_back")
_REPORTED = frozenset({Force.REPORTS, Force.ORDERS})


def perhaps_closed(reading: Reading, said: Sequence[Statement]) -> Literal["in_doubt", "on_the_way"] | None:
    """Whether a deal may be over, or only something on the way to it is won; None where neither, or a plain win (one of
    the words can be said of nothing else, or a sum is named)."""
    if any(one.force is Force.ASKS for one in said):
        return None
    if any(True for _ in _covered(reading, said, ("will_not_sign",))):
        return "in_doubt"
    wins = [one for one in reading.concepts if one.slot == "closing"]
    if not wins or reading.sums or any((one.value == "lost") == one.said for one in wins):
        return None
    on_the_way, in_doubt = set(_covered(reading, said, _ON_THE_WAY)), set(_covered(reading, said, _IN_DOUBT))
    if all(one.start in on_the_way for one in wins):
        return "on_the_way"
    return "in_doubt" if all(one.start in on_the_way | in_doubt for one in wins) else None


def _covered(reading: Reading, said: Sequence[Statement], patterns: Sequence[str]) -> Iterator[int]:
    """The places of words in reported statements that the patterns take."""
    for statement in said:
        if statement.force in _REPORTED:
            for pattern in patterns:
                for found in _RULES[pattern].finditer(reading.lettered, statement.start, statement.end):
                    yield from range(found.start(), found.end())
