"""Understanding as the product has it: on the project's evaluation set, with 10,000 customers, from a cold start.

`python -m benchmarks nlu` measures the same on any other labelled file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np
import yaml

from benchmarks.nlu import CUSTOMERS, ROUNDS, made_up
from benchmarks.scoring import score
from config.settings import settings
from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon

DATA = Path(__file__).parent / "data"
MESSAGES, LEXICON = DATA / "nlu-eval.jsonl", DATA / "nlu-eval-lexicon.yaml"
LONG_LINE = 10_000  # code points
COLD = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from nlu.engine import load_engine
load_engine(Path(sys.argv[1]))
print(time.perf_counter() - began, "sklearn" in sys.modules, "pypinyin" in sys.modules)
"""
WEIGH = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def measure() -> Mapping[str, str]:
    """Shares, milliseconds a message, seconds from a cold start, MB."""
    messages = [json.loads(line) for line in MESSAGES.read_text("utf-8").splitlines()]
    load_engine(settings().cache)
    return {**_quality(messages), **_speed(messages), **_start()}


def _quality(messages: Sequence[Any]) -> Mapping[str, str]:
    engine = load_engine(settings().cache).with_lexicon(Lexicon.read(LEXICON))
    answers = [engine.parse(message["text"], datetime.fromisoformat(message["now"])).as_json() for message in messages]
    figures = score([message["gold"] for message in messages], answers)
    intents = f"{figures.intent_accuracy:.3f} / {figures.macro_f1:.3f}"
    return {
        f"intent accuracy on {figures.messages} messages / macro-F1": intents,
        "slot micro-F1": f"{figures.slot_totals.f1:.3f}",
        "out_of_scope recall / real requests refused": f"{figures.refusal_recall:.3f} / {figures.wrongly_refused:.3f}",
        "right answers at 0.8 or above / wrong ones below": (
            f"{figures.right_and_sure:.3f} / {figures.wrong_and_unsure:.3f}"
        ),
    }


def _speed(messages: Sequence[Any]) -> Mapping[str, str]:
    names = yaml.safe_load(LEXICON.read_text("utf-8"))
    names["customers"] = [*names["customers"], *made_up(CUSTOMERS)]
    lexicon = Lexicon.of(names)
    with TemporaryDirectory() as folder:
        shipped = load_engine(settings().cache)
        fresh = EmbeddedEngine(shipped.model, shipped.thesaurus, shipped.index, Path(folder))
        began = perf_counter()
        engine = fresh.with_lexicon(lexicon)
        first = perf_counter() - began
    clock, processor = [], []
    for lap in range(ROUNDS + 1):
        for message in messages:
            clocked, worked = _timed(engine, message["text"], datetime.fromisoformat(message["now"]))
            if lap:
                clock.append(clocked)
                processor.append(worked)
    now = datetime.fromisoformat(messages[0]["now"])
    lines = [(filler * LONG_LINE)[:LONG_LINE] for filler in ("恒远食品李总", "三点半", "😀a, ")]
    longest = max(_timed(engine, line, now)[1] for line in lines)
    return {
        f"a message with {CUSTOMERS:,} customers, p50 / p99": _pair(clock),
        "the same in processor time": _pair(processor),
        f"a line of {LONG_LINE:,} characters at most, processor time": f"{longest:.0f} ms",
        f"{CUSTOMERS:,} customers seen for the first time": f"{first:.1f} s",
    }


def _timed(engine: EmbeddedEngine, text: str, now: datetime) -> tuple[float, float]:
    start, busy = perf_counter(), process_time()
    engine.parse(text, now)
    return (perf_counter() - start) * 1000, (process_time() - busy) * 1000


def _pair(times: Sequence[float]) -> str:
    return f"{np.percentile(times, 50):.2f} / {np.percentile(times, 99):.2f} ms"


def _start() -> Mapping[str, str]:
    command = [sys.executable, "-c", COLD, str(settings().cache)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(3)]
    weighed = [sys.executable, "-c", WEIGH, sys.executable, "-m", "bot", "parse", "--lexicon", str(LEXICON)]
    heaviest = subprocess.run(weighed, input=MESSAGES.read_bytes(), capture_output=True, check=True).stdout.split()[-1]
    return {
        "engine ready from a cold start, model in the cache": f"{min(float(run[0]) for run in runs):.2f} s",
        "scikit-learn or pypinyin imported for that": "yes" if any("True" in run for run in runs) else "no",
        "resident memory of `parse` at most": f"{int(heaviest) // 1024} MB",
    }
