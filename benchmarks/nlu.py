"""Understanding measured: right intents and slots on a labelled file, and speed with 10,000 customers.

    python -m benchmarks nlu --file messages.jsonl --lexicon lexicon.yaml [--errors] [--folds 4]

A line of the file is an input of `parse` with its gold beside it. `--folds` measures intents on the training data
instead, each message by a model that saw neither it nor one that begins alike.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import yaml

from benchmarks.machine import described
from benchmarks.scoring import SURE, Figures, score
from config.settings import settings
from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon

CUSTOMERS = 10_000
ROUNDS = 5  # times each message is timed, after one round to warm up
ALIKE = 5  # first code points by which training messages count as alike
CITIES = "北京 上海 广州 深圳 杭州 苏州 南京 武汉 成都 重庆 西安 长沙 郑州 济南 大连 昆明 福州 合肥"
SYLLABLES = "恒远鑫达瑞华盛天宏博信永金泰佳兴源凯星辉立诚万顺同创正邦德隆海润锦程丰收明育百川康美荣庆利安宁"
TRADES = "食品 机械 科技 物流 医疗 教育 建材 纺织 化工 电子 酒店 制药 能源 环保 印刷 家居"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
TITLES = "总 经理 主任 工 厂长"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", type=Path, help="labelled messages")
    parser.add_argument("--lexicon", type=Path, help="the names they speak of")
    parser.add_argument("--errors", action="store_true", help="also list what was misunderstood")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate on the training data")


def run(arguments: argparse.Namespace) -> Iterator[str]:
    yield described(date.today())  # noqa: DTZ011
    if arguments.folds:
        yield from cross_validated(arguments.folds)
    if arguments.file is None:
        return
    began = perf_counter()
    engine = load_engine(settings().cache)
    ready = perf_counter() - began
    messages = [json.loads(line) for line in arguments.file.read_text("utf-8").splitlines() if line.strip()]
    yield from quality(engine.with_lexicon(Lexicon.read(arguments.lexicon)), messages, arguments.errors)
    yield f"engine ready in {ready:.2f} s (imports and a trained model in the cache)"
    yield from speed(engine, arguments.lexicon, messages)


def quality(engine: EmbeddedEngine, messages: Sequence[Any], errors: bool) -> Iterator[str]:
    answers = [engine.parse(message["text"], datetime.fromisoformat(message["now"])).as_json() for message in messages]
    golds = [message["gold"] for message in messages]
    yield from lines_of(score(golds, answers))
    for message, gold, answer in zip(messages, golds, answers, strict=True) if errors else ():
        alone = score([gold], [answer])
        if alone.whole < 1:
            yield f"{message['text']}\n  wanted {gold}\n  got    {answer}"


def lines_of(figures: Figures) -> Iterator[str]:
    slots = figures.slot_totals
    yield f"{figures.messages} messages"
    yield f"intent accuracy {figures.intent_accuracy:.3f}, macro-F1 {figures.macro_f1:.3f}"
    yield f"slot micro-F1 {slots.f1:.3f} (precision {slots.precision:.3f}, recall {slots.recall:.3f})"
    later = figures.later
    yield f"whole messages {figures.whole_messages:.3f}, later acts F1 {later.f1:.3f} of {later.wanted}"
    writes = f"{figures.writes} of {figures.unreported} that must not, {figures.sure_writes} at {SURE} or above"
    yield f"would write {writes}"
    yield f"out_of_scope recall {figures.refusal_recall:.3f}, real requests refused {figures.wrongly_refused:.3f}"
    yield f"right answers at {SURE} or above {figures.right_and_sure:.3f}, wrong below {figures.wrong_and_unsure:.3f}"
    for name, counts in sorted(figures.slots.items(), key=lambda item: -item[1].wanted):
        yield f"  {name:13} F1 {counts.f1:.3f} of {counts.wanted}"


def speed(engine: EmbeddedEngine, lexicon: Path, messages: Sequence[Any]) -> Iterator[str]:
    """Milliseconds a message with CUSTOMERS generated customers beside the lexicon's own; processor time beside the
    clock's, because a busy machine slows the clock's."""
    names = yaml.safe_load(lexicon.read_text("utf-8"))
    names["customers"] = [*names.get("customers", ()), *made_up(CUSTOMERS)]
    began = perf_counter()
    engine = engine.with_lexicon(Lexicon.of(names))
    yield f"index of {len(names['customers'])} customers ready in {perf_counter() - began:.2f} s"
    clock, processor = [], []
    for lap in range(ROUNDS + 1):
        for message in messages:
            now = datetime.fromisoformat(message["now"])
            start, busy = perf_counter(), process_time()
            engine.parse(message["text"], now)
            if lap:
                clock.append((perf_counter() - start) * 1000)
                processor.append((process_time() - busy) * 1000)
    for kind, times in (("a message", clock), ("processor time", processor)):
        yield f"{kind}: p50 {np.percentile(times, 50):.2f} ms, p99 {np.percentile(times, 99):.2f} ms"


def made_up(count: int) -> Iterator[dict[str, Any]]:
    """Customers such as a company may have, the same in every run."""
    chance = random.Random(3)
    for _ in range(count):
        short = "".join(chance.sample(SYLLABLES, 2)) + chance.choice(TRADES.split())
        people = [chance.choice(SURNAMES) + chance.choice(TITLES.split()) for _ in range(2)]
        yield {"name": f"{chance.choice(CITIES.split())}{short}有限公司", "aliases": [short], "contacts": people}


def cross_validated(folds: int) -> Iterator[str]:
    """Right intents on the training data, with messages that begin alike in one fold."""
    from nlu.intent.augmentation import augmented
    from nlu.intent.examples import read_examples
    from nlu.intent.features import features
    from nlu.intent.training import as_read, fitted
    from nlu.text.concepts import shipped

    examples = read_examples()
    readings = [as_read(example, shipped()) for example in examples]
    parts = [_fold(reading.words, folds) for reading in readings]
    inputs = [features(reading) for reading in readings]
    answers: list[dict[str, Any]] = [{} for _ in examples]
    for part in range(folds):
        kept = [place for place in range(len(examples)) if parts[place] != part]
        repeated = list(augmented([examples[place] for place in kept]))
        model = fitted(
            [*(inputs[place] for place in kept), *(features(as_read(example, shipped())) for example in repeated)],
            [example.intent for example in (*(examples[place] for place in kept), *repeated)],
        )
        for place in set(range(len(examples))) - set(kept):
            best = model.intents[int(model.margins(inputs[place]).argmax())]
            answers[place] = {"intent": best, "confidence": 0.0, "slots": {}}
    figures = score([{"intent": example.intent, "slots": {}} for example in examples], answers)
    yield f"{folds}-fold on {len(examples)} training messages, alike ones together:"
    yield f"  intent accuracy {figures.intent_accuracy:.3f}, macro-F1 {figures.macro_f1:.3f}"
    yield f"  out_of_scope recall {figures.refusal_recall:.3f}, real requests refused {figures.wrongly_refused:.3f}"


def _fold(words: str, folds: int) -> int:
    start = re.sub(r"[\W_的了吧吗呢啊一下]", "", re.sub("[\ue000-\uf8ff]+", "N", words))[:ALIKE]
    return int(hashlib.sha256(start.encode()).hexdigest(), 16) % folds
