"""考试: the knowledge exam, from what it is like to its result.

One question a message; the time is kept from the first one on, and when it is over the exam ends with what was
answered. An exam counts as one once it has begun: who breaks it off waits as long as who fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import count
from random import Random

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin.practice.exam_marks import READ_ANSWERS
from bot.conversation import SILENCE, Command, Failed, Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.coaching.answers import (
    ASKS,
    chosen_of_several,
    claims,
    claims_ordered,
    claims_ready,
    claims_sure,
    read_ordered,
    read_ready,
    read_sure,
    reader,
    wrong_single,
)
from bot.handlers.shared.coaching.sitting import Sitting
from bot.handlers.shared.coaching.unlock import ask_when_complete
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import exams as wording
from bot.wording.offers import TakeExam
from coaching.exam import attempts, marking
from coaching.exam.attempts import ExamDetail, ExamFact
from coaching.exam.library_questions import LibraryEntry, of_library
from coaching.exam.marking import Mark
from coaching.exam.paper import Paper, draw
from coaching.exam.questions import LETTERS, bank, true_by
from config.policy import Policy
from knowledge import importing
from nlu.drills import exam as exam_words
from nlu.drills.exam import Move

ANSWERS = frozenset({"script", "faq"})  # kinds of items that answer something
MOST_ITEMS = 400  # of the library that questions are made of
SAMPLED = 40  # of these, from which a paper takes some
OVER = "over"
HINTS = {"results": wording.RESULTS_LATER, ASKS: wording.NO_ANSWER}
ANSWERED_HERE = frozenset({"left", "pause", *HINTS})  # moves that do not leave the question


async def take_exam(talk: Talk, opening: Opening) -> None:
    me, zone = talk.speaker.member_id, talk.policy.zone
    paper: Paper = await talk.query("paper", drawn, me, talk.policy, opening.run)
    barred = await talk.query("barred", attempts.barred_by, me, paper.retry_days, opening.at)
    if barred is not None:
        return await say_barred(talk, barred, paper.retry_days, opening.at)
    choices = [wording.BEGIN, wording.NOT_NOW]
    plain = not opening.text or exam_words.is_ordered(opening.text)
    parse, claims_it = (read_ready, claims_ready) if plain else (read_ordered, claims_ordered)
    ready = await talk.ask("ready", wording.intro(paper), choices, parse, claims=claims_it)
    if ready != wording.BEGIN:
        return await talk.say(wording.LATER)
    began = await talk.now("began")
    exam = await talk.execute("begin", begin, opening.run, paper, began)
    if exam is None or isinstance(exam, Stale):
        found = await talk.query("barred_now", attempts.barred_by, me, paper.retry_days, began)
        return await say_barred(talk, found, paper.retry_days, began)
    given, ended = await answers_to(talk, paper, exam)
    now = await talk.now("ended")
    marks = marking.marked(paper, given, await missed_in(talk, paper, given))
    detail = await talk.execute("finish", finish, exam.id, marks, paper.pass_points, ended, now)
    if detail is None or isinstance(detail, Stale):
        return await talk.say(wording.GONE)
    again = attempts.again_at(detail.fact, paper.retry_days)
    may_again = not detail.fact.passed and again <= now
    text = wording.result(detail, ended, again, now, zone)
    await talk.say(text, wording.result_buttons(detail, may_again=may_again))
    if detail.fact.passed:
        await ask_when_complete(talk)


async def say_barred(talk: Talk, fact: ExamFact | None, retry_days: int, at: datetime) -> None:
    """Say why no exam may begin."""
    if fact is None:
        return await talk.say(wording.GONE)
    if fact.ended is None and at < fact.ends_at:
        return await talk.say(wording.running(fact.ends_at - at))
    await talk.say(wording.barred(fact, attempts.again_at(fact, retry_days), at, talk.policy.zone))


async def answers_to(talk: Talk, paper: Paper, exam: ExamFact) -> tuple[tuple[str, ...], str]:
    """What was answered, and how the exam ended."""
    sitting = Sitting(paper, exam.ends_at, attempts.again_at(exam, paper.retry_days))
    for visit in count():
        answer = await answer_to(talk.part(visit), sitting)
        if isinstance(answer, Move):
            sitting.move(answer)
        elif answer in (OVER, wording.HAND_IN):
            return sitting.answers(), "time" if answer == OVER else "handed_in"
        else:
            sitting.answer(answer)
        if sitting.is_complete:
            return sitting.answers(), "handed_in"
    raise AssertionError("unreachable")


async def answer_to(talk: Talk, sitting: Sitting) -> str | Move:
    """The answer to the question where somebody is, in letters or words; a move to another; HAND_IN, or OVER once there
    is no time left."""
    asked, chosen, hint, ends_at = sitting.question, "", sitting.hint, sitting.ends_at
    has_chosen = False
    for number in count():
        left = ends_at - await talk.now(f"now{number}")
        answer = await talk.ask(
            f"answer{number}",
            wording.chosen_so_far(chosen)
            if has_chosen
            else wording.question(sitting.paper, sitting.place, left, chosen, hint),
            choices_of(asked.kind, len(asked.options)),
            reader(asked),
            left,
            verbatim=asked.kind == "short",
            claims=partial(claims, asked),
            brief=wording.brief(sitting.paper, sitting.place),
        )
        if answer == SILENCE or (came := await talk.now(f"came{number}")) > ends_at:
            return OVER
        hint, has_chosen = "", False
        if answer == wording.HAND_IN or answer == Move("stop"):
            if await hands_in(talk.part(f"sure{number}"), sitting):
                return wording.HAND_IN
        elif isinstance(answer, Move):
            if answer.what not in ANSWERED_HERE:
                return answer
            told = wording.pausing if answer.what == "pause" else wording.left
            hint = HINTS.get(answer.what) or told(ends_at - came, len(sitting.unanswered))
        elif asked.kind == "short":
            return str(answer)
        elif asked.kind == "single":
            hint = wrong_single(str(answer), len(asked.options))
            if not hint:
                return str(answer)
        else:
            chosen, is_done, hint = chosen_of_several(chosen, str(answer), len(asked.options))
            has_chosen = not hint
            if is_done:
                return chosen
    raise AssertionError("unreachable")


async def missed_in(talk: Talk, paper: Paper, given: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The points that the short answers do not make, by the id of the question."""
    pairs = zip(paper.questions, given, strict=False)
    short = [(question, answer) for question, answer in pairs if question.kind == "short" and answer]
    if not short:
        return {}
    asked = [{"given": words, "points": [*asked.points], "heard": [*asked.heard]} for asked, words in short]
    for number in count():
        part = talk.part(f"read{number}")
        done = await part.call("answers", READ_ANSWERS, {"answers": asked})
        if not isinstance(done, Failed):
            return {question.id: missed for (question, _), missed in zip(short, done["missed"], strict=True)}
        await part.ask("again", wording.NOT_MARKED, [wording.MARK_AGAIN])
    raise AssertionError("unreachable")


async def hands_in(talk: Talk, sitting: Sitting) -> bool:
    """Whether what is not complete is to be handed in; yes where the time is over."""
    now = await talk.now("now")
    choices = [Choice(wording.HAND_IN, True), Choice(wording.GO_ON, False)]
    text = wording.sure(len(sitting.unanswered), sitting.again_at, now, talk.policy.zone)
    left = sitting.ends_at - now
    return await talk.ask("sure", text, choices, read_sure, left, claims=claims_sure) is not False


def choices_of(kind: str, options: int) -> list[Choice]:
    """The buttons of a question."""
    if kind == "short":
        return [Choice(wording.HAND_IN)]
    letters = [Choice(letter) for letter in LETTERS[:options]]
    return [*letters, *([Choice(wording.CHOSEN)] if kind == "multiple" else [])]


def drawn(session: Session, member_id: int, policy: Policy, run_id: int) -> Paper:
    """The questions for this run: the bank's that company policy does not contradict, and some of the library."""
    items = importing.of_kinds(session, ANSWERS, MOST_ITEMS)
    versions = Counter(item.title for item in items)
    entries = [
        LibraryEntry(item.code, item.title, item.body, frozenset(item.tags))
        for item in items
        if versions[item.title] == 1  # which of several versions holds is not asked
    ]
    some = Random(run_id).sample(entries, min(len(entries), SAMPLED))
    sources = (*true_by(policy, bank()), *of_library(some))
    return draw(sources, policy.exam, run_id, attempts.seen(session, member_id))


def begin(session: Session, by: Speaker, run_id: int, paper: Paper, now: datetime) -> ExamFact | None:
    """Begin the exam of who takes it."""
    return attempts.begin(session, by.member_id, run_id, paper, now)


def finish(
    session: Session,
    by: Speaker,
    exam_id: int,
    marks: Sequence[Mark],
    pass_points: int,
    ended: str,
    now: datetime,
) -> ExamDetail | None:
    """Keep what came of an exam of who took it."""
    return attempts.finish(session, by.member_id, exam_id, marks, pass_points, ended, now)


FLOW = Flow(
    "take_exam",
    version=1,
    starts=(Command("考试"), Command("通关考试"), Intent("take_exam")),
    roles=ANY_MEMBER,
    run=take_exam,
    title="通关考试",
    offer=TakeExam,
)
