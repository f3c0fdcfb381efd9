"""What a drill is and what its score card says; plain values, equal where their content is.

A turn is numbered from 1. Scores are 0-100, weights are parts of 1, money is in yuan, times in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Persona:
    """The customer who is played; what is not known is empty. A budget of [low, high] has its bounds in order."""

    industry: str = ""
    buyer_role: str = ""
    budget: tuple[float | None, float | None] | None = None
    temper: str = ""


@dataclass(frozen=True)
class Scenario:
    """What is practised. `objection` is a value of the NLU schema; `forbidden` are short descriptions of rules, not
    phrases; `key_points` say what a good answer holds, `reference` is one."""

    id: str
    objection: str
    persona: Persona = Persona()
    goal: str = ""
    key_points: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True)
class Speech:
    """How a turn sounded: how long it took, and the pauses inside it."""

    seconds: float
    pauses: tuple[float, ...] = ()


@dataclass(frozen=True)
class Turn:
    """What the customer said, and the answer. `speech` only where the answer was spoken. `unheard` says why the answer
    is not scored, for a person; then `rep` is not looked at."""

    customer: str
    rep: str
    speech: Speech | None = None
    unheard: str = ""


@dataclass(frozen=True)
class Drill:
    """One conversation of a rep with the customer who is played, in order."""

    scenario: Scenario
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Dimension:
    """One dimension of the card. Each piece of evidence is an exact quote of one turn's answer."""

    score: float
    weight: float
    evidence: tuple[str, ...]
    advice: str


@dataclass(frozen=True)
class Violation:
    """Forbidden words: an exact quote of the answer of `turn`, and the rule that they break."""

    words: str
    rule: str
    turn: int


@dataclass(frozen=True)
class Scorecard:
    """The judgement. `total` follows from the dimensions by the formula in docs/scoring.md. `not_scored` says what was
    not judged, and why, for a person."""

    total: float
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()
    not_scored: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As the `score` contract writes it."""
        return {
            "total": self.total,
            "dimensions": {
                name: {
                    "score": dimension.score,
                    "weight": dimension.weight,
                    "evidence": list(dimension.evidence),
                    "advice": dimension.advice,
                }
                for name, dimension in self.dimensions.items()
            },
            "violations": [{"words": one.words, "rule": one.rule, "turn": one.turn} for one in self.violations],
            "not_scored": list(self.not_scored),
        }
