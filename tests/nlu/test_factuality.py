"""What a sentence does and what is written of it (factuality.yml)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon
from nlu.schema import schema
from tests.testing import CACHE

HERE = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-25T10:00:00+08:00")
TABLE = yaml.load((HERE / "factuality.yml").read_text("utf-8"), yaml.CSafeLoader)
WRITES = {name for name, intent in schema().intents.items() if intent.needs == "report"}
REPORTED = ("reports", "outlook")


def _rows() -> list[tuple[str, str, str]]:
    rows = []
    for force, sentences in TABLE.items():
        for sentence in sentences:
            say, intent = next(iter(sentence.items())) if isinstance(sentence, dict) else (sentence, "log_followup")
            rows.append((force, say, intent if force in REPORTED else ""))
    return rows


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return load_engine(CACHE).with_lexicon(Lexicon.read(HERE / "sentences" / "lexicon.yml"))


@pytest.mark.parametrize(("force", "say", "intent"), _rows(), ids=lambda value: value)
def test_a_sentence_does_what_it_says_and_only_reports_are_written(
    engine: EmbeddedEngine, force: str, say: str, intent: str
) -> None:
    assert engine.statements_of(say, NOW)[-1]["force"] == force
    told = engine.parse(say, NOW)
    if intent:
        assert told.intent == intent
    else:
        assert not WRITES & {act.intent for act in (told, *told.more)}
