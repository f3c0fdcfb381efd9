"""Words that move an appointment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon
from nlu.statements.appointments import Moved, moved
from tests.testing import CACHE

NOW = datetime.fromisoformat("2026-11-23T10:03:00+08:00")
NAMES = "{customers: [{name: 杭州鼎新超市有限公司, aliases: [鼎新], contacts: [薛总]}], members: [小吴]}"
CASES = yaml.safe_load((Path(__file__).parent / "appointments.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    names = tmp_path_factory.mktemp("names") / "lexicon.yaml"
    names.write_text(NAMES, "utf-8")
    return load_engine(CACHE).with_lexicon(Lexicon.read(names))


@pytest.mark.parametrize("case", CASES["moved"], ids=lambda case: case["say"])
def test_an_appointment_is_moved(engine: EmbeddedEngine, case: dict[str, Any]) -> None:
    expected = Moved(case.get("by"), case.get("what"), case["told"], case["soft"])
    assert moved(engine.parse(case["say"], NOW, "log_followup"), NOW) == expected


@pytest.mark.parametrize("words", CASES["no_move"])
def test_nothing_is_moved(engine: EmbeddedEngine, words: str) -> None:
    assert moved(engine.parse(words, NOW, "log_followup"), NOW) is None
