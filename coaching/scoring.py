"""The score card of a drill.

1. Each answer is cut into sentences and clauses; what was not heard is left out and named.
2. Forbidden words are looked for (`compliance`), recited ones (`recital`), key points (`coverage`) and signs (`signs`).
3. A dimension's score is its base and the points of its signs, each as far as it is there, within 0-100 (`rubric`).
4. The total is the weighted mean of the dimensions; a violation caps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coaching.compliance import broken
from coaching.coverage import coverage
from coaching.drill_types import Dimension, Drill, Scorecard, Turn
from coaching.likeness import Likeness
from coaching.recital import recital
from coaching.replies import LONGEST, Piece, Reply
from coaching.rubric import COMPLIANCE, Rated, Rubric, load
from coaching.signs import Seen, seen
from coaching.voice import voiced
from config import concepts

VIOLATION_CAP = 40.0  # unless company policy says otherwise
MOST_TURNS = 60
MOST_QUOTES = 3
_WORTH_SAYING = 6.0  # points that a sign must have cost before its advice is given
COVERAGE = "要点覆盖"


def score(
    drill: Drill, rubric: Rubric | None = None, likeness: Likeness | None = None, cap: float = VIOLATION_CAP
) -> Scorecard:
    """The card of a drill. Without a rubric it is the shipped one; without a likeness, meaning is known by words and
    the thesaurus alone; a total with a violation is at most `cap`."""
    rubric = rubric or load()
    heard = [(number, turn) for number, turn in enumerate(drill.turns[:MOST_TURNS], start=1) if not turn.unheard]
    replies = [Reply(number, turn.customer, turn.rep) for number, turn in heard]
    if not any(reply.clauses for reply in replies):
        return Scorecard(0.0, _nothing(rubric, drill), (), tuple(_left_out(drill)))
    wrongs = broken(replies, drill.scenario.forbidden, likeness)
    signs = seen(
        replies,
        [recital(reply, drill.scenario) for reply in replies],
        coverage(drill.scenario.key_points, replies, concepts.load(), likeness),
        [wrong.piece for wrong in wrongs],
    )
    dimensions = {
        name: _rated(rated, rubric, signs, replies)
        for name, rated in rubric.dimensions.items()
        if name != COVERAGE or drill.scenario.key_points
    }
    dimensions |= voiced([turn for _, turn in heard], replies, rubric)
    dimensions = _shares(dimensions)
    total = round(sum(dimension.score * dimension.weight for dimension in dimensions.values()), 1)
    violations = tuple(wrong.as_violation() for wrong in wrongs)
    return Scorecard(min(total, cap) if violations else total, dimensions, violations, tuple(_left_out(drill)))


def _rated(rated: Rated, rubric: Rubric, signs: Mapping[str, Seen], replies: Sequence[Reply]) -> Dimension:
    """One dimension: the score, what shows it, and what would have brought most."""
    worth = {key: points * signs[key].degree for key, points in rated.points.items()}
    value = min(100.0, max(0.0, rated.base + sum(worth.values())))
    lost = {key: max(points, 0.0) - worth[key] for key, points in rated.points.items()}
    dearest = max(lost, key=lambda key: lost[key], default=None)
    advice = rubric.signs[dearest].advice if dearest and value < 90 and lost[dearest] >= _WORTH_SAYING else rated.praise
    return Dimension(round(value, 1), rated.weight, _evidence(value, worth, signs, replies), advice)


def _evidence(
    value: float, worth: Mapping[str, float], signs: Mapping[str, Seen], replies: Sequence[Reply]
) -> tuple[str, ...]:
    """Exact quotes: of what counts for the dimension, in the order of the rubric, or, below the middle, of what cost
    most; else of the longest sentence."""
    order = list(worth) if value >= 50 else sorted(worth, key=lambda key: worth[key])
    chosen = [key for key in order if (worth[key] > 0) == (value >= 50) and worth[key]] or order
    pieces: list[Piece] = [piece for key in chosen for piece in signs[key].pieces[:2] if worth[key]]
    if not pieces:
        pieces = [max((part for reply in replies for part in reply.sentences), key=lambda part: len(part.words))]
    return tuple(dict.fromkeys(piece.quote for piece in pieces))[:MOST_QUOTES]


def _shares(dimensions: Mapping[str, Dimension]) -> dict[str, Dimension]:
    """The same with weights that are parts of 1."""
    whole = sum(dimension.weight for dimension in dimensions.values())
    return {name: replace(rated, weight=round(rated.weight / whole, 4)) for name, rated in dimensions.items()}


def _nothing(rubric: Rubric, drill: Drill) -> dict[str, Dimension]:
    """The dimensions of a drill in which nothing was said, or heard."""
    advice = (
        "这次没听清,换个安静的地方再说一遍。"
        if any(turn.unheard for turn in drill.turns)
        else "先开口:接住客户的话,再问一句他的情况。"
    )
    return _shares(
        {
            name: Dimension(0.0, rated.weight, (), advice)
            for name, rated in rubric.dimensions.items()
            if name != COMPLIANCE
        }
        | {COMPLIANCE: Dimension(0.0, rubric.dimensions[COMPLIANCE].weight, (), advice)}
    )


def _left_out(drill: Drill) -> list[str]:
    """What was not judged, and why."""
    reasons = [_reason(number, turn) for number, turn in enumerate(drill.turns[:MOST_TURNS], start=1)]
    reasons += [f"第{MOST_TURNS}轮以后的没有打分"] if len(drill.turns) > MOST_TURNS else []
    return [reason for reason in reasons if reason]


def _reason(number: int, turn: Turn) -> str:
    if turn.unheard:
        return f"第{number}轮:{turn.unheard}"
    if len(turn.rep) > LONGEST:
        return f"第{number}轮:太长,只看了前{LONGEST}个字"
    return ""
