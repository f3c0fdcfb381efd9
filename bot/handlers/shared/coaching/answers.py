"""Reading what is answered to a question of the exam, and why somebody appeals. Pure functions."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.conversation import Asked, NotAnAnswer, Parse
from bot.turn.references.belonging import CLEAR
from bot.wording.coaching import exams as wording
from coaching.exam.questions import LETTERS, Question
from nlu import drills as drill_words
from nlu import replies
from nlu.drills import exam as words
from nlu.drills.exam import Move
from nlu.understanding import Understanding

LONGEST = 500  # characters of a short answer
LONGEST_REASON = 200
ASKS = "asks"  # what a Move wants where the bot is asked something
TOLD_OF = frozenset({"customer", "contact"})  # slots of words that tell of somebody


def reader(question: Question) -> Parse:
    """What reads the answers to a question."""
    return read_words if question.kind == "short" else partial(read_choice, question)


def read_choice(question: Question, text: str, understanding: Understanding, _asked: Asked) -> str | Move | NotAnAnswer:
    """Letters, 选好了, 交卷 or a move; "" for other words: they do not end the exam, the question is put again. What is
    told of a customer is for the record."""
    if words.hands_in(text):
        return wording.HAND_IN
    if words.is_chosen(text) and question.kind == "multiple":
        return wording.CHOSEN
    found: str | Move = words.move(text) or words.options(text, question.options)
    tells = understanding.confidence >= CLEAR and not TOLD_OF.isdisjoint(understanding.slots)
    return found or (NotAnAnswer(wording.PICK_A_LETTER) if tells else "")


def read_words(text: str, _understanding: Understanding, _asked: Asked) -> str | Move:
    """A short answer, 交卷 or a move; what asks the bot is no answer."""
    if words.hands_in(text):
        return wording.HAND_IN
    answer = words.answer_in(text)
    if answer != text.strip():
        return answer[:LONGEST]
    asks = Move(ASKS) if words.asks_here(text) else None
    return words.move(text) or asks or answer[:LONGEST]


def read_ready(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """Whether the exam begins now."""
    if words.begins(text) or replies.verdict(text):
        return wording.BEGIN
    return wording.NOT_NOW if words.stops(text) or replies.verdict(text) is False else NotAnAnswer()


def read_ordered(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """Whether the exam begins now, where it was not ordered: only by words that order it, no mere yes."""
    if words.begins(text) and words.is_ordered(text):
        return wording.BEGIN
    return wording.NOT_NOW if words.stops(text) or replies.verdict(text) is False else NotAnAnswer()


def read_sure(text: str, understanding: Understanding, _asked: Asked) -> bool:
    """Whether the exam is handed in as it is; not for other words, which would end it."""
    agrees = understanding.intent == "confirm" and understanding.confidence >= CLEAR
    return words.hands_in(text) or replies.verdict(text) is True or words.agrees(text) or agrees


def claims(question: Question, _session: Any, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words are said to a question of the exam, whatever else they might mean."""
    if question.kind == "short":
        return words.hands_in(text) or words.move(text) is not None
    answer = read_choice(question, text, understanding, asked)
    return bool(answer) and not isinstance(answer, NotAnAnswer)


def claims_ready(_session: Any, text: str, _understanding: Understanding, _asked: Asked) -> bool:
    """Whether words say that the exam may begin."""
    return words.begins(text)


def claims_ordered(_session: Any, text: str, _understanding: Understanding, _asked: Asked) -> bool:
    """Whether words order the exam that was only asked about."""
    return words.begins(text) and words.is_ordered(text)


def claims_sure(_session: Any, text: str, _understanding: Understanding, _asked: Asked) -> bool:
    """Whether words decide whether the exam is handed in, or would break it off."""
    decides = replies.verdict(text) is not None or words.agrees(text)
    return words.hands_in(text) or words.move(text) is not None or decides


def wrong_single(answer: str, options: int) -> str:
    """Why this is no answer to a single question; nothing if it is."""
    if not answer:
        return wording.PICK_A_LETTER
    if len(answer) > 1:
        return wording.ONLY_THE_FIRST if answer != wording.CHOSEN else wording.PICK_A_LETTER
    return "" if answer in LETTERS[:options] else wording.NOT_AN_OPTION


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
    """Why somebody does something, in their own words."""
    return text.strip()[:LONGEST_REASON] or NotAnAnswer()


def read_why(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """Why somebody appeals, in their own words; a mere yes, and a question, are no reason."""
    return text.strip()[:LONGEST_REASON] if drill_words.gives_reason(text) else NotAnAnswer(wording.NO_REASON)


def claims_reason(_session: Any, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether the very next words are why somebody appeals, whatever they would mean elsewhere."""
    return asked.is_latest and understanding.intent not in ("cancel", "help") and drill_words.gives_reason(text)
