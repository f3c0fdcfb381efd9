"""`parse`: what each message of a file means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.runtime.json_lines import BadLine, answer_each, instant, read_object
from bot.runtime.lazy_engine import load
from config.settings import Settings

if TYPE_CHECKING:
    from nlu.context import Topic

REQUIRED = {"text", "now"}
TOPIC = {"customer", "contact", "product"}


def parse(
    lexicon: Path, engine: str, lines: Iterable[str], settings: Settings, why: bool = False
) -> Iterator[Mapping[str, Any]]:
    """One answer a line, in order; with `why` its statements beside it: the words, what they do, the rule that says so,
    and what they would mean alone. Raises LexiconError before the first where `lexicon` is no list of names."""
    from nlu.context import under_discussion
    from nlu.engine import load_engine
    from nlu.lexicon import Lexicon

    names = Lexicon.read(lexicon)
    loaded = load(settings, rasa=engine == "rasa").with_lexicon(names)
    explaining = load_engine(settings.cache, settings.local_examples).with_lexicon(names) if why else None

    def understood(_number: int, line: str) -> Iterator[Mapping[str, Any]]:
        text, now, topic = read_message(line)
        meant = loaded.parse(text, now)
        answer = (under_discussion(meant, topic) if topic is not None else meant).as_json()
        yield {**answer, "why": explaining.statements_of(text, now)} if explaining is not None else answer

    yield from answer_each(lines, understood)


def read_message(line: str) -> tuple[str, datetime, Topic | None]:
    """The text, the moment and what is under discussion, of one line of the contract. Raises BadLine."""
    data = read_object(line)
    if unknown := sorted(set(data) - REQUIRED - {"topic"}):
        raise BadLine(f"不认识的键:{'、'.join(unknown)}")
    if missing := sorted(REQUIRED - set(data)):
        raise BadLine(f"少了键:{'、'.join(missing)}")
    if not isinstance(data["text"], str):
        raise BadLine("text 要是文字")
    return data["text"], instant(data["now"]), _topic(data.get("topic"))


def _topic(said: Any) -> Topic | None:
    """What is under discussion; None where nothing is said to be. Raises BadLine."""
    from nlu.context import Topic

    if said is None:
        return None
    if not isinstance(said, dict) or any(not isinstance(name, str | None) for name in said.values()):
        raise BadLine("topic 要是 customer、contact、product 的名字")
    if unknown := sorted(set(said) - TOPIC):
        raise BadLine(f"topic 里不认识的键:{'、'.join(unknown)}")
    return Topic(**said)
