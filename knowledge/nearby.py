"""Which of the questions that can be asked here (`config/nearby.yml`) lie nearest to words that were not understood.

Decided by meaning, with the words' vectors that are always there; a question is as near as the nearest way of asking
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from config.yaml_lines import read_mapping
from knowledge.embedding.word_vectors import WordVectors

FILE = Path(__file__).parents[1] / "config" / "nearby.yml"
CUSTOMER, SOME_CUSTOMER = "{customer}", "这家"


class Nearby:
    """Immutable; built from {question: [other ways to ask it]}."""

    def __init__(self, questions: Mapping[str, Sequence[str]]) -> None:
        ways = [(question, way) for question, others in questions.items() for way in (question, *others)]
        self.questions = tuple(questions)
        self._asks = [question for question, _ in ways]
        self._vectors = WordVectors().documents([_without_name(way) for _, way in ways])

    def nearest(self, text: str, near: float) -> list[str]:
        """Questions at least as near as `near`, the nearest first. A text that names a customer ({customer} stands for
        the name) is near to questions about one only, another text only to the others."""
        likeness = self._vectors @ WordVectors().queries([_without_name(text)])[0]
        best: dict[str, float] = {}
        for place in np.argsort(-likeness, kind="stable"):
            question = self._asks[place]
            if (CUSTOMER in question) == (CUSTOMER in text):
                best.setdefault(question, float(likeness[place]))
        return [question for question, reached in best.items() if reached >= near]


@cache
def shipped() -> Nearby:
    """The questions that come with the program, read once. Raises ConfigError."""
    return Nearby(read_mapping(FILE))


def _without_name(text: str) -> str:
    return text.replace(CUSTOMER, SOME_CUSTOMER)
