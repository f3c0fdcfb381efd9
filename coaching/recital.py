"""Whether key points are recited instead of said to somebody.

A clause is recited where its words are taken over from the key points or the model answer and it speaks to nobody: no
person, no particle of speech, no question. A row of bare nouns is a list, whatever it holds. Who says the model answer
word for word has at least spoken; only where it comes again does it count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coaching.drill_types import Scenario
from coaching.replies import LONGEST, Piece, Reply, level

_TO_SOMEBODY = re.compile(
    r"[您你我咱他她它谁这那]|[吗呢吧啊嘛呀哦哈呗了]|的话|确实|其实|真的|要是|如果|没关系|行不|成不|先生|女士|老师|[主院园馆厂场站店]长|主任|老板|经理|总(?!是|体|量|结)"
)
_ANNOUNCED = re.compile(
    r"^(?:要点|重点|关键词|关键点|关键|重复|再说一遍|总结|小结|话术|第[一二三四五六七八九十\d]+|[一二三四五六七八九\d]+[.、)])"
)
_COURTESY = re.compile(r"^(?:您好|你好|好的?|是的?|谢谢|嗯|可以|没问题|都可以|收到|尊敬的.{0,4})$")
_TAKEN_OVER = 0.6  # of a clause's characters are found in the key points, in runs of two or more
_SHORT, _ROW = 7, 4  # a list: this many clauses in a row of at most this length


@dataclass(frozen=True)
class Recital:
    """How much of an answer is recited (0-1), and where."""

    share: float
    pieces: tuple[Piece, ...]


def recital(reply: Reply, scenario: Scenario) -> Recital:
    """How much of this answer is recited."""
    sources = [level(text[:LONGEST]) for text in (*scenario.key_points, scenario.reference) if text]
    clauses = [clause for clause in reply.clauses if not _COURTESY.search(clause.words)]
    if not clauses:
        return Recital(0.0, ())
    listed = _in_rows(clauses)
    taken = {clause: taken_over(clause.words, sources) for clause in clauses}
    asked = {clause for clause in clauses if _is_asked(clause, reply)}
    recited = [
        clause
        for clause in clauses
        if clause not in asked
        and not _TO_SOMEBODY.search(clause.words)
        and (clause in listed or _ANNOUNCED.search(clause.words) or taken[clause] >= _TAKEN_OVER)
    ]
    whole = sum(len(clause.words) for clause in clauses)
    copied = sum(len(clause.words) for clause in clauses if taken[clause] > 0.9)
    read_out = 0.6 * copied / whole if copied > 0.9 * whole else 0.0
    share = sum(len(clause.words) for clause in recited) / whole
    return Recital(max(share, read_out), tuple(recited))


def _is_asked(clause: Piece, reply: Reply) -> bool:
    """Whether a clause ends a question."""
    return reply.words[clause.start + len(clause.words) :].lstrip().startswith("?")


def taken_over(words: str, sources: Sequence[str]) -> float:
    """The share of the characters that stand, in runs of two or more, in one of the sources: the highest of them."""
    letters = "".join(letter for letter in words if letter.isalnum())
    if len(letters) < 2:
        return 0.0
    return max((_in_runs(letters, source) / len(letters) for source in sources), default=0.0)


def repeated(replies: Sequence[Reply]) -> tuple[Piece, ...]:
    """Clauses of some length that were said before in the same drill."""
    said: set[str] = set()
    again = []
    for reply in replies:
        for clause in reply.clauses:
            letters = "".join(letter for letter in clause.words if letter.isalnum())
            if len(letters) >= 6 and letters in said:
                again.append(clause)
            said.add(letters)
    return tuple(again)


def _in_runs(letters: str, source: str) -> int:
    pairs = _pairs(source)
    covered = [False] * len(letters)
    for at in range(len(letters) - 1):
        if letters[at : at + 2] in pairs:
            covered[at] = covered[at + 1] = True
    return sum(covered)


@lru_cache(maxsize=256)
def _pairs(source: str) -> frozenset[str]:
    return frozenset(source[at : at + 2] for at in range(len(source) - 1))


def _in_rows(clauses: Sequence[Piece]) -> set[Piece]:
    """The clauses that belong to a row of short ones which speak to nobody."""
    found: set[Piece] = set()
    row: list[Piece] = []
    for clause in [*clauses, None]:
        if clause is not None and len(clause.words) <= _SHORT and not _TO_SOMEBODY.search(clause.words):
            row.append(clause)
            continue
        if len(row) >= _ROW:
            found.update(row)
        row = []
    return found
