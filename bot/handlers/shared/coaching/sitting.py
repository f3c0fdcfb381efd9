"""Where somebody is in an exam: which questions are answered, which were left, which comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.handlers.shared.coaching.answers import wrong_single
from bot.wording.coaching import exams as wording
from coaching.exam.paper import Paper
from coaching.exam.questions import LETTERS, Question
from nlu.drills.exam import Move


@dataclass
class Sitting:
    """An exam that goes on: what was `given` by the place of its question, the place where somebody is (both from 0),
    and a `hint` said with the question there. Another exam may begin at `again_at`."""

    paper: Paper
    ends_at: datetime
    again_at: datetime
    given: dict[int, str] = field(default_factory=dict)
    place: int = 0
    hint: str = ""

    @property
    def question(self) -> Question:
        """The question where somebody is."""
        return self.paper.questions[self.place]

    @property
    def unanswered(self) -> list[int]:
        """The places of the questions without an answer."""
        return [place for place in range(len(self.paper.questions)) if place not in self.given]

    @property
    def is_complete(self) -> bool:
        """Whether all is answered."""
        return not self.unanswered

    def answers(self) -> tuple[str, ...]:
        """What was answered, in the order of the questions; "" where nothing was."""
        return tuple(self.given.get(place, "") for place in range(len(self.paper.questions)))

    def answer(self, words: str) -> None:
        """Keep the answer to the question here, and go on to the next without one."""
        self.given[self.place], self.hint = words, ""
        self._go_on()

    def move(self, wanted: Move) -> None:
        """Leave the question here, go to another, or change the answer to another."""
        self.hint = ""
        if wanted.what == "skip":
            return self._leave()
        place = self.place - 1 if wanted.place is None else wanted.place - 1
        if not 0 <= place < len(self.paper.questions):
            self.hint = wording.NO_SUCH_QUESTION
        elif wanted.what == "go":
            self.place, self.hint = place, wording.given_before(self.given.get(place, ""))
        else:
            self._change(place, wanted.letters)

    def _leave(self) -> None:
        left = self.unanswered
        if left == [self.place]:
            self.hint = wording.ONLY_THIS_LEFT
        elif left:
            self._go_on()
            self.hint = self.hint or wording.SKIPPED

    def _go_on(self) -> None:
        left = [place for place in self.unanswered if place != self.place]
        if left:
            following = next((place for place in left if place > self.place), left[0])
            self.hint = wording.BACK_TO_THE_LEFT if following < self.place else ""
            self.place = following

    def _change(self, place: int, letters: str) -> None:
        asked = self.paper.questions[place]
        if asked.kind == "short":
            self.place, self.hint = place, wording.REWRITE
        elif asked.kind == "single" and (wrong := wrong_single(letters, len(asked.options))):
            self.hint = wrong
        elif not {*letters} <= {*LETTERS[: len(asked.options)]}:
            self.hint = wording.NOT_AN_OPTION
        else:
            self.given[place], self.hint = letters, wording.changed(place + 1, letters)
