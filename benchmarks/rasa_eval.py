"""Both engines of understanding on the same messages: `make rasa-eval FILE=messages.jsonl LEXICON=lexicon.yaml`.

A line of FILE is an input of `parse` with its gold beside it; without FILE and LEXICON, the project's evaluation set is
taken. Rasa must be running (`make rasa`); a message it does not answer ends the run, so that no figure of Rasa's is the
embedded engine's. The table goes to the screen and into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks import page
from benchmarks.machine import described
from benchmarks.scoring import SURE, Figures, score
from config.settings import settings
from nlu.engine import load_engine
from nlu.lexicon import Lexicon
from nlu.rasa.client import LOCAL_URL, NoAnswer, RasaEngine, RasaServer
from nlu.understanding import Understanding

MESSAGES = Path(__file__).parent / "data/nlu-eval.jsonl"
LEXICON = Path(__file__).parent / "data/nlu-eval-lexicon.yaml"
PATIENCE = 30.0  # seconds for one answer: here Rasa is measured, not given up
ROUNDS = 5  # times each message is timed, after one round to warm up


@dataclass(frozen=True)
class Message:
    text: str
    now: datetime
    gold: dict[str, Any]


@dataclass(frozen=True)
class Measured:
    figures: Figures
    milliseconds: Sequence[float]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--file", type=Path)
    arguments.add_argument("--lexicon", type=Path)
    given = arguments.parse_args()
    if (given.file is None) != (given.lexicon is None):
        arguments.error("a file of messages and the lexicon of their names belong together")
    file, lexicon = given.file or MESSAGES, Lexicon.read(given.lexicon or LEXICON)
    messages = read(file)
    embedded = load_engine(settings().cache).with_lexicon(lexicon)
    rasa = RasaEngine(RasaServer(settings().rasa_url or LOCAL_URL, settings().rasa_secret, PATIENCE), embedded)
    try:
        columns = {"embedded": measure(embedded.parse, messages), "Rasa": measure(rasa.ask, messages)}
    except NoAnswer as why:
        sys.exit(f"Rasa 没有回答,先 make rasa (Rasa did not answer: {why}; is it running?)")
    table = as_table(columns, f"{file.name}, {len(messages)} messages", described(date.today()))  # noqa: DTZ011
    sys.stdout.write(table)
    page.put("rasa", table)


def read(path: Path) -> list[Message]:
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [Message(line["text"], datetime.fromisoformat(line["now"]), line["gold"]) for line in lines]


def measure(parse: Callable[[str, datetime], Understanding], messages: Sequence[Message]) -> Measured:
    """Figures of the first round; times of the others, one a message and round."""
    answers = [parse(message.text, message.now).as_json() for message in messages]
    times = []
    for _ in range(ROUNDS):
        for message in messages:
            began = perf_counter()
            parse(message.text, message.now)
            times.append((perf_counter() - began) * 1000)
    return Measured(score([message.gold for message in messages], answers), times)


def as_table(columns: dict[str, Measured], source: str, machine: str) -> str:
    """Markdown: a line a figure, a column an engine."""
    lines = [
        f"{source}; {machine}.",
        "",
        f"| | {' | '.join(columns)} |",
        f"|---|{'---:|' * len(columns)}",
    ]
    for name, figure in FIGURES.items():
        lines.append(f"| {name} | {' | '.join(figure(measured) for measured in columns.values())} |")
    return "\n".join(lines) + "\n"


def _share(of: Callable[[Figures], float]) -> Callable[[Measured], str]:
    return lambda measured: f"{of(measured.figures):.3f}"


def _percentile(percent: int) -> Callable[[Measured], str]:
    return lambda measured: f"{np.percentile(measured.milliseconds, percent):.2f} ms"


FIGURES: dict[str, Callable[[Measured], str]] = {
    "intent accuracy": _share(lambda figures: figures.intent_accuracy),
    "intent macro-F1": _share(lambda figures: figures.macro_f1),
    "slot micro-F1": _share(lambda figures: figures.slot_f1),
    "slot precision": _share(lambda figures: figures.slot_totals.precision),
    "slot recall": _share(lambda figures: figures.slot_totals.recall),
    "out_of_scope recall": _share(lambda figures: figures.refusal_recall),
    "real requests refused": _share(lambda figures: figures.wrongly_refused),
    f"right answers with confidence ≥ {SURE}": _share(lambda figures: figures.right_and_sure),
    f"wrong answers with confidence < {SURE}": _share(lambda figures: figures.wrong_and_unsure),
    "p50 a message": _percentile(50),
    "p99 a message": _percentile(99),
}

if __name__ == "__main__":
    main()
