"""Which questions an exam asks: drawn by seed, those not seen before first, spread over the topics. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from coaching.exam.library_questions import TOPIC
from coaching.exam.questions import KINDS, LETTERS, Kind, Question, Source
from config.drills import ExamPolicy


@dataclass(frozen=True)
class Paper:
    """What an exam asks, and how it counts: `worth` are the points of a single, a multiple and a short question."""

    questions: tuple[Question, ...]
    worth: tuple[int, ...]
    pass_points: int
    minutes: int
    retry_days: int

    def points(self, question: Question) -> int:
        """What this question counts."""
        return self.worth[[*KINDS].index(question.kind)]  # type: ignore[arg-type]

    def count(self, kind: str) -> int:
        """How many questions of this kind there are."""
        return sum(question.kind == kind for question in self.questions)


def draw(sources: Sequence[Source], policy: ExamPolicy, seed: int, seen: Collection[str]) -> Paper:
    """The paper for this seed; `seen` are the ids of questions that the person was asked before."""
    questions = [
        question
        for kind in KINDS
        for question in _drawn(sources, kind, getattr(policy.questions, kind), policy, seed, seen)
    ]
    worth = tuple(int(getattr(policy.points, kind)) for kind in KINDS)
    return Paper(tuple(questions), worth, policy.pass_points, policy.minutes, policy.retry_days)


def _drawn(
    sources: Sequence[Source], kind: Kind, count: int, policy: ExamPolicy, seed: int, seen: Collection[str]
) -> list[Question]:
    random = Random(f"{seed}:{kind}")
    mixed = sorted((source for source in sources if source.written.kind == kind), key=lambda source: source.written.id)
    random.shuffle(mixed)
    mixed.sort(key=lambda source: source.written.id in seen)
    turn: Counter[str] = Counter()
    placed: list[tuple[bool, int, Source]] = []
    for source in mixed:
        if source.topic != TOPIC or turn[TOPIC] < policy.from_library:
            placed.append((source.written.id in seen, turn[source.topic], source))
        turn[source.topic] += 1
    placed.sort(key=lambda entry: entry[:2])
    chosen = [source for _, _, source in placed[:count]]
    random.shuffle(chosen)
    return [_asked(source, random) for source in chosen]


def _asked(source: Source, random: Random) -> Question:
    written = source.written
    options = [*written.right, *written.wrong]
    random.shuffle(options)
    right = "".join(LETTERS[place] for place, option in enumerate(options) if option in written.right)
    return Question(
        written.id,
        source.topic,
        written.kind,
        written.text,
        tuple(options),
        right,
        tuple(point.says for point in written.points),
        tuple(point.heard for point in written.points),
        written.why,
    )
