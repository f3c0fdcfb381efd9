"""Reading what is answered to a question of the exam, and why somebody appeals. Pure functions."""

from __future__ import annotations

from bot.conversation import Asked, NotAnAnswer
from bot.wording.coaching import exams as wording
from coaching.exam.questions import LETTERS
from nlu.drills import exam as words
from nlu.understanding import Understanding

LONGEST = 500  # characters of a short answer
LONGEST_REASON = 200


def read_choice(text: str, _understanding: Understanding, asked: Asked) -> str:
    """Letters, 选好了 or 交卷; "" for other words: they do not end the exam, the question is put again."""
    if words.hands_in(text):
        return wording.HAND_IN
    labels = {choice.label for choice in asked.choices}
    if words.is_chosen(text) and wording.CHOSEN in labels:
        return wording.CHOSEN
    return words.letters(text) or ""


def read_words(text: str, _understanding: Understanding, _asked: Asked) -> str:
    """A short answer, or 交卷."""
    return wording.HAND_IN if words.hands_in(text) else text.strip()[:LONGEST]


def chosen_of_several(chosen: str, answer: str, options: int) -> tuple[str, bool, str]:
    """What is chosen after this answer, whether that is all, and why it was no answer. A single letter is put in, or
    taken out again; several at once are all that is meant."""
    if answer == wording.CHOSEN:
        return chosen, bool(chosen), "" if chosen else wording.PICK_SOME
    if not answer:
        return chosen, False, wording.PICK_A_LETTER
    if not set(answer) <= set(LETTERS[:options]):
        return chosen, False, wording.NOT_AN_OPTION
    if len(answer) > 1:
        return answer, True, ""
    return "".join(sorted(set(chosen) ^ {answer})), False, ""


def read_reason(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """Why somebody appeals, in their own words."""
    return text.strip()[:LONGEST_REASON] or NotAnAnswer()
