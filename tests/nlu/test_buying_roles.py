"""What a message says of the people at a customer, and what says nothing of them (buying_roles.yml). People are those
whom the engine finds in it; `parse` itself knows nothing of roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon
from nlu.schema import schema
from nlu.statements.buying_roles import role_claims
from nlu.understanding import Understanding
from tests.testing import CACHE

HERE = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-25T10:00:00+08:00")
TABLE = yaml.load((HERE / "buying_roles.yml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return load_engine(CACHE).with_lexicon(Lexicon.read(HERE / "sentences" / "lexicon.yml"))


def people(understanding: Understanding) -> list[str]:
    acts = (understanding, *understanding.more)
    return [understanding.text[start:end] for act in acts for start, end in act.spans_of("contact")]


def told(engine: EmbeddedEngine, say: str) -> list[list[str]]:
    claims = role_claims(say, people(engine.parse(say, NOW, "log_followup")))
    return [[claim.person, claim.value if claim.holds else f"不是{claim.value}"] for claim in claims]


@pytest.mark.parametrize("row", TABLE["told"], ids=lambda row: row["say"])
def test_roles_are_read(engine: EmbeddedEngine, row: dict[str, Any]) -> None:
    assert told(engine, row["say"]) == row["claims"]


@pytest.mark.parametrize("say", TABLE["nothing"])
def test_what_is_asked_supposed_heard_or_something_else_says_nothing(engine: EmbeddedEngine, say: str) -> None:
    assert told(engine, say) == []


@pytest.mark.parametrize("people", [(), ("",), ("林总",)])
def test_any_words_may_come(people: Sequence[str]) -> None:
    for text in ("", "P", "他说了算", "林总" * 400, "拍板的是" * 300):
        role_claims(text, people)


def test_parse_knows_no_roles() -> None:
    assert "buying_role" not in schema().intents
