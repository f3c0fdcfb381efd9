"""The embedded engine on the tables of sentences (sentences/<intent>.yml), and laws that hold for any text.

A row: `say` what is typed; `now` when (else Monday, 2026-11-23 10:00); `intent`, `slots` and `more` what must be
understood; `skip` the slots left open; `plain` one of the shortest ways to say it, to be acted on without asking.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.scoring import score
from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon
from nlu.schema import schema
from nlu.understanding import Understanding
from tests.testing import CACHE

ACTED_ON = 0.6  # the confidence below which a message is asked about
SENTENCES = Path(__file__).parent / "sentences"
KNOWN_FAILURES = Path(__file__).parent / "known_failures.yml"
INTENTS = tuple(schema().intents)
NOW = "2026-11-23T10:00:00+08:00"
REQUESTS = set(INTENTS) - {"out_of_scope"}
Row = dict[str, Any]


def rows() -> list[Row]:
    tables = (path for path in sorted(SENTENCES.glob("*.yml")) if path.name != "lexicon.yml")
    return [row for path in tables for row in read_rows(path)]


def read_rows(path: Path) -> list[Row]:
    return list(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return load_engine(CACHE).with_lexicon(Lexicon.read(SENTENCES / "lexicon.yml"))


def understood(engine: EmbeddedEngine, row: Row) -> Row:
    answer = engine.parse(row["say"], datetime.fromisoformat(row.get("now", NOW))).as_json()
    return {**answer, "slots": {slot: value for slot, value in answer["slots"].items() if slot not in left_open(row)}}


def left_open(row: Row) -> set[str]:
    return set(row.get("skip", ()))


def wanted(row: Row) -> Row:
    gold: Row = {"intent": row["intent"], "slots": {k: v for k, v in row["slots"].items() if k not in left_open(row)}}
    if "more" in row:
        gold["more"] = [{"intent": row["intent"], **more} for more in row["more"]]
    return gold


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["say"])
def test_a_sentence_is_understood(engine: EmbeddedEngine, row: Row) -> None:
    answer = understood(engine, row)
    assert is_right(row, answer), (answer, wanted(row))


def is_right(row: Row, answer: Row) -> bool:
    slots = score([wanted(row)], [answer]).slot_totals
    return bool(answer["intent"] == row["intent"]) and slots.right == slots.wanted == slots.given


@pytest.mark.parametrize("row", read_rows(KNOWN_FAILURES), ids=lambda row: row["say"])
def test_what_is_known_to_be_misunderstood_still_is(engine: EmbeddedEngine, row: Row) -> None:
    answer = understood(engine, row)
    assert not is_right(row, answer), f"it is understood now: move it to sentences/{row['intent']}.yml"
    assert {key: answer[key] for key in row["got"]} == row["got"], "`got` is no longer what is understood"


def test_each_sentence_stands_in_the_file_of_its_intent() -> None:
    wrong = [
        (path.name, row["say"])
        for path in sorted(SENTENCES.glob("*.yml"))
        if path.name != "lexicon.yml"
        for row in read_rows(path)
        if row["intent"] != path.stem
    ]
    assert not wrong


def test_plain_requests_are_acted_on_without_asking(engine: EmbeddedEngine) -> None:
    asked = [row for row in rows() if row.get("plain") and row["intent"] in REQUESTS]
    answers = [engine.parse(row["say"], datetime.fromisoformat(NOW)) for row in asked]
    sure = [
        row
        for row, answer in zip(asked, answers, strict=True)
        if answer.intent == row["intent"] and answer.confidence >= ACTED_ON
    ]
    assert len(sure) >= 0.97 * len(asked), [row["say"] for row in asked if row not in sure]


def test_the_tables_hold_enough() -> None:
    assert len(rows()) >= 200
    assert {row["intent"] for row in rows()} == set(INTENTS)


def test_another_lexicon_changes_names_and_nothing_else(engine: EmbeddedEngine) -> None:
    other = engine.with_lexicon(Lexicon.of({"customers": [{"name": "黑龙江大鹰粮油公司", "aliases": ["大鹰"]}]}))
    now = datetime.fromisoformat(NOW)
    assert other.parse("大鹰签了，二十万", now).slots["customer"] == "黑龙江大鹰粮油公司"
    assert engine.parse("大鹰签了，二十万", now).slots.get("customer") != "黑龙江大鹰粮油公司"
    assert other.model is engine.model


def test_a_doubtful_message_has_the_next_likeliest_readings(engine: EmbeddedEngine) -> None:
    read = engine.parse("这个怎么办", datetime.fromisoformat(NOW))
    assert len(read.alternatives) == 2
    chances = [read.confidence, *(chance for _, chance in read.alternatives)]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1.0001


WORDS = """闽江 林总 嫌贵 没 不是 周三下午 三十来万 提醒我 超过三天 ， 。 是 我 再 推到 方案报价 丢了 签了 和 FJ-900
HT-2026-01 😀 \u202e ｆｊ９００ ： “ 话术 e\u0301 𠮷"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\u0000", "\n"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))
QUIETLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIETLY
@given(text=TEXTS, at=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)))  # noqa: DTZ001
def test_any_text_has_an_answer_whose_spans_lie_in_it(engine: EmbeddedEngine, text: str, at: datetime) -> None:
    now = at.replace(tzinfo=datetime.fromisoformat(NOW).tzinfo)
    answer = engine.parse(text, now).as_json()
    assert answer == engine.parse(text, now).as_json()
    assert json.loads(json.dumps(answer)) == answer
    for record in (answer, *answer.get("more", ())):
        assert record["intent"] in INTENTS
        assert 0 <= record["confidence"] <= 1
        assert set(record["slots"]) == set(record["spans"])
        for slot, spans in record["spans"].items():
            several = isinstance(spans[0], list)
            assert several == (isinstance(record["slots"][slot], list) and isinstance(spans[0], list))
            for start, end in spans if several else [spans]:
                assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("filler", ["一二三四", "三点半", "没不", "的", "\x00\n", "😀", "ab c", "123", "总", " "])
def test_a_very_long_line_has_an_answer(engine: EmbeddedEngine, filler: str) -> None:
    line = (filler * 10_000)[:10_000]
    assert engine.parse(line, datetime.fromisoformat(NOW)).intent in INTENTS


SETTLED = 0.5  # a lead that one new example, however much it counts, must not turn; below it a message was doubtful


def test_what_was_learnt_is_right_in_a_new_sentence_and_nothing_else_changes(
    few_examples: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    now, lexicon = datetime.fromisoformat(NOW), Lexicon.read(SENTENCES / "lexicon.yml")
    engine = load_engine(CACHE, None, few_examples).with_lexicon(lexicon)
    assert engine.parse("给渝味放烟花", now).intent != "close_deal"
    file = tmp_path / "learnt.yml"
    file.write_text(
        'version: "3.1"\nnlu:\n- intent: close_deal\n  examples: |\n    - 给[徽风](customer)放烟花咯\n', "utf-8"
    )
    with caplog.at_level(logging.INFO, "nlu.engine"):
        taught = load_engine(tmp_path, file, few_examples).with_lexicon(lexicon)
        said = [record.message for record in caplog.records]
        caplog.clear()
        load_engine(tmp_path, file, few_examples)
    assert any("training" in message for message in said), "training is said in the log"
    assert not caplog.records, "and done once"
    assert taught.parse("给渝味放烟花", now).intent == "close_deal"
    before = [(row["say"], engine.parse(row["say"], now)) for row in rows()]
    settled = [(say, read.intent) for say, read in before if _lead(read) >= SETTLED]
    assert len(settled) > len(before) / 2, "enough is settled for this to say something"
    assert [say for say, intent in settled if taught.parse(say, now).intent != intent] == []


def _lead(read: Understanding) -> float:
    """How far the likeliest reading is ahead of the next."""
    return read.confidence - max((chance for _, chance in read.alternatives), default=0.0)
