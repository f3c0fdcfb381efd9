"""What answers count: choices exactly (a multiple one all or nothing), short answers by what they say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coaching.exam.paper import Paper
from coaching.exam.questions import Question
from coaching.reception import coverage

SAID = 0.5  # of what a point is about, in other words than its pattern knows
SHORTEST = 6  # characters of an answer that says anything


@dataclass(frozen=True)
class Mark:
    """What an answer counts: `given` are letters or words, "" where nothing was answered; `earned` of `most`, in tenths
    of a point; `missed` are the points of a short answer that were not said."""

    question: Question
    given: str
    earned: int
    most: int
    missed: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether nothing was lost."""
        return self.earned == self.most


def marked(paper: Paper, given: Sequence[str], missed: Mapping[str, Sequence[str]]) -> tuple[Mark, ...]:
    """A mark for each question; those without an answer count nothing. `missed` are the points that the short answers
    do not make, by the id of the question."""
    answers = [*given, *[""] * (len(paper.questions) - len(given))]
    pairs = zip(paper.questions, answers, strict=True)
    return tuple(
        mark(question, answer, paper.points(question), missed.get(question.id, question.points))
        for question, answer in pairs
    )


def mark(question: Question, given: str, points: int, missed: Sequence[str]) -> Mark:
    """What this answer counts where the question counts `points`."""
    most = points * 10
    if question.kind != "short":
        return Mark(question, given, most if given == question.right else 0, most)
    made = len(question.points) - len(missed)
    return Mark(question, given, round(most * made / len(question.points)), most, tuple(missed))


def missed_points(given: str, points: Sequence[str], heard: Sequence[str]) -> tuple[str, ...]:
    """The points that a short answer does not make."""
    pairs = zip(points, heard, strict=True)
    return tuple(point for point, pattern in pairs if not says(given, point, pattern))


def says(answer: str, point: str, heard: str) -> bool:
    """Whether an answer makes a point: in words that the pattern knows, or in much of the point's own."""
    if len(answer) < SHORTEST:
        return False
    return re.search(heard, answer) is not None or coverage(answer, point) >= SAID


def total(marks: Sequence[Mark]) -> int:
    """Tenths of 100."""
    most = sum(mark.most for mark in marks)
    return round(1000 * sum(mark.earned for mark in marks) / most) if most else 0
