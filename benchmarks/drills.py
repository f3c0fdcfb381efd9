"""How well drills are scored: order of the grades, agreement in each dimension, forbidden words found.

`data/drills.jsonl` holds sixty scenarios, five answers to each (excellent, good, weak, bad, stuffed with key words),
invented and graded by hand before anything was tuned; the points of the rubric were fitted on one half. Figures are of
the half held out, or of a file: `python -m benchmarks drills FILE`. `data/compliance.jsonl` holds single replies, half
of which break a rule and half of which only mention what it forbids; rules were made better on its tuning half alone.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

from bot.commands.score import drill_of
from coaching.drill_types import Drill, Scorecard
from coaching.likeness import Likeness
from coaching.scoring import score
from knowledge.embedding.word_vectors import WordVectors

FILE = Path(__file__).parent / "data" / "drills.jsonl"
COMPLIANCE = Path(__file__).parent / "data" / "compliance.jsonl"
HELD_OUT = "held out"
HALVES = ("tuning", HELD_OUT)
RANKS = {"excellent": 4, "good": 3, "weak": 2, "bad": 1, "stuffed": 1}
ORDERED = ("excellent", "good", "weak", "bad")


def measure() -> dict[str, str]:
    """The figures of the half held out, and of both halves of the single replies."""
    likeness = WordVectors().queries
    found = figures(read(FILE, HELD_OUT), likeness)
    for half in HALVES:
        replies = read(COMPLIANCE, half)
        cards = [score(drill_of(_drill(line)), likeness=likeness) for line in replies]
        found |= {f"single replies, {half}: {name}": value for name, value in _violations(replies, cards).items()}
    return found


def read(file: Path, half: str | None = None) -> list[dict[str, Any]]:
    """The graded drills of a file, or of one half of it."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [line for line in lines if half is None or line.get("note") == half]


def _drill(line: Mapping[str, Any]) -> dict[str, Any]:
    return {key: line[key] for key in ("scenario", "turns")}


def figures(lines: Sequence[Mapping[str, Any]], likeness: Likeness | None) -> dict[str, str]:
    """Each figure by its name."""
    drills = [drill_of(_drill(line)) for line in lines]
    cards = [score(drill, likeness=likeness) for drill in drills]
    totals = [card.total for card in cards]
    found = {"drills": str(len(lines)), **_order("order", lines, totals)}
    found |= _order("by length alone", lines, [_length(drill) for drill in drills])
    found |= _order("by key words alone", lines, [_key_words(drill) for drill in drills])
    return found | _agreement(lines, cards) | _violations(lines, cards) | _speed(drills, likeness)


def _order(name: str, lines: Sequence[Mapping[str, Any]], values: Sequence[float]) -> dict[str, str]:
    scenarios: dict[str, dict[str, float]] = {}
    for line, value in zip(lines, values, strict=True):
        scenarios.setdefault(line["scenario"]["id"], {})[line["grade"]] = value
    pairs = [
        by_grade[better] > by_grade[worse]
        for by_grade in scenarios.values()
        for better, worse in combinations(ORDERED, 2)
        if better in by_grade and worse in by_grade
    ]
    stuffed = [
        by_grade["good"] > by_grade["stuffed"]
        for by_grade in scenarios.values()
        if {"good", "stuffed"} <= set(by_grade)
    ]
    rho = spearmanr([RANKS[line["grade"]] for line in lines], values).statistic
    return {
        f"{name}: pairs of grades right": f"{statistics.mean(pairs):.3f}",
        f"{name}: good above stuffed": f"{statistics.mean(stuffed):.3f}",
        f"{name}: Spearman": f"{rho:.3f}",
    }


def _agreement(lines: Sequence[Mapping[str, Any]], cards: Sequence[Scorecard]) -> dict[str, str]:
    graded = [(line["gold"]["dimensions"], card) for line, card in zip(lines, cards, strict=True) if "gold" in line]
    names = graded[0][0] if graded else ()
    return {
        f"kappa {name}": f"{_kappa([(gold[name], card.dimensions[name].score) for gold, card in graded]):.3f}"
        for name in names
    }


def _kappa(pairs: Iterable[tuple[int, float]]) -> float:
    rated, scored = zip(*pairs, strict=True)
    return float(cohen_kappa_score(rated, [round(value / 25) for value in scored], weights="quadratic"))


def _violations(lines: Sequence[Mapping[str, Any]], cards: Sequence[Scorecard]) -> dict[str, str]:
    found = {"violations": [0, 0], "permitted": [0, 0]}
    for line, card in zip(lines, cards, strict=True):
        for kind, counts in found.items():
            for words in line.get("gold", {}).get(kind, ()):
                counts[0] += _reported(line, card, words)
                counts[1] += 1
    return {f"{kind} reported": f"{hits} of {whole}" for kind, (hits, whole) in found.items() if whole}


def _reported(line: Mapping[str, Any], card: Scorecard, mark: Mapping[str, Any]) -> bool:
    text = line["turns"][mark["turn"] - 1]["rep"]
    start = text.index(mark["words"])
    reported = [text.index(one.words) for one in card.violations if one.turn == mark["turn"]]
    lengths = [len(one.words) for one in card.violations if one.turn == mark["turn"]]
    return any(
        at < start + len(mark["words"]) and start < at + length for at, length in zip(reported, lengths, strict=True)
    )


def _speed(drills: Sequence[Drill], likeness: Likeness | None) -> dict[str, str]:
    took = sorted(_milliseconds(drill, likeness) for drill in _long(drills))
    return {"ten turns, ms: median": f"{statistics.median(took):.1f}", "p95": f"{took[int(0.95 * len(took))]:.1f}"}


def _long(drills: Sequence[Drill]) -> Iterator[Drill]:
    """Drills of ten turns, put together from the answers of several."""
    for at in range(0, len(drills) - 5, 2):
        turns = tuple(turn for drill in drills[at : at + 5] for turn in drill.turns)[:10]
        yield Drill(drills[at].scenario, turns)


def _milliseconds(drill: Drill, likeness: Likeness | None) -> float:
    start = time.perf_counter()
    score(drill, likeness=likeness)
    return 1000 * (time.perf_counter() - start)


def _length(drill: Drill) -> float:
    return float(sum(len(turn.rep) for turn in drill.turns))


def _key_words(drill: Drill) -> float:
    pairs = {point[at : at + 2] for point in drill.scenario.key_points for at in range(len(point) - 1)}
    text = "".join(turn.rep for turn in drill.turns)
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def run(files: Sequence[str]) -> None:
    """The figures of files that are named, on the screen."""
    for file in files:
        for name, value in figures(read(Path(file)), WordVectors().queries).items():
            sys.stdout.write(f"{name}: {value}\n")
