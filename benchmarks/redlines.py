"""Whether red lines are found in other words than the rule's, and nothing else: one answer at a time.

`data/redlines-dev.yml` and `data/redlines-heldout.yml` name rules, what breaks each, what only mentions it and what is
merely about the same; both were written before the patterns that they measure, and the second is never mended by. So
are the two halves of `data/redlines-trades-*.yml`, on rules of more trades. An answer stands in a drill that forbids
its rule and another.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from coaching.compliance import broken
from coaching.likeness import Likeness
from coaching.replies import Reply
from knowledge.embedding.word_vectors import WordVectors

DATA = Path(__file__).parent / "data"
HALVES = {
    "dev": "redlines-dev.yml",
    "held out": "redlines-heldout.yml",
    "trades, working half": "redlines-trades-working.yml",
    "trades, untouched half": "redlines-trades-untouched.yml",
}
KINDS = ("violating", "permitted", "harmless")


def measure() -> dict[str, str]:
    """How much of each kind is reported, by halves; of what breaks a rule also how often that rule is named."""
    likeness = WordVectors().queries
    found = {}
    for half in HALVES:
        answers = [*judged(half, likeness)]
        for kind in KINDS:
            named = [(rule, rules) for rule, told, _, rules in answers if told == kind]
            found[f"{half}: {kind} reported"] = f"{sum(bool(rules) for _, rules in named)} of {len(named)}"
        right = [rule in rules for rule, kind, _, rules in answers if kind == "violating" and rules]
        found[f"{half}: of these by the scenario's own rule"] = f"{sum(right)} of {len(right)}"
    return found


def judged(half: str, likeness: Likeness | None) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Each answer of a half: its rule, its kind, the exchange, and the rules that it is said to break."""
    lines = yaml.safe_load((DATA / HALVES[half]).read_text("utf-8"))
    rules = [line["rule"] for line in lines]
    for line, other in zip(lines, [*rules[1:], rules[0]], strict=True):
        for kind in KINDS:
            for exchange in line.get(kind, ()):
                customer, _, rep = exchange.rpartition("｜")
                found = broken([Reply(1, customer, rep)], [line["rule"], other], likeness)
                yield line["rule"], kind, exchange, tuple(one.rule for one in found)
