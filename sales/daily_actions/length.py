"""How long words are, as people count them, and where they may be cut.

A character is what a reader takes for one (an extended grapheme cluster): an emoji of several people, a letter with its
accents, 👍🏽 with its colour are one each.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from nlu import replies

_GRAPHEME = regex.compile(r"\X")
_FILLER = regex.compile(r"^(?:今天|今日|刚刚?|刚才|我|我们|就是|主要是?|然后|去|就|[,，:：、。\s])+(?=.)")
_SENTENCE_ENDS = "。!！?？;；…\n"
_CLAUSE_ENDS = ",，、:：—" + _SENTENCE_ENDS
_BLANK = r"(?<=\p{Han}) (?=\p{Han})"  # stands between clauses where nothing else does
_CLAUSES = regex.compile(rf"(?:(?!{_BLANK})[^{_CLAUSE_ENDS}])+(?:{_BLANK}|[{_CLAUSE_ENDS}])*")
_CLOSERS = "」』”’)）】》"
_ELLIPSIS = "…"
LEAST = 0.4  # of the length allowed: a clause that is shorter says too little


def count(words: str) -> int:
    """How many characters the words have."""
    return len(_GRAPHEME.findall(words.strip()))


def cut(words: str, most: int) -> str:
    """The words, or as much of them as fits into `most` characters: of the whole clauses in a row that fit those that
    tell what was brought about, else their beginning; where no clause fits or says enough, up to a word's end, with an
    ellipsis. Blanks become single ones."""
    words = " ".join(words.split())
    if count(words) <= most:
        return words
    words = _FILLER.sub("", words)
    if count(words) <= most:
        return words
    clauses = [clause for clause in _CLAUSES.findall(words) if clause.strip(_CLAUSE_ENDS + " ")]
    rows = [row for first in range(len(clauses)) if (row := _row(clauses[first:], most))]
    if rows:
        best = max(rows, key=lambda row: (sum(map(replies.achieved, row)), row is rows[0]))
        found = "".join(best).strip(_CLAUSE_ENDS + " ")
        if count(found) >= most * LEAST:
            return found
    characters, end = _GRAPHEME.findall(words), most - 1
    while end > most // 2 and _joins(characters[end - 1], characters[end]):
        end -= 1
    return "".join(characters[:end]).rstrip(_CLAUSE_ENDS + " ") + _ELLIPSIS


def _row(clauses: Sequence[str], most: int) -> list[str]:
    """As many of the first clauses as fit together; none if not even one does."""
    row: list[str] = []
    for clause in clauses:
        if count("".join([*row, clause]).strip(_CLAUSE_ENDS + " ")) > most:
            break
        row.append(clause)
    return row


def _joins(before: str, after: str) -> bool:
    """Whether a cut between the two would part a word or a figure, or leave a bracket without its end."""
    return (_is_latin(before) and _is_latin(after)) or after in _CLOSERS


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ".-_%@/")
