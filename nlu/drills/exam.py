"""Reading words about the exam by the rules of `nlu/rules/exams.yml`. Pure functions."""

from __future__ import annotations

import re
import unicodedata

from nlu.rules import rules

_RULES = rules("exams")
LONGEST = 60  # characters of words about an exam


def hands_in(text: str) -> bool:
    """Whether the exam is handed in."""
    return _says("hands_in", text)


def letters(text: str) -> str | None:
    """The options that are meant, in letters, each once and in order; None if the words are no options."""
    found = _RULES["letters"].search(text.strip())
    if found is None:
        return None
    plain = unicodedata.normalize("NFKC", found["letters"]).upper()
    return "".join(sorted(set(re.findall("[A-F]", plain))))


def is_chosen(text: str) -> bool:
    """Whether the choice of several options is made."""
    return _says("chosen", text)


def asks_mistakes(text: str) -> bool:
    """Whether it is asked what was wrong in one's exam."""
    return _says("mistakes", text)


def whose_exam(text: str) -> str | None:
    """Whose exams are asked for by somebody who leads, as typed; "" for everybody's; None if none are."""
    found = _RULES["exam_team"].search(text.strip()[:LONGEST])
    return None if found is None else (found["who"] or found["whose"] or "").strip()


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


def _says(rule: str, text: str) -> bool:
    return len(text) <= LONGEST and _RULES[rule].search(text.strip()) is not None
