"""The score card of a drill.

1. Each answer is cut into sentences and clauses; what was not heard is left out and named.
2. Forbidden words are looked for (`compliance`), recited ones (`recital`), key points (`coverage`) and signs (`signs`).
3. A dimension's score is its base and the points of its signs, each as far as it is there, within 0-100 (`rubric`).
4. The total is the weighted mean of the dimensions; a violation caps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from coaching.compliance import broken
from coaching.coverage import Covered, coverage
from coaching.drill_types import Dimension, Drill, Scorecard, Turn
from coaching.likeness import Likeness
from coaching.recital import recital
from coaching.replies import LONGEST, Piece, Reply, content, level, shared
from coaching.rubric import COMPLIANCE, Rated, Rubric, load
from coaching.signs import FAULTS, Seen, pieces_of, seen
from coaching.voice import voiced
from config import concepts

VIOLATION_CAP = 40.0  # unless company policy says otherwise
MOST_TURNS = 60
MOST_QUOTES = 3
PRAISED, MIDDLE = 90.0, 50.0  # from here on a dimension is praised, or proved by what was good
COVERAGE = "要点覆盖"
WORTH_SAYING = 6.0  # points that a sign must have cost before its advice is given
MET = 0.5  # of a key point
LONGEST_QUOTE = 40  # characters of a quote
FAULTY = FAULTS | {"recites", "repeats", "breaks_rules"}


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
    covered = coverage(drill.scenario.key_points, replies, concepts.load(), likeness)
    recitals = [recital(reply, drill.scenario) for reply in replies]
    signs = seen(replies, recitals, covered, [wrong.piece for wrong in wrongs])
    adviser = Adviser(rubric, signs, replies, covered, drill.scenario.reference)
    dimensions = {
        name: _rated(rated, adviser, signs, replies)
        for name, rated in rubric.dimensions.items()
        if name != COVERAGE or drill.scenario.key_points
    }
    dimensions |= voiced([turn for _, turn in heard], replies, rubric)
    dimensions = _shares(dimensions)
    total = round(sum(dimension.score * dimension.weight for dimension in dimensions.values()), 1)
    violations = tuple(wrong.as_violation() for wrong in wrongs)
    return Scorecard(min(total, cap) if violations else total, dimensions, violations, tuple(_left_out(drill)))


def _rated(rated: Rated, adviser: Adviser, signs: Mapping[str, Seen], replies: Sequence[Reply]) -> Dimension:
    """One dimension: the score, what shows it, and what would have brought most."""
    worth = {key: points * signs[key].degree for key, points in rated.points.items()}
    value = min(100.0, max(0.0, rated.base + sum(worth.values())))
    lost = {key: max(points, 0.0) - worth[key] for key, points in rated.points.items()}
    advice = adviser.advice(lost, rated.shown_by) if value < PRAISED else ""
    return Dimension(
        round(value, 1), rated.weight, _evidence(rated, value, worth, signs, replies), advice or rated.praise
    )


def _evidence(
    rated: Rated, value: float, worth: Mapping[str, float], signs: Mapping[str, Seen], replies: Sequence[Reply]
) -> tuple[str, ...]:
    """Exact quotes: of what proves the dimension, or, below the middle, of what cost most; where nothing in particular
    did, of the longest sentence that shows nothing of what counts."""
    if value >= MIDDLE:
        proving = [key for key in rated.shown_by if worth.get(key, 0.0) > 0] or ["takes_up"] * ("takes_up" in worth)
        pieces = [piece for key in proving for piece in signs[key].pieces[:2]]
    else:
        costly = sorted((key for key in worth if worth[key] < 0), key=lambda key: worth[key])
        pieces = [piece for key in costly for piece in signs[key].pieces[:2]]
        pieces = pieces or _empty(replies, [piece for key in rated.shown_by for piece in signs[key].pieces])
    return tuple(dict.fromkeys(piece.quote for piece in pieces))[:MOST_QUOTES]


def _empty(replies: Sequence[Reply], showing: Sequence[Piece]) -> list[Piece]:
    """The longest sentence in which none of these pieces stands; none if there is no such sentence."""
    left = [
        sentence
        for reply in replies
        for sentence in reply.sentences
        if not any(piece.turn == sentence.turn and piece.quote in sentence.quote for piece in showing)
    ]
    return sorted(left, key=lambda piece: -len(piece.words))[:1]


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


@dataclass
class Adviser:
    """Advises about the dimensions of one card in turn: which sentence to change or what was not said, why, and a
    better sentence; where another sign cost enough too, nothing is advised
    twice."""

    rubric: Rubric
    signs: Mapping[str, Seen]
    replies: Sequence[Reply]
    covered: Sequence[Covered]
    reference: str
    given: list[str] = field(default_factory=list)

    def advice(self, lost: Mapping[str, float], own: Sequence[str]) -> str:
        """What would have brought most, by the points that each sign lost, before all of the dimension's `own` signs;
        nothing where none lost enough."""
        dear = sorted((key for key in lost if lost[key] >= WORTH_SAYING), key=lambda key: (key not in own, -lost[key]))
        if not dear:
            return ""
        key = next((key for key in dear if key not in self.given), dear[0])
        self.given.append(key)
        named, better = self._named(key, lost), self._better(key)
        offered = self.rubric.phrases.better.format(words=_short(better)) if better else ""
        return f"{named}{self.rubric.signs[key].advice}{offered}"

    def _named(self, key: str, lost: Mapping[str, float]) -> str:
        """The key point or the customer's words that it is about, else the sentence that cost most."""
        phrases = self.rubric.phrases
        if key == "covers" and (missing := self._missing()):
            return phrases.missing.format(words=missing)
        if key == "takes_up" and (reply := self._not_taken_up()):
            return phrases.not_taken_up.format(words=_short(reply.customer))
        costly = [key] if key in FAULTY else sorted(FAULTY & set(lost), key=lambda fault: (-lost[fault], fault))
        pieces = next((self.signs[fault].pieces for fault in costly if self.signs[fault].pieces), ())
        return phrases.weak.format(words=_short(self._sentence(pieces[0]))) if pieces else ""

    def _sentence(self, piece: Piece) -> str:
        reply = next(reply for reply in self.replies if reply.turn == piece.turn)
        whole = [each for each in reply.sentences if each.start <= piece.start < each.start + len(each.words)]
        return whole[0].quote if whole and len(whole[0].quote) <= LONGEST_QUOTE else piece.quote

    def _missing(self) -> str:
        """The key point that was met least."""
        left = [point for point in self.covered if point.degree < MET]
        return min(left, key=lambda point: point.degree).point if left else ""

    def _not_taken_up(self) -> Reply | None:
        """The turn whose answer says least of what the customer had said."""
        spoken = [reply for reply in self.replies if content(level(reply.customer))]
        return min(spoken, key=lambda reply: shared(content(level(reply.customer)), reply.content), default=None)

    def _better(self, key: str) -> str:
        """A sentence of the model answer that shows the sign, or says what was missing."""
        answer = Reply(0, "", self.reference)
        if key in FAULTY or key in ("takes_up", "covers", "says_enough"):
            wanted = self._missing() if key == "covers" else self._customers_words(key)
            meant = content(level(wanted))
            best = max(answer.sentences, key=lambda each: shared(meant, content(each.words)), default=None)
            return best.quote if best is not None and shared(meant, content(best.words)) > 0 else ""
        return max((piece.quote for piece in pieces_of(key, answer)), key=len, default="")

    def _customers_words(self, key: str) -> str:
        """What the customer had said where it went wrong."""
        turns = [piece.turn for piece in self.signs[key].pieces] if key in FAULTY else []
        reply = next((reply for reply in self.replies if reply.turn in turns), None) or self._not_taken_up()
        return reply.customer if reply is not None else ""


def _short(words: str) -> str:
    text = words.strip().rstrip("。.;；,，")
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
