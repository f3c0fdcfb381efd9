"""How often the question meant is among those offered for words that were not understood (`config/nearby.yml`).

Each way of asking a question is looked for among all the others, itself left out. Against that stand words that no
question here answers: the examples of out_of_scope that the intent model learns from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from bot.turn.questions import nearest
from config.yaml_lines import read_mapping
from knowledge import nearby

OUT_OF_SCOPE = Path(__file__).parents[1] / "nlu" / "data" / "out_of_scope.yml"
ANNOTATED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def measure() -> Mapping[str, str]:
    """Shares of words, milliseconds."""
    questions = read_mapping(nearby.FILE)
    ways = [(question, way) for question, others in questions.items() for way in others]
    found = [_without(questions, way).nearest(way, nearest.NEAR)[: nearest.MOST] for _, way in ways]
    met = sum(question in shown for (question, _), shown in zip(ways, found, strict=True))
    strange = list(_out_of_scope())
    offered = {near: sum(bool(nearby.shipped().nearest(text, near)) for text in strange) for near in _LIMITS}
    return {
        "questions / other ways to ask them": f"{len(questions)} / {len(ways)}",
        "a way left out: its question is among those offered": _share(met, ways),
        "a way left out: nothing is offered": _share(sum(not shown for shown in found), ways),
        "out of scope: something offered where nothing was understood": _share(offered[nearest.NEAR], strange),
        "out of scope: something offered where it would be refused": _share(
            offered[nearest.NEAR_WHERE_REFUSED], strange
        ),
        "a search, median of all": f"{_milliseconds(strange):.2f} ms",
    }


_LIMITS = (nearest.NEAR, nearest.NEAR_WHERE_REFUSED)


def _without(questions: Mapping[str, Sequence[str]], way: str) -> nearby.Nearby:
    return nearby.Nearby(
        {question: [other for other in others if other != way] for question, others in questions.items()}
    )


def _out_of_scope() -> Iterator[str]:
    for group in read_mapping(OUT_OF_SCOPE)["nlu"]:
        for line in group["examples"].splitlines():
            yield ANNOTATED.sub(r"\1", line.removeprefix("- "))


def _share(count: int, of: Sequence[object]) -> str:
    return f"{count / len(of):.2f}"


def _milliseconds(texts: Sequence[str]) -> float:
    took = []
    for text in texts:
        begin = perf_counter()
        nearby.shipped().nearest(text, nearest.NEAR)
        took.append((perf_counter() - begin) * 1000)
    return sorted(took)[len(took) // 2]
