"""Reading words about the exam by the rules of `nlu/rules/exams.yml`. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from nlu.rules import rules
from nlu.text.numerals import number

_RULES = rules("exams")
LONGEST = 60  # characters of words about an exam
LETTERS = "ABCDEF"
LIKE = 0.6  # of the words that stand in an option, to name it
SHORTEST_PART, SHORTEST_LIKE = 2, 4  # characters of a part of an option, and of words that are like it
SIMPLE_MOVES = {
    "skips": "skip",
    "pauses": "pause",
    "resumes": "left",
    "stops": "stop",
    "left": "left",
    "results_yet": "results",
}


@dataclass(frozen=True)
class Move:
    """What is wanted of the exam instead of an answer. `what`: skip | stop | pause | left (time and questions) |
    results | go | change; `place` is the question meant, from 1, None for the one before; `letters` what its answer is
    changed to."""

    what: str
    place: int | None = None
    letters: str = ""


def hands_in(text: str) -> bool:
    """Whether the exam is handed in."""
    return _says("hands_in", text)


def letters(text: str) -> str | None:
    """The options that are meant, in letters, each once and in order; None if the words are no options."""
    found = _RULES["letters"].search(text.strip())
    return None if found is None else _letters(found["letters"])


def options(text: str, shown: Sequence[str]) -> str:
    """The options that are meant of those shown, in letters: by letters, by their places, all (but some), or by their
    own words; nothing if none is."""
    words = text.strip()
    if len(words) > LONGEST:
        return ""
    there = LETTERS[: len(shown)]
    if (found := letters(words)) is not None:
        return found
    if _RULES["every_option"].search(words):
        return there
    if (but := _RULES["all_but"].search(words)) is not None:
        return "".join(letter for letter in there if letter not in _letters(but["but"] or but["wrong"]))
    if _RULES["option_places"].search(words):
        return "".join(sorted({*_at_places(words, len(shown))}))
    lettered = _RULES["lettered"].search(words)
    if lettered is not None and _letters(lettered["letters"]) in there:
        letter, rest = _letters(lettered["letters"]), lettered["rest"]
        if letter in _named(rest, shown) or _is_like(_bare(rest), shown[there.index(letter)]):
            return letter
        return ""  # the letter of one option and the words of another
    return _named(words, shown)


def move(text: str) -> Move | None:
    """What the words want of the exam instead of answering; None if nothing."""
    words = text.strip()
    if len(words) > LONGEST:
        return None
    if (found := _RULES["changes"].search(words)) is not None:
        return Move("change", _place(found["place"]), _letters(found["letters"]))
    if (found := _RULES["goes"].search(words)) is not None:
        return Move("go", _place(found["place"]))
    return next((Move(what) for rule, what in SIMPLE_MOVES.items() if _says(rule, words)), None)


def is_far_fetched(text: str) -> bool:
    """Whether words are only taken for the wish to be examined: no exam is named, or somebody else's."""
    return not _says("names_exam", text) or _says("of_others", text)


def is_ordered(text: str) -> bool:
    """Whether an exam is ordered, and not only asked about."""
    return not is_far_fetched(text) and not _says("asks_of_exam", text)


def agrees(text: str) -> bool:
    """Whether it is confirmed that the exam is handed in as it is."""
    return _says("agrees", text)


def asks_here(text: str) -> bool:
    """Whether words said where an answer is awaited ask the bot something."""
    return _says("asks_here", text)


def answer_in(text: str) -> str:
    """A short answer without the words that only say that it is one (答:…)."""
    return _RULES["answers_so"].sub("", text.strip())


def begins(text: str) -> bool:
    """Whether the exam may begin."""
    return _says("begins", text)


def stops(text: str) -> bool:
    """Whether the exam is to stop."""
    return _says("stops", text)


def is_chosen(text: str) -> bool:
    """Whether the choice of several options is made."""
    return _says("chosen", text)


def asks_mistakes(text: str) -> bool:
    """Whether it is asked what was wrong in one's exam."""
    return _says("mistakes", text)


def whose_exam(text: str) -> str | None:
    """Whose exams are asked for by somebody who leads, as typed; "" for everybody's; None if none are."""
    found = _RULES["exam_team"].search(text.strip()[:LONGEST])
    return (
        None if found is None else (found["who"] or found["whose"] or found["rights"] or found["score"] or "").strip()
    )


def asks_exams(text: str) -> bool:
    """Whether somebody who leads asks how far others are."""
    return whose_exam(text) is not None


def hands_in_call(text: str) -> bool:
    """Whether a recorded call is to be checked."""
    return _says("hands_in_call", text)


def appeals_call(text: str) -> bool:
    """Whether the words object to what was found in a recording."""
    return _says("appeals_call", text)


def asks_unlock(text: str) -> bool:
    """Whether a superior is to be asked now to unlock what was earned."""
    return _says("asks_unlock", text)


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).upper()
    return "".join(sorted(set(re.findall("[A-F]", plain))))


def _place(words: str | None) -> int | None:
    found = number(words) if words else None
    return None if found is None else int(found)


def _at_places(words: str, count: int) -> list[str]:
    found = _RULES["option_place"].finditer(words)
    places = [count if place["last"] else _place(place["place"]) or 0 for place in found]
    return [LETTERS[place - 1] for place in places if 0 < place <= len(LETTERS)]


def _named(words: str, shown: Sequence[str]) -> str:
    """The options whose own words these are, in full or in part."""
    core = _bare(_RULES["after_words"].sub("", _RULES["before_words"].sub("", words)))
    plain = [_bare(option) for option in shown]
    whole = [option for option in plain if option in _bare(words)]
    whole = [option for option in whole if not any(option != other and option in other for other in whole)]
    if not whole and len(core) >= SHORTEST_PART:
        whole = [option for option in plain if core in option]
        whole = whole if len(whole) == 1 else [option for option in plain if _is_like(core, option)]
        whole = whole if len(whole) == 1 else []
    return "".join(LETTERS[place] for place, option in enumerate(plain) if option in whole)


def _is_like(core: str, option: str) -> bool:
    """Whether most of the words stand in the option, in one piece."""
    plain = _bare(option)
    piece = SequenceMatcher(None, core, plain, autojunk=False).find_longest_match().size
    return len(core) >= SHORTEST_LIKE and piece >= LIKE * len(core)


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words))).lower()


def _says(rule: str, text: str) -> bool:
    return len(text) <= LONGEST and _RULES[rule].search(text.strip()) is not None
